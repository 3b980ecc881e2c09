"""Every cell opens into as many people as it says, frozen and live, and stays as it was (P3)."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.models import AccessEntry
from jiceng.core import scope
from jiceng.policy.figures import reading_all
from jiceng.reporting.models import FrozenSubject
from jiceng.reporting.rules import columns_of
from jiceng.reporting.services import opening
from jiceng.reporting.services.opening import NoSuchCell, People, people
from jiceng.reporting.services.reports import Report, report
from jiceng.residents.models import Facts, Resident
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.reporting.quarter import CITY, COUNTY, STREET, Quarter, prepared, text_of, url


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def opened(quarter: Quarter, path: str, *, login: str = "city", live: bool = False) -> Report:
    call = quarter.call(login, path)
    with reading_all():
        return report(call["region"], call["code"], call["period"], quarter.today, live=live)


def cells(quarter: Quarter, path: str, *, live: bool = False) -> dict[tuple[str, str], People]:
    """Every counted cell of a report with its people."""
    found = opened(quarter, path, live=live)
    common = {"actor": quarter.actor("city"), "found": found, "today": quarter.today, "live": live}
    return {
        (row.code, column): people(**common, row=row.code, column=column)
        for row in found.form.row
        if row.formula is None
        for column in columns_of(found.form, row)
    }


def names(found: dict[tuple[str, str], People]) -> dict[tuple[str, str], list[str]]:
    return {cell: sorted(f"{p.name} {p.since or ''}" for p in each.shown) for cell, each in found.items()}


def disagreeing(found: dict[tuple[str, str], People]) -> list[tuple[str, str]]:
    return [cell for cell, each in found.items() if not each.agrees or each.total != len(each.shown)]


@pytest.mark.parametrize("path", [HERE, STREET, CITY])
def test_live_cells_open_into_as_many_people_as_they_say(quarter: Quarter, path: str) -> None:
    found = cells(quarter, path, live=True)
    assert disagreeing(found) == []
    empty = {row for (row, column), each in found.items() if column == "total" and each.total == 0}
    assert empty == set()  # the quarter fills every row, so that nothing agrees by being empty


def test_frozen_cells_open_into_the_rows_that_they_were_counted_from(quarter: Quarter) -> None:
    live = names(cells(quarter, STREET))
    quarter.submit_street()
    found = cells(quarter, STREET)
    assert disagreeing(found) == []
    assert names(found) == live


def test_a_parent_in_draft_lists_frozen_and_live_people_together(quarter: Quarter) -> None:
    before = names(cells(quarter, CITY))
    quarter.submit()
    quarter.submit("stranger", ACROSS)
    found = cells(quarter, CITY)
    assert disagreeing(found) == []
    assert names(found) == before


def test_a_frozen_list_stays_as_it_was_after_voiding_renaming_and_moving(quarter: Quarter) -> None:
    quarter.submit_street()
    before = cells(quarter, STREET)
    person = Resident.objects.filter(path=HERE).order_by("pk")
    renamed, voided, moved = person[0], person[1], person[2]
    Resident.objects.filter(pk=renamed.pk).update(name="改名后")
    Resident.objects.filter(pk=voided.pk).update(voided_at="2026-10-03T00:00Z", void_reason="录入错误")
    Facts.objects.filter(resident=voided).update(voided_at="2026-10-03T00:00Z")
    across = quarter.world.regions[ACROSS]
    Facts.objects.filter(resident=moved).update(region=across, path=ACROSS)
    Resident.objects.filter(pk=moved.pk).update(region=across, path=ACROSS)
    after = cells(quarter, STREET)
    assert names(after) == names(before)
    assert disagreeing(after) == []
    live = cells(quarter, STREET, live=True)
    assert disagreeing(live) == []
    assert names(live) != names(before)


def test_only_residents_of_the_register_and_the_scope_are_linked(quarter: Quarter) -> None:
    quarter.submit_street()
    moved = Resident.objects.filter(path=HERE).order_by("pk")[0]
    Resident.objects.filter(pk=moved.pk).update(region=quarter.world.regions[ACROSS], path=ACROSS)
    response = quarter.client("clerk").get(url("report-cell", STREET, "employed", "total"))
    page, shown = text_of(response), response.context["people"].shown
    assert moved.pk in {p.subject_id for p in shown}
    assert f"/residents/{moved.pk}/" not in page
    stays = next(p for p in shown if p.path == NEXT)
    assert f"/residents/{stays.subject_id}/" in page


def test_the_page_shows_list_and_figure_and_masks_numbers(quarter: Quarter) -> None:
    page = text_of(quarter.client("worker").get(url("report-cell", HERE, "registered_unemployed", "female")))
    found = opened(quarter, HERE).cells["registered_unemployed"]["female"]
    assert f"名单 <strong>{found}</strong> 人，报表数 <strong>{found}</strong>，一致" in page
    assert "210502********" in page


def test_who_was_shown_stands_in_the_access_log(quarter: Quarter) -> None:
    response = quarter.client("worker").get(url("report-cell", HERE, "registered_unemployed", "total"))
    shown = response.context["people"].shown
    logged = AccessEntry.objects.filter(page="report-people", user=quarter.users["worker"])
    assert sorted(logged.values_list("subject_id", flat=True)) == sorted(p.subject_id for p in shown)


def test_pages_follow_each_other_without_gap_or_repetition(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter.submit()
    whole = [p.subject_id for p in cells(quarter, STREET)["employed", "total"].shown]
    monkeypatch.setattr(opening, "PAGE_SIZE", 3)
    found = opened(quarter, STREET)
    common = {"actor": quarter.actor("clerk"), "found": found, "row": "employed", "column": "total"}
    pages = -(-len(whole) // 3)
    parts = [people(**common, today=quarter.today, page=n + 1) for n in range(pages)]
    assert [p.subject_id for part in parts for p in part.shown] == whole
    assert {part.pages for part in parts} == {pages}
    assert people(**common, today=quarter.today, page=99).page == pages


def test_months_of_a_duty_are_listed_apart(quarter: Quarter) -> None:
    quarter.submit()
    owed = cells(quarter, HERE)["follow_ups_owed", "total"].shown
    assert [p.since.month for p in owed if p.since] == [7, 8, 9]
    page = text_of(quarter.client("worker").get(url("report-cell", HERE, "follow_ups_done", "total")))
    assert "2026年8月" in page and "2026年7月" not in page


def test_households_are_listed_by_their_names(quarter: Quarter) -> None:
    page = text_of(
        quarter.client("worker").get(url("report-cell", HERE, "zero_households_resolved", "total"))
    )
    assert "南地社区居委会 2户" in page


def test_an_old_revision_opens_too(quarter: Quarter) -> None:
    quarter.submit()
    quarter.return_()
    first = Resident.objects.filter(path=HERE).order_by("pk")[0]
    FrozenSubject.objects.get(freeze__revision=1, subject="resident", subject_id=first.pk)
    Facts.objects.filter(resident=first).update(voided_at="2026-10-03T00:00Z")
    quarter.submit()
    client, address = quarter.client("worker"), url("report-cell", HERE, "labour_resources", "total")
    sizes = [client.get(f"{address}?revision={n}").context["people"].total for n in (1, 2)]
    assert sizes[0] == sizes[1] + 1
    assert client.get(f"{address}?revision=3").status_code == 404


def test_a_rate_opens_into_its_parts(quarter: Quarter) -> None:
    page = text_of(quarter.client("worker").get(url("report-cell", HERE, "unemployment_rate", "total")))
    assert "登记失业人员 ÷ (登记失业人员 + 从业人员) × 100" in page
    for part in ("registered_unemployed", "employed"):
        assert url("report-cell", HERE, part, "total") in page


@pytest.mark.parametrize(
    "cell", [("unemployment_rate", "female"), ("nothing", "total"), ("employed", "nothing")]
)
def test_a_cell_that_the_form_does_not_have_is_not_found(quarter: Quarter, cell: tuple[str, str]) -> None:
    assert quarter.client("worker").get(url("report-cell", HERE, *cell)).status_code == 404


def test_a_rate_has_no_people_of_its_own(quarter: Quarter) -> None:
    with pytest.raises(NoSuchCell):
        people(
            actor=quarter.actor("worker"),
            found=opened(quarter, HERE),
            row="unemployment_rate",
            column="total",
            today=quarter.today,
        )


@pytest.mark.parametrize("login", ["stranger", "far-clerk", "neighbour"])
def test_strangers_find_nothing(quarter: Quarter, login: str) -> None:
    client = quarter.client(login)
    for path in (HERE, STREET, COUNTY):
        assert client.get(url("report-cell", path, "employed", "total")).status_code == 404


def test_the_service_itself_refuses_a_region_outside_the_scope(quarter: Quarter) -> None:
    found = opened(quarter, HERE)
    with pytest.raises(PermissionError):
        people(
            actor=quarter.actor("stranger"),
            found=found,
            row="employed",
            column="total",
            today=quarter.today,
        )


def test_a_fragment_is_the_same_list(quarter: Quarter) -> None:
    client, address = quarter.client("worker"), url("report-cell", HERE, "employed", "total")
    fragment = text_of(client.get(address, headers={"hx-request": "true"}))
    assert fragment.strip() in text_of(client.get(address))


def test_opening_asks_a_handful_of_questions(quarter: Quarter, django_assert_max_num_queries: object) -> None:
    quarter.submit_street()
    client = quarter.client("clerk")
    client.get("/reports/")
    with scope.entered(scope.WHOLE), django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(url("report-cell", STREET, "employed", "total"))
