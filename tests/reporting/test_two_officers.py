"""Two officers act on one report at the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.reporting.models import Filing, Freeze
from jiceng.reporting.services.filing import FilingRefused, accept, return_, submit
from tests.oracle.small import HERE
from tests.reporting.quarter import FORM, PERIOD
from tests.worlds import World, day

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 30  # seconds, for a machine that is busy


@pytest.fixture
def call() -> dict[str, Any]:
    """The arguments of an act; what the test writes is committed, so that both connections see it."""
    with scope.entered(scope.WHOLE):
        world = World()
        world.job(world.person(), "2026-08-01")
        assert world.loaded
    return {
        "actor": world.actor(),
        "region": world.regions[HERE],
        "code": FORM,
        "period": parse_period(PERIOD),
        "today": day("2026-10-03"),
    }


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What came of each act: `done`, or the message with which it was refused."""
    start, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int) -> None:
        try:
            start.wait(WAIT)
            with scope.entered(scope.WHOLE):
                acts[number]()
            outcomes[number] = "done"
        except FilingRefused as refused:
            outcomes[number] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return sorted(outcomes)


def filings() -> list[tuple[str, int, int]]:
    with scope.entered(scope.WHOLE):
        return [(filing.state, filing.revision, filing.freezes.count()) for filing in Filing.objects.all()]


def test_two_submit_at_once_and_one_is_told_that_it_was_done(call: dict[str, Any]) -> None:
    outcomes = at_once(lambda: submit(**call), lambda: submit(**call))
    assert outcomes == ["done", "南地社区居委会的报表已上报，不能上报"]
    assert filings() == [("submitted", 1, 1)]
    with scope.entered(scope.WHOLE):
        assert Freeze.objects.get().subjects.count() == 1


def test_one_accepts_while_the_other_returns(call: dict[str, Any]) -> None:
    with scope.entered(scope.WHOLE):
        submit(**call)
    outcomes = at_once(lambda: accept(**call), lambda: return_(**call, reason="有误"))
    state, *_ = filings()[0]
    # An accepted report may still be returned; a returned one cannot be accepted.
    assert (state, outcomes) in [
        ("returned", ["done", "done"]),
        ("returned", ["done", "南地社区居委会的报表已退回，不能审核通过"]),
    ]
