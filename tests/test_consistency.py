"""House rules that no linter knows."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core import management

from jiceng.accounts.audit import SENTENCES
from jiceng.core.models import RegisterRow
from jiceng.policy import packs
from jiceng.policy.schema import KINDS
from jiceng.policy.vocabulary import EVENTS, LEAVES, NAMED

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "jiceng"
DOCUMENTS = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/commands.md"))

# Found by Django and by libraries by their names.
NAMED_BY_CONVENTION = re.compile(r"(400|403|404|500)\.html|django/forms/.*")
# Facts that no article defines: building blocks of those that cite one.
WITHOUT_ARTICLE = {
    "aged", "flag", "ability", "female", "has_residents", "visited", "employment_started",
}  # fmt: skip

TEMPLATES = {
    path.relative_to(folder).as_posix(): path
    for folder in PRODUCT.glob("*/templates")
    for path in folder.rglob("*.html")
}
SOURCES = {
    path: path.read_text("utf-8")
    for suffix in ("py", "html", "js")
    for path in PRODUCT.rglob(f"*.{suffix}")
    if "vendor" not in path.parts
}
HTML = {path: text for path, text in SOURCES.items() if path.suffix == ".html"}


def test_no_template_is_unused():
    unused = [
        name
        for name, path in TEMPLATES.items()
        if not NAMED_BY_CONVENTION.fullmatch(name)
        and not any(f'"{name}"' in text for source, text in SOURCES.items() if source != path)
    ]
    assert unused == []


def test_no_template_runs_script_or_style_of_its_own():
    """The Content-Security-Policy would refuse it, and nobody would see why."""
    forbidden = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\shx-on|javascript:|https?://")
    found = {str(path.relative_to(ROOT)): forbidden.findall(text) for path, text in HTML.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_every_form_that_posts_has_a_token():
    forms = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
    bare = [
        str(path.relative_to(ROOT))
        for path, text in HTML.items()
        for form in forms.findall(text)
        if "{% csrf_token %}" not in form
    ]
    assert bare == []


def test_every_register_keeps_its_history():
    registers = [model for model in apps.get_models() if issubclass(model, RegisterRow)]
    assert registers and [each for each in registers if not hasattr(each, "pgh_event_models")] == []


def test_every_command_is_documented():
    commands = [name for name, app in management.get_commands().items() if str(app).startswith("jiceng.")]
    assert [name for name in sorted(commands) if f"jiceng {name}" not in DOCUMENTS] == []


def test_every_setting_of_the_environment_is_documented():
    found = set(
        re.findall(
            r"""environ(?:\.get\(|\[)["']((?:JICENG|DATABASE|PORT)[A-Z_]*)""", "".join(SOURCES.values())
        )
    )
    assert found and [name for name in sorted(found) if f"`{name}`" not in DOCUMENTS] == []


@pytest.mark.parametrize("word", [*LEAVES.values(), *EVENTS.values()], ids=lambda word: word.code)
def test_every_word_has_label_article_and_definition(word):
    assert word.label and word.definition
    assert word.article or word.code in WITHOUT_ARTICLE


@pytest.mark.parametrize("word", list(NAMED.values()), ids=lambda word: word.code)
def test_every_named_set_has_label_article_and_definition(word):
    assert word.label and word.article and word.note


@pytest.mark.parametrize("code", packs.shipped())
def test_every_entry_of_a_pack_has_an_article(code):
    pack = packs.read_enacted(packs.shipped()[code])
    bare = [f"{kind}.{entry.code}" for kind in KINDS for entry in getattr(pack, kind) if not entry.article]
    assert bare == []


def test_every_audited_action_has_a_sentence_in_chinese():
    assert SENTENCES and all(re.search(r"[\u4e00-\u9fff]", text) for text in SENTENCES.values())
