"""Pins the oracle to bx-zero-household (contracts 4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.small import HERE, Small, seen, status


@pytest.fixture
def small() -> Small:
    return Small()


def zero(small: Small, on: str, today: str = "", **options: Any) -> list[tuple[Any, ...]]:
    return status(small, "bx-zero-household", on, today, **options)


def recognised(small: Small, end: str = "", **more: Any) -> str:
    """A household recognised on 2026-01-10: due on 2026-01-30."""
    who = small.person(household="H1")
    small.recognise("H1", "2026-01-10", end, **more)
    return who


def test_a_zero_household_duty_is_due_twenty_days_after_recognition(small: Small) -> None:
    recognised(small)
    duty = seen(small, "2026-01-30", duty="bx-zero-household")[0]
    assert (duty["subject"], duty["since"], duty["due"]) == (f"{HERE}/H1", "2026-01-10", "2026-01-30")


def test_open_up_to_and_on_the_due_day_then_overdue(small: Small) -> None:
    recognised(small)
    assert zero(small, "2026-01-09", "2026-03-01") == []
    assert zero(small, "2026-01-30") == [("2026-01-10", "open", None)]
    assert zero(small, "2026-01-31") == [("2026-01-10", "overdue", None)]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-01-01", ("done", "2026-01-10")),  # at work before: proven on the day of recognition
        ("2026-01-10", ("done", "2026-01-10")),
        ("2026-01-30", ("done", "2026-01-30")),
        ("2026-01-31", ("late", "2026-01-31")),
    ],
)
def test_done_in_time_or_late(small: Small, start: str, expected: tuple[str, str]) -> None:
    small.job(recognised(small), start)
    assert zero(small, "2026-03-01") == [("2026-01-10", *expected)]


def test_evidence_is_not_seen_before_its_day(small: Small) -> None:
    small.job(recognised(small), "2026-02-05")
    assert zero(small, "2026-02-04", "2026-03-01") == [("2026-01-10", "overdue", None)]
    assert zero(small, "2026-02-05", "2026-03-01") == [("2026-01-10", "late", "2026-02-05")]


def test_a_job_that_ended_proves_as_well(small: Small) -> None:
    small.job(recognised(small), "2026-01-15", "2026-01-15")
    assert zero(small, "2026-03-01") == [("2026-01-10", "done", "2026-01-15")]


def test_not_owed_when_ended_without_a_job_by_the_due_day_else_missed(small: Small) -> None:
    recognised(small, end="2026-01-30")
    assert zero(small, "2026-03-01") == []
    # Seen before its end the recognition is open.
    assert zero(small, "2026-01-29", "2026-03-01") == [("2026-01-10", "open", None)]
    small.rows["recognitions"][0]["退出日期"] = "2026-01-31"
    assert zero(small, "2026-03-01") == [("2026-01-10", "missed", None)]
    assert zero(small, "2026-01-31", "2026-03-01") == [("2026-01-10", "missed", None)]


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-02-10", ("late", "2026-02-10")), ("2026-02-11", ("missed", None))],
)
def test_evidence_counts_up_to_and_on_the_last_day(
    small: Small, start: str, expected: tuple[str, str | None]
) -> None:
    small.job(recognised(small, end="2026-02-10"), start)
    assert zero(small, "2026-03-01") == [("2026-01-10", *expected)]


def test_evidence_is_of_members_of_the_day(small: Small) -> None:
    recognised(small)
    joins = small.person()
    small.job(joins, "2025-01-01")
    small.survey(joins, "2026-01-25", 家庭编号="H1")
    leaves = small.person(household="H1")
    small.survey(leaves, "2026-01-15", 家庭编号="H2")
    small.job(leaves, "2026-01-15")
    assert zero(small, "2026-03-01") == [("2026-01-10", "done", "2026-01-25")]


def test_without_history_only_what_is_due_today_or_later_arises(small: Small) -> None:
    recognised(small)
    assert zero(small, "2026-01-30", history=False) == [("2026-01-10", "open", None)]
    assert zero(small, "2026-01-31", history=False) == []
