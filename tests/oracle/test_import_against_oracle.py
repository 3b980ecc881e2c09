"""The whole way of the main job: files, the real import, then figures and duties against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import command_actor
from jiceng.demo.city import generate, generate_border_cases
from jiceng.regions.services import load_regions
from tests.oracle.cities import CITY, COMMUNITIES, COUNTY, STREET, TODAY, answer
from tests.oracle.city_rows import rows_of
from tests.oracle.compare import duty_differences, population_differences, report_differences
from tests.oracle.oracle import Oracle
from tests.oracle.periods import period_span
from tests.oracle.populations import NAMES
from tests.worlds import whole


@pytest.fixture(scope="module")
def imported(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Oracle, list[dict[str, Any]]]]:
    """The oracle of a city, and what came of each of its files."""
    city = generate(200, 5, TODAY, COMMUNITIES, zero_share=0.1)
    city.extend(generate_border_cases(TODAY, COMMUNITIES))
    folder = tmp_path_factory.mktemp("city")
    with django_db_blocker.unblock(), whole(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("JICENG_TODAY", TODAY.isoformat())
        load_regions(within=[community.code for community in COMMUNITIES], actor=command_actor(), today=TODAY)
        outcomes = [load(ledger, file) for ledger, file in city.write(folder)]
        yield Oracle(rows_of(city, acts=False), COMMUNITIES, TODAY), outcomes


def load(ledger: str, file: Path) -> dict[str, Any]:
    found: dict[str, Any] = answer("import", ledger, str(file), "--history")
    return {"file": file.name, **found}


@pytest.fixture
def oracle(imported: tuple[Oracle, list[dict[str, Any]]]) -> Oracle:
    return imported[0]


def test_every_row_of_every_file_is_accepted(imported: tuple[Oracle, list[dict[str, Any]]]) -> None:
    for outcome in imported[1]:
        assert outcome["rejects"] == [], outcome["file"]
        assert outcome["rows"] == outcome["created"] + outcome["updated"] + outcome["unchanged"]


@pytest.mark.parametrize("region", [*(community.code for community in COMMUNITIES), STREET, COUNTY, CITY])
def test_every_cell(oracle: Oracle, region: str) -> None:
    for quarter in ("2025Q4", "2026Q1", "2026Q2", "2026Q3"):
        said = answer("report", "bx-quarterly", "--region", region, "--period", quarter)
        assert report_differences(oracle, said) == []


def test_members_of_every_population(oracle: Oracle) -> None:
    first, last = period_span("2026Q2")
    for name in NAMES:
        said = answer(
            "population", name, "--region", CITY, "--from", f"{first}", "--to", f"{last}", "--members"
        )
        assert population_differences(oracle, said) == []


@pytest.mark.parametrize("on", ["2025-12-31", "2026-06-15", "2026-10-20"])
def test_duties(oracle: Oracle, on: str) -> None:
    assert duty_differences(oracle, answer("duties", "--region", CITY, "--on", on)) == []
