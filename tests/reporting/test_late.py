"""Late entries: what was entered after a period was frozen appears once, in the next report (P2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.acts import void_row
from jiceng.employment.models import Employment
from jiceng.reporting.models import LateEntry
from jiceng.residents.models import Resident, Visit
from tests.oracle.small import HERE, NEXT
from tests.reporting.quarter import Quarter, employ, prepared
from tests.worlds import day

Q3, Q4, NEXT_Q1 = "2026Q3", "2026Q4", "2027Q1"
ENDED = {Q3: "2026-10-03", Q4: "2027-01-04", NEXT_Q1: "2027-04-02"}
# What a job since August makes of somebody who was registered and whose household was recognised, by row.
COMES_IN = {"employed", "employed_flexible", "newly_employed", "re_employed", "zero_households_resolved"}
GOES_OUT = {"registered_unemployed", "zero_households_found", "zero_households_left"}


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def submit(quarter: Quarter, period: str, path: str = HERE) -> set[tuple[str, str, int]]:
    """Submit on a day after the period: (period, row, change) of the late entries frozen with it."""
    quarter.on(ENDED[period])
    quarter.submit("worker" if path == HERE else "neighbour", path, period)
    return entries(period, path)


def entries(period: str, path: str = HERE) -> set[tuple[str, str, int]]:
    """Those of the latest revision."""
    found = LateEntry.objects.filter(freeze__filing__path=path, freeze__filing__last__lte=ENDED[period])
    latest = found.order_by("-freeze__filing__first", "-freeze__revision").first()
    if latest is None:
        return set()
    rows = LateEntry.objects.filter(freeze=latest.freeze)
    assert rows.count() == len(set(rows.values_list("first", "row", "subject", "subject_id", "since")))
    return {(e.first.isoformat(), e.row, e.change) for e in rows}


def test_nothing_is_late_when_nothing_was_entered(quarter: Quarter) -> None:
    submit(quarter, Q3)
    assert submit(quarter, Q4) == set()


def test_a_job_entered_after_the_freeze_appears_once_in_the_next_report(quarter: Quarter) -> None:
    submit(quarter, Q3)
    job = employ(quarter, HERE)
    found = submit(quarter, Q4)
    came = {("2026-07-01", row, 1) for row in COMES_IN}
    assert found == came | {("2026-07-01", row, -1) for row in GOES_OUT}
    assert set(LateEntry.objects.filter(subject="resident").values_list("display", flat=True)) == {
        job.resident.name
    }
    before = LateEntry.objects.count()
    submit(quarter, NEXT_Q1)
    assert LateEntry.objects.count() == before


def test_they_stay_the_same_in_the_next_revision_of_that_report_and_do_not_come_again(
    quarter: Quarter,
) -> None:
    submit(quarter, Q3)
    employ(quarter, HERE)
    found = submit(quarter, Q4)
    quarter.return_(period=Q4)
    assert submit(quarter, Q4) == found
    before = LateEntry.objects.count()
    submit(quarter, NEXT_Q1)
    assert LateEntry.objects.count() == before


def test_what_a_new_revision_of_its_own_period_brings_is_not_late(quarter: Quarter) -> None:
    submit(quarter, Q3)
    employ(quarter, HERE)
    quarter.return_(period=Q3)
    submit(quarter, Q3)
    assert submit(quarter, Q4) == set()


def test_a_voided_job_goes_out_again(quarter: Quarter) -> None:
    submit(quarter, Q3)
    job = Employment.objects.get(resident__birth="1985-05-05", path=HERE)
    void_row(actor=quarter.world.actor(), row=job, reason="录入错误", today=quarter.today)
    found = submit(quarter, Q4)
    assert found == {
        ("2026-07-01", row, -1) for row in ("employed", "employed_own_account", "newly_employed")
    }


def test_an_entry_that_is_taken_back_later_is_reported_as_going_out(quarter: Quarter) -> None:
    submit(quarter, Q3)
    job = employ(quarter, HERE)
    submit(quarter, Q4)
    void_row(actor=quarter.world.actor(), row=job, reason="录入错误", today=quarter.today)
    found = submit(quarter, NEXT_Q1)
    of_q3 = {(row, change) for first, row, change in found if first == "2026-07-01"}
    assert of_q3 == {(row, -1) for row in COMES_IN} | {(row, 1) for row in GOES_OUT}


def test_a_visit_entered_late_adds_its_month(quarter: Quarter) -> None:
    submit(quarter, Q3)
    person = Resident.objects.get(birth="1970-04-04", path=HERE)
    Visit.objects.create(
        resident=person,
        region=person.region,
        path=person.path,
        known_on=day("2026-10-05"),
        on=day("2026-09-10"),
        way="home",
        reasons=["after_employment"],
        outcome="met",
    )
    assert submit(quarter, Q4) == {("2026-07-01", "follow_ups_done", 1)}
    entry = LateEntry.objects.get()
    assert (entry.since, entry.subject_id) == (day("2026-09-01"), person.pk)


def test_each_community_reports_its_own(quarter: Quarter) -> None:
    for path in (HERE, NEXT):
        submit(quarter, Q3, path)
    employ(quarter, HERE)
    assert submit(quarter, Q4, NEXT) == set()
    assert submit(quarter, Q4, HERE) != set()
