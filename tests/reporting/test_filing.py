"""The way up the levels by the services: states, who may act, sums, checks, revisions (P2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry
from jiceng.core.spans import parse_period
from jiceng.policy import packs
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.policy.services import enact
from jiceng.reporting.models import Filing, FilingAct, Freeze
from jiceng.reporting.services.filing import FilingRefused, accept, return_, submit
from jiceng.reporting.services.reports import PeriodRefused, Report, report
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.reporting.quarter import CITY, COUNTY, FORM, PERIOD, STREET, Quarter, employ, prepared


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def standing(quarter: Quarter, path: str = HERE, *, live: bool = False, period: str = PERIOD) -> Report:
    with reading_all():
        region = quarter.world.regions[path]
        return report(region, FORM, parse_period(period), quarter.today, live=live)


def state(path: str = HERE) -> tuple[str, int]:
    filing = Filing.objects.filter(path=path).first()
    return (filing.state, filing.revision) if filing else ("draft", 0)


def everything_accepted(quarter: Quarter) -> None:
    """All the way: the county is locked, and the city has submitted nothing yet."""
    quarter.submit_street()
    quarter.accept("county", STREET)
    quarter.submit("county", COUNTY)
    quarter.accept("city", COUNTY)


REACHED: dict[str, Callable[[Quarter], None]] = {
    "draft": lambda quarter: None,
    "submitted": lambda quarter: quarter.submit(),
    "returned": lambda quarter: (quarter.submit(), quarter.return_())[0],
    "accepted": lambda quarter: (quarter.submit(), quarter.accept())[0],
    "locked": everything_accepted,
}
ENDS = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "accept"): "accepted",
    ("submitted", "return"): "returned",
    ("accepted", "return"): "returned",
}


@pytest.mark.parametrize("start", REACHED)
@pytest.mark.parametrize("act", ["submit", "accept", "return"])
def test_every_act_in_every_state(quarter: Quarter, start: str, act: str) -> None:
    REACHED[start](quarter)
    assert state()[0] == start
    do = {"submit": quarter.submit, "accept": quarter.accept, "return": quarter.return_}[act]
    before = FilingAct.objects.count()
    if end := ENDS.get((start, act)):
        do()
        assert state()[0] == end
        assert FilingAct.objects.count() == before + 1
    else:
        with pytest.raises(FilingRefused):
            do()
        assert (state()[0], FilingAct.objects.count()) == (start, before)


# Who may act


@pytest.mark.parametrize(
    "login", ["neighbour", "clerk", "county", "city", "auditor", "stranger", "far-clerk"]
)
def test_only_the_own_office_submits(quarter: Quarter, login: str) -> None:
    with pytest.raises(NotAllowed):
        quarter.submit(login)
    assert state() == ("draft", 0)


@pytest.mark.parametrize("login", ["worker", "neighbour", "auditor", "stranger", "far-clerk"])
def test_only_a_level_above_accepts_or_returns(quarter: Quarter, login: str) -> None:
    quarter.submit()
    for act in (quarter.accept, quarter.return_):
        with pytest.raises(NotAllowed):
            act(login)
    assert state() == ("submitted", 1)


def test_nobody_accepts_the_report_of_the_own_office(quarter: Quarter) -> None:
    quarter.submit_street()
    for act in (quarter.accept, quarter.return_):
        with pytest.raises(NotAllowed, match="上一级"):
            act("clerk", STREET)
    quarter.accept("county", STREET)
    assert state(STREET) == ("accepted", 1)


# What may be reported


def test_a_running_period_cannot_be_submitted_before_its_last_day(quarter: Quarter) -> None:
    quarter.on("2026-09-29")
    with pytest.raises(FilingRefused, match="2026年第三季度尚未结束，2026-09-30起可以上报"):
        quarter.submit()
    quarter.on("2026-09-30")
    quarter.submit()
    assert state() == ("submitted", 1)


def test_a_running_period_stands_on_today(quarter: Quarter) -> None:
    quarter.on("2026-08-07")
    before = standing(quarter).cells["newly_employed"]["total"]
    quarter.on("2026-08-08")  # somebody begins to work
    assert standing(quarter).cells["newly_employed"]["total"] == before + 1


@pytest.mark.parametrize(
    ("period", "error"), [("2027Q1", PeriodRefused), ("2026-09", PeriodRefused), ("2009Q1", NotInForce)]
)
def test_a_period_that_is_none_is_refused(quarter: Quarter, period: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        standing(quarter, period=period)


def test_a_return_needs_a_reason(quarter: Quarter) -> None:
    quarter.submit()
    with pytest.raises(FilingRefused, match="理由"):
        return_(**quarter.call("clerk"), reason="  ")
    assert state() == ("submitted", 1)


def test_cells_that_break_a_check_are_not_submitted(quarter: Quarter) -> None:
    text = packs.shipped()["benxi-2009"].replace(
        'rule = "newly_employed >= re_employed"', 'rule = "re_employed > newly_employed"'
    )
    enact(actor=quarter.world.actor(), text=text, region=quarter.world.regions[HERE], today=quarter.today)
    assert standing(quarter).broken == ["再就业多于新增就业"]
    with pytest.raises(FilingRefused, match="表内关系不符：再就业多于新增就业"):
        quarter.submit()
    assert not Freeze.objects.exists()


# Sums


def test_a_parent_waits_for_all_its_children(quarter: Quarter) -> None:
    quarter.submit()
    quarter.accept()
    with pytest.raises(FilingRefused, match="下级报表尚未全部审核通过：德泰社区居委会"):
        quarter.submit("clerk", STREET)
    quarter.submit("neighbour", NEXT)
    with pytest.raises(FilingRefused):
        quarter.submit("clerk", STREET)  # not accepted yet
    quarter.accept("clerk", NEXT)
    quarter.submit("clerk", STREET)
    assert state(STREET) == ("submitted", 1)


def test_a_parent_is_the_sum_of_frozen_and_live_children(quarter: Quarter) -> None:
    live = standing(quarter, STREET).cells
    quarter.submit()
    employ(quarter, HERE)
    employ(quarter, NEXT)
    mixed = standing(quarter, STREET).cells
    assert mixed["employed"]["total"] == live["employed"]["total"] + 1  # the frozen community stays
    assert standing(quarter, STREET, live=True).cells["employed"]["total"] == live["employed"]["total"] + 2


def test_frozen_parents_are_the_sum_of_their_frozen_children(quarter: Quarter) -> None:
    live = {path: standing(quarter, path, live=True).cells for path in (HERE, NEXT, STREET, COUNTY)}
    everything_accepted(quarter)
    for path in (HERE, NEXT, STREET, COUNTY):
        found = standing(quarter, path)
        assert found.is_frozen and found.cells == plain(live[path]), path
    for row, columns in standing(quarter, STREET).cells.items():
        parts = [standing(quarter, path).cells[row] for path in (HERE, NEXT)]
        if row != "unemployment_rate":
            assert columns == {column: sum(part[column] for part in parts) for column in columns}, row


def plain(cells: Any) -> Any:
    """Frozen rates come back from JSON."""
    rate = cells["unemployment_rate"]["total"]
    return cells | {"unemployment_rate": {"total": float(rate)}}


def test_who_has_not_submitted_is_listed(quarter: Quarter) -> None:
    codes = [path.ljust(12, "0") for path in (HERE, NEXT, ACROSS)]
    assert standing(quarter, CITY).incomplete == codes
    quarter.submit()
    assert standing(quarter, CITY).incomplete == codes[1:]
    assert standing(quarter, STREET).incomplete == [codes[1]]
    assert standing(quarter, HERE).incomplete == []
    quarter.return_()
    assert standing(quarter, CITY).incomplete == codes


# Revisions


def test_a_correction_is_the_next_revision_and_the_old_one_stays(quarter: Quarter) -> None:
    quarter.submit()
    first = standing(quarter).cells
    quarter.return_()
    employ(quarter, HERE)
    quarter.submit()
    assert state() == ("submitted", 2)
    assert standing(quarter).cells["employed"]["total"] == first["employed"]["total"] + 1
    revisions = Freeze.objects.filter(path=HERE).order_by("revision")
    assert [freeze.revision for freeze in revisions] == [1, 2]
    assert revisions[0].cells["employed"] == first["employed"]


def test_what_was_built_on_a_report_is_returned_first(quarter: Quarter) -> None:
    everything_accepted(quarter)
    for login, path in (("clerk", HERE), ("county", STREET)):
        with pytest.raises(FilingRefused, match="请先退回"):
            quarter.return_(login, path)
    for login, path in (("city", COUNTY), ("county", STREET), ("clerk", HERE)):
        quarter.return_(login, path)
    assert [state(path)[0] for path in (HERE, NEXT, STREET, COUNTY)] == [
        "returned",
        "locked",
        "returned",
        "returned",
    ]
    quarter.submit()
    quarter.accept()
    for login, path, above in (("clerk", STREET, "county"), ("county", COUNTY, "city")):
        quarter.submit(login, path)
        quarter.accept(above, path)
    assert {state(path)[0] for path in (HERE, NEXT, STREET, COUNTY)} == {"locked"}
    assert [state(path)[1] for path in (HERE, NEXT, STREET, COUNTY)] == [2, 1, 2, 2]


def test_a_returned_report_counts_live_again(quarter: Quarter) -> None:
    quarter.submit()
    employ(quarter, HERE)
    frozen = standing(quarter).cells["employed"]["total"]
    quarter.return_()
    assert standing(quarter).cells["employed"]["total"] == frozen + 1


@pytest.mark.parametrize("act", [accept, return_])
def test_a_revision_that_was_not_looked_at_is_not_judged(quarter: Quarter, act: Any) -> None:
    quarter.submit()
    quarter.return_()
    quarter.submit()
    reason = {"reason": "有误"} if act is return_ else {}
    with pytest.raises(FilingRefused, match="第2版"):
        act(**quarter.call("clerk"), **reason, seen=1)
    act(**quarter.call("clerk"), **reason, seen=2)


def test_every_act_is_kept_and_audited(quarter: Quarter) -> None:
    quarter.submit()
    quarter.return_()
    acts = FilingAct.objects.order_by("pk").values_list("act", "by__username", "reason")
    assert list(acts) == [("submit", "worker", ""), ("return", "clerk", "请核实灵活就业人数")]
    entries = AuditEntry.objects.filter(subject="filing").order_by("pk")
    assert [(e.action, e.path, e.detail) for e in entries] == [
        (action, HERE, {"form": FORM, "period": PERIOD}) for action in ("submit_report", "return_report")
    ]


def test_the_administrator_of_the_deployment_acts_for_any_office(quarter: Quarter) -> None:
    everywhere = quarter.call("worker") | {"actor": quarter.world.actor()}
    submit(**everywhere)
    accept(**everywhere)
    assert state() == ("accepted", 1)
