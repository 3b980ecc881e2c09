# Every target describes itself: make help

PYTHON ?= python3
BIN := .venv/bin
export JICENG_ENV ?= development

INSTALLED := .venv/.installed
LINKED := .venv/.linked
ASSETS := jiceng/core/static/vendor/tabler.min.css

.DEFAULT_GOAL := help
.PHONY: help install demo test lint fix shots bench mutants
.DELETE_ON_ERROR:

help: ## show the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: $(INSTALLED) $(LINKED) $(ASSETS) ## create .venv with the locked libraries, the command jiceng and the assets

$(INSTALLED): requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(LINKED): pyproject.toml $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(ASSETS): package-lock.json scripts/build_assets.py | $(INSTALLED)
	$(BIN)/python scripts/build_assets.py
	touch $@

demo: export JICENG_ENV = demo
demo: install ## fill the demo city if the database is empty, and serve it on http://127.0.0.1:8000 (PORT)
	$(BIN)/jiceng demo --serve

test: install ## run all tests, in a real browser too
	sh scripts/ensure_chromium.sh
	$(BIN)/pytest -n auto

lint: install ## check style, types, the order of the rooms and the templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet jiceng

fix: install ## repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shots: install ## take the pictures of the handbook, and of every page into build/shots
	sh scripts/ensure_chromium.sh
	$(BIN)/python -m scripts.shots

bench: install ## measure at 200,000 residents against floors in the same run
	$(BIN)/python -m benchmarks

mutants: install ## plant known faults one by one; each must be killed by its test
	$(BIN)/python scripts/mutants.py
