"""Revisions: cells side by side, and the people who came and went."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.employment.models import Employment
from jiceng.reporting.services.revisions import compare
from jiceng.residents.models import Facts, Resident
from tests.oracle.small import HERE
from tests.reporting.quarter import COUNTY, STREET, Quarter, prepared, text_of, url


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


@pytest.fixture
def corrected(quarter: Quarter) -> Quarter:
    """A street whose community corrected its report: one voided, one now rural, one job more."""
    quarter.submit_street()
    for login, path in (("county", STREET), ("clerk", HERE)):
        quarter.return_(login, path)
    voided, rural, at_work = (Resident.objects.filter(path=HERE).order_by("pk")[n] for n in (0, 1, 5))
    Facts.objects.filter(resident=voided).update(voided_at="2026-10-03T00:00Z")
    Facts.objects.filter(resident=rural).update(hukou="10")
    place = {"region": at_work.region, "path": HERE, "known_on": "2026-10-03"}
    Employment.objects.create(resident=at_work, start="2026-09-25", form="022", **place)
    quarter.submit()
    quarter.accept()
    quarter.submit("clerk", STREET)
    return quarter


def seen(quarter: Quarter, path: str) -> dict[str, tuple[list[str], list[str], bool]]:
    found = compare(**quarter.call("county", path), number=2)
    return {c.person.name: (c.entered, c.left, c.has_moved_column) for c in found.changes}


@pytest.mark.parametrize("path", [HERE, STREET])
def test_who_came_and_went_is_listed(corrected: Quarter, path: str) -> None:
    changes = seen(corrected, path)
    gone, rural, at_work = "11980-02-29", "11985-05-05", "11983-06-06"
    assert changes[gone] == ([], ["labour_resources", "employed", "employed_unit"], False)
    assert changes[rural] == ([], [], True)
    entered, left, _ = changes[at_work]
    assert {"employed", "employed_flexible", "re_employed", "re_employed_hardship"} <= set(entered)
    assert left == ["registered_unemployed", "registered_unemployed_4050"]


def test_the_page_shows_cells_and_people(corrected: Quarter) -> None:
    response = corrected.client("worker").get(url("report-revision", HERE, 2))
    page = text_of(response)
    assert "第1版与第2版" in page and "<ins>" in page
    assert "农村" in page and " → " in page
    assert url("report-cell", HERE, "employed", "total") + "?revision=1" in page
    fragment = text_of(
        corrected.client("worker").get(url("report-revision", HERE, 2), headers={"hx-request": "true"})
    )
    assert fragment.strip() in page


def test_the_history_leads_to_the_comparison(corrected: Quarter) -> None:
    assert url("report-revision", HERE, 2) in text_of(corrected.client("worker").get(url("report")))


def test_nothing_changes_when_nothing_was_corrected(quarter: Quarter) -> None:
    quarter.submit()
    quarter.return_()
    quarter.submit()
    assert seen(quarter, HERE) == {}
    page = text_of(quarter.client("worker").get(url("report-revision", HERE, 2)))
    assert "两版的人员完全相同" in page


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_revision_without_one_before_it_is_not_found(corrected: Quarter, number: int) -> None:
    assert corrected.client("worker").get(url("report-revision", HERE, number)).status_code == 404


@pytest.mark.parametrize("login", ["stranger", "far-clerk", "neighbour"])
def test_strangers_find_no_revision(corrected: Quarter, login: str) -> None:
    client = corrected.client(login)
    for path in (HERE, STREET, COUNTY):
        assert client.get(url("report-revision", path, 2)).status_code == 404
