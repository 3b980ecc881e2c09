"""Pins the oracle to the duties of each period, and to which duties are listed (contracts 4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.compare import duty_differences
from tests.oracle.small import ACROSS, HERE, Small, day, seen, status


@pytest.fixture
def small() -> Small:
    return Small()


def follow_ups(small: Small, on: str, today: str = "", **options: Any) -> list[tuple[Any, ...]]:
    return status(small, "bx-follow-up", on, today, **options)


def helped(small: Small, start: str = "2025-11-20", last_day: str = "") -> str:
    """A hardship person with a job."""
    who = small.person()
    small.determine(who, "2025-11-01")
    small.job(who, start, last_day)
    return who


# bx-follow-up


def test_a_follow_up_is_owed_for_every_month_at_whose_end_there_is_a_job(small: Small) -> None:
    who = helped(small, "2026-01-31", "2026-02-28")
    assert seen(small, "2026-03-05", duty="bx-follow-up") == [
        {
            "duty": "bx-follow-up",
            "subject": who,
            "since": f"2026-0{month}-01",
            "due": due,
            "status": "missed",
            "evidence": None,
        }
        for month, due in ((1, "2026-01-31"), (2, "2026-02-28"))
    ]


def test_open_until_the_month_ends_then_missed(small: Small) -> None:
    helped(small, "2026-01-10")
    assert follow_ups(small, "2026-01-31") == [("2026-01-01", "open", None)]
    assert follow_ups(small, "2026-02-01") == [
        ("2026-01-01", "missed", None),
        ("2026-02-01", "open", None),
    ]


def test_the_running_month_stands_on_the_day_seen(small: Small) -> None:
    helped(small, "2026-01-10", "2026-01-20")
    assert follow_ups(small, "2026-01-09") == []
    assert follow_ups(small, "2026-01-20") == [("2026-01-01", "open", None)]
    assert follow_ups(small, "2026-01-21") == []


@pytest.mark.parametrize(
    ("visit", "proves"),
    [
        ({"on": "2026-01-31", "way": "上门", "outcome": "见面"}, True),
        ({"on": "2026-01-10", "outcome": ""}, True),
        ({"on": "2026-01-12", "reasons": "援助走访、就业后回访"}, True),
        ({"on": "2026-01-09"}, False),  # before the job
        ({"on": "2026-02-01"}, False),  # another month
        ({"on": "2026-01-12", "reasons": "援助走访"}, False),
        ({"on": "2026-01-12", "way": "窗口"}, False),
        ({"on": "2026-01-12", "way": "远程"}, False),
        ({"on": "2026-01-12", "outcome": "未遇"}, False),
        ({"on": "2026-01-12", "outcome": "拒访"}, False),
        ({"on": "2026-01-12", "outcome": "空号"}, False),
    ],
)
def test_what_proves_a_follow_up(small: Small, visit: dict[str, str], proves: bool) -> None:
    small.visit(helped(small, "2026-01-10"), **visit)
    expected = ("done", visit["on"]) if proves else ("missed", None)
    assert follow_ups(small, "2026-02-10")[0] == ("2026-01-01", *expected)


def test_the_first_visit_is_the_proof(small: Small) -> None:
    who = helped(small, "2026-01-01")
    for on in ("2026-01-20", "2026-01-15"):
        small.visit(who, on)
    assert follow_ups(small, "2026-01-31") == [("2026-01-01", "done", "2026-01-15")]


def test_not_before_the_spell_open_on_the_last_day(small: Small) -> None:
    who = helped(small, "2025-12-01", "2026-01-14")
    small.visit(who, "2026-01-10")
    small.job(who, "2026-01-15")
    assert follow_ups(small, "2026-02-01")[0] == ("2026-01-01", "missed", None)


def test_owed_where_the_person_lives_on_the_last_day_of_the_month(small: Small) -> None:
    who = helped(small, "2026-01-01")
    small.move(who, "2026-02-01", ACROSS)
    assert [one[0] for one in follow_ups(small, "2026-02-05", region=HERE)] == ["2026-01-01"]
    assert [one[0] for one in follow_ups(small, "2026-02-05", region=ACROSS)] == ["2026-02-01"]


def test_a_visit_entered_later_counts_from_then_on(small: Small) -> None:
    small.visit(helped(small, "2026-01-01"), "2026-01-20", known_on="2026-02-06")
    assert follow_ups(small, "2026-02-05", "2026-03-01")[0] == ("2026-01-01", "missed", None)
    assert follow_ups(small, "2026-02-06", "2026-03-01")[0] == ("2026-01-01", "done", "2026-01-20")


def test_rows_entered_after_the_month_make_no_duty_in_it(small: Small) -> None:
    who = small.person()
    small.job(who, "2025-12-01")
    small.determine(who, "2025-12-15", known_on="2026-02-01")
    assert follow_ups(small, "2026-02-10") == [("2026-02-01", "open", None)]
    other = small.person()
    small.determine(other, "2025-12-01")
    small.job(other, "2025-12-15", known_on="2026-02-01")
    assert follow_ups(small, "2026-02-10") == [("2026-02-01", "open", None)] * 2


def test_without_history_nothing_is_owed_for_closed_months(small: Small) -> None:
    helped(small, "2025-12-01")
    assert follow_ups(small, "2026-02-10", history=False) == [("2026-02-01", "open", None)]
    assert len(follow_ups(small, "2026-02-10", history={"determinations", "employment"})) == 2


# bx-quarterly-update


def test_a_quarterly_update_is_owed_by_offices_with_a_resident(small: Small) -> None:
    small.person()
    found = seen(small, "2026-04-11", duty="bx-quarterly-update")
    assert [(one["subject"], one["since"], one["due"], one["status"]) for one in found] == [
        (f"office:{HERE}", "2025-10-01", "2026-01-10", "overdue"),
        (f"office:{HERE}", "2026-01-01", "2026-04-10", "overdue"),
        (f"office:{HERE}", "2026-04-01", "2026-07-10", "open"),
    ]


def test_closing_the_change_list_proves_it_whenever_done(small: Small) -> None:
    small.person()
    small.rows["closings"] += [
        {"community": HERE, "quarter": "2025Q4", "on": "2026-01-10"},
        {"community": HERE, "quarter": "2026Q1", "on": "2026-04-11"},
    ]
    assert status(small, "bx-quarterly-update", "2026-04-10", "2026-05-01")[1:] == [
        ("2026-01-01", "open", None),
        ("2026-04-01", "open", None),
    ]
    assert status(small, "bx-quarterly-update", "2026-04-11", "2026-05-01")[:2] == [
        ("2025-10-01", "done", "2026-01-10"),
        ("2026-01-01", "late", "2026-04-11"),
    ]


def test_without_history_no_update_of_a_closed_quarter_arises(small: Small) -> None:
    small.person()
    expected = [("2026-01-01", "open", None), ("2026-04-01", "open", None)]
    assert status(small, "bx-quarterly-update", "2026-04-10", history=False) == expected


# Which duties are listed


def test_listed_are_those_due_in_the_span_the_open_and_older_events(small: Small) -> None:
    small.recognise("H1", "2025-11-20")
    helped(small, "2025-11-20")
    listed = seen(small, "2026-02-10", first=day("2026-01-01"), last=day("2026-01-31"))
    assert sorted((one["duty"], one["due"], one["status"]) for one in listed) == [
        ("bx-follow-up", "2026-01-31", "missed"),
        ("bx-follow-up", "2026-02-28", "open"),
        ("bx-quarterly-update", "2026-01-10", "overdue"),
        ("bx-quarterly-update", "2026-04-10", "open"),
        ("bx-zero-household", "2025-12-10", "overdue"),
    ]


def test_overdue_events_due_after_the_span_are_not_listed(small: Small) -> None:
    small.recognise("H1", "2026-01-01")
    small.person()
    listed = seen(small, "2026-02-10", first=day("2026-01-08"), last=day("2026-01-20"))
    assert [one["duty"] for one in listed if one["status"] == "overdue"] == ["bx-quarterly-update"]


def test_filters_and_the_future(small: Small) -> None:
    helped(small, "2026-01-01")
    assert {one["status"] for one in seen(small, "2026-02-10", status="missed")} == {"missed"}
    with pytest.raises(ValueError, match="future"):
        seen(small, "2026-02-10", "2026-02-09")


def test_a_waiver_that_covers_the_due_day_waives(small: Small) -> None:
    who = helped(small, "2026-01-01")
    waiver = {"duty": "bx-follow-up", "subject": who, "from": "2026-01-31", "until": "2026-01-31"}
    small.rows["waivers"].append(waiver)
    assert [one[1] for one in follow_ups(small, "2026-02-10")] == ["waived", "open"]


def test_answers_are_compared_as_shown(small: Small) -> None:
    who = helped(small, "2026-01-01")
    small.visit(who, "2026-01-05")
    oracle = small.oracle("2026-02-10")
    duties = oracle.duties(HERE, day("2026-02-10"))
    masked = f"{who[:6]}********{who[-4:]}"
    shown = [one | {"subject": masked} if one["subject"] == who else one for one in duties]
    answer = {"on": "2026-02-10", "region": HERE, "duties": shown}
    assert duty_differences(oracle, answer) == []
    answer["duties"] = shown[1:]
    assert len(duty_differences(oracle, answer)) == 1
