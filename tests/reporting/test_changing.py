"""Why a number changed: sizes that reconcile, live and frozen, reasons from the registers, and scope."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import NotAllowed
from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.policy.figures import reading_all
from jiceng.policy.statements import Statement
from jiceng.reporting.services.changing import Changes, difference, population_changes, report_changes
from jiceng.reporting.services.reports import report
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.reporting.quarter import FORM, STREET, Quarter, employ, prepared, text_of, url

LAST, NOW = parse_period("2026Q2"), parse_period("2026Q3")


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def changed(quarter: Quarter, row: str, path: str = HERE, column: str = "total") -> Changes:
    call = quarter.call("city", path)
    return report_changes(**call | {"row": row, "column": column, "then": LAST})


def people(found: Changes) -> dict[str, tuple[int, list[str]]]:
    """{birth in the name: (came or went, reasons with their days)} of the people of HERE."""
    return {
        moved.person.name[1:]: (
            moved.change,
            [f"{turn.text} {turn.day or turn.detail}".strip() for turn in moved.reasons],
        )
        for moved in found.shown
    }


@pytest.mark.parametrize("path", [HERE, STREET])
def test_every_counted_cell_reconciles(quarter: Quarter, path: str) -> None:
    quarter.submit()  # one community is frozen, the other live
    region, today = quarter.world.regions[path], quarter.today
    with reading_all():
        then, now = (report(region, FORM, period, today) for period in (LAST, NOW))
    for row in ("employed", "re_employed", "zero_households_found"):
        for column in list(now.cells[row])[:2]:
            found = changed(quarter, row, path, column)
            assert found.before + found.came - found.went == found.after
            assert (found.before, found.after) == (then.cells[row][column], now.cells[row][column]), row
            assert found.by_reason is not None
            assert sum(came for _, came, _ in found.by_reason) == found.came
            assert sum(went for _, _, went in found.by_reason) == found.went


def test_reasons_name_what_began_and_ended(quarter: Quarter) -> None:
    found = people(changed(quarter, "registered_unemployed"))
    assert found["1975-03-03"] == (
        -1,
        ["“失业登记有效”终止 2026-08-01", "“从业人员”开始 2026-08-01"],
    )
    employed = people(changed(quarter, "employed"))
    assert employed["1985-05-05"] == (1, ["“从业人员”开始 2026-07-01"])


def test_a_birthday_and_a_move_are_reasons(quarter: Quarter) -> None:
    young = people(changed(quarter, "labour_resources"))
    assert "2008-09-30" not in young  # a student still
    with reading_all():
        found = population_changes(
            actor=quarter.actor("city"),
            region=quarter.world.regions[HERE],
            name="working_age",
            then=dt.date(2024, 9, 29),
            now=dt.date(2024, 9, 30),
        )
    (change, reasons) = people(found)["2008-09-30"]
    assert change == 1 and reasons == ["符合“年满16周岁、未满60周岁的男性” 年龄 15 → 16"]
    moved = population_changes(
        actor=quarter.actor("city"),
        region=quarter.world.regions[HERE],
        name="registered_unemployed",
        then=dt.date(2026, 9, 30),
        now=dt.date(2026, 10, 1),
    )
    assert (-1, ["迁出本辖区"]) in people(moved).values()
    assert moved.before + moved.came - moved.went == moved.after


def test_who_died_or_left_is_told(quarter: Quarter) -> None:
    found = population_changes(
        actor=quarter.actor("city"),
        region=quarter.world.regions[HERE],
        name="employed",
        then=dt.date(2026, 9, 1),
        now=dt.date(2026, 9, 30),
    )
    change, reasons = people(found)["1988-08-08"]
    assert change == -1 and reasons[0] in ("死亡或离开本市 2026-09-20", "迁离 2026-09-20", "死亡 2026-09-20")


def test_a_frozen_list_stays_and_what_was_entered_later_is_a_correction(quarter: Quarter) -> None:
    quarter.submit()
    before = changed(quarter, "employed")
    employ(quarter, HERE)
    after = changed(quarter, "employed")
    assert (before.after, before.came) == (after.after, after.came)
    live = report_changes(
        **quarter.call("city", HERE) | {"row": "employed", "column": "total", "then": LAST},
        live=True,
    )
    assert live.after == after.after + 1


def test_a_flow_is_compared_with_the_span_before(quarter: Quarter) -> None:
    found = population_changes(
        actor=quarter.actor("city"),
        region=quarter.world.regions[HERE],
        name="newly_employed",
        then=dt.date(2026, 6, 30),
        now=dt.date(2026, 9, 30),
    )
    assert found.then.span.last == dt.date(2026, 6, 30) and found.now.span.first == dt.date(2026, 7, 1)
    assert found.came and all(
        "期内有“新增就业”" in moved.reasons[0].text for moved in found.shown if moved.change == 1
    )


def test_nothing_is_told_of_another_region(quarter: Quarter) -> None:
    with pytest.raises(NotAllowed), scope.entered(scope.WHOLE):
        report_changes(**quarter.call("worker", NEXT) | {"row": "employed", "column": "total", "then": LAST})
    worker = quarter.client("worker")
    assert worker.get(url("report-changes", NEXT, "employed", "total")).status_code == 404
    assert worker.get(f"/populations/employed/changes/?region={ACROSS}").status_code == 404


def test_the_pages(quarter: Quarter) -> None:
    worker = quarter.client("worker")
    cell = text_of(worker.get(url("report-cell", HERE, "employed", "total")))
    address = url("report-changes", HERE, "employed", "total")
    assert f'href="{address}"' in cell
    shown = text_of(worker.get(address))
    assert "“从业人员”开始（2026-07-01）" in shown and "2026年第二季度" in shown
    assert "********" in shown  # numbers are masked
    population = text_of(
        worker.get("/populations/registered_unemployed/changes/?from=2026-06-30&to=2026-09-30")
    )
    assert "按原因汇总" in population and "失业登记有效" in population
    for nothing in ("report-changes", "report-cell"):
        assert worker.get(url(nothing, HERE, "nothing", "total")).status_code == 404
    assert worker.get(url("report-changes", HERE, "unemployment_rate", "total")).status_code == 404
    assert worker.get(url("report-changes", HERE, "follow_ups_owed", "total")).status_code == 404
    assert worker.get("/populations/nothing/changes/").status_code == 404
    assert worker.get("/populations/employed/changes/?from=x&to=2031-13-01").status_code == 200


def test_who_counts_twice_comes_twice(quarter: Quarter) -> None:
    nobody = Statement("select 0::bigint, ''::text where false")
    twice = Statement("select * from (values (7::bigint, 'a'), (7, 'b')) v(subject, path)")
    rows = difference(nobody, twice).fetch()
    assert [row for row in rows if row[0] == 1] == [(1, 7, "b"), (1, 7, "b")]
    assert (0, 2, "after") in rows and (0, 0, "before") in rows
