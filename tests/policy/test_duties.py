"""Duties: periods, events, seasons, proof, waivers, and what was known when (contracts 4)."""

import datetime as dt
from typing import Any

import pytest

from jiceng.core.models import Holiday
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.policy.waivers import WaiverRefused, agree_waiver, ask_waiver
from tests.worlds import ACROSS, HERE, World, day, whole

FOLLOW_UP = "bx-follow-up"
OFFICE = "bx-quarterly-update"
ZERO = "bx-zero-household"


def helped(world: World, start: str = "2025-11-20", last_day: str = "", **known: Any) -> str:
    """A hardship person with a job."""
    who = world.person()
    world.determine(who, "2025-11-01")
    world.job(who, start, last_day, **known)
    return who


def made(**entry: Any) -> Duty:
    """A duty of a pack that nobody enacted."""
    return Duty(code="trial", label="试行", article="一", **entry)


def derived(world: World, duty: Duty, on: str, first: str, last: str, path: str = "2105") -> list[Owed]:
    """All duties; those that nothing proves are the same when only they are asked for."""
    assert world.loaded
    area, window = world.area(path, on), Window(day(first), day(last), day(on))
    found = derive(area, duty, window)
    assert derive(area, duty, window, unproved=True) == [o for o in found if o.evidence is None]
    return found


def dues(found: list[Owed]) -> list[tuple[str, str, str]]:
    return [(str(o.since), str(o.due), o.status) for o in found]


# Statuses


def test_a_final_duty_is_missed_for_good(world: World) -> None:
    who = helped(world, "2026-01-10")
    world.visit(who, "2026-02-01")  # proves February, never January
    assert world.statuses(FOLLOW_UP, "2026-01-31") == [("2026-01-01", "open", None)]
    assert world.statuses(FOLLOW_UP, "2026-02-01") == [
        ("2026-01-01", "missed", None),
        ("2026-02-01", "done", "2026-02-01"),
    ]


def test_another_is_overdue_until_it_is_done_late(world: World) -> None:
    world.person()
    world.rows["closings"].append({"community": HERE, "quarter": "2025Q4", "on": "2026-01-15"})
    found = {
        on: world.statuses(OFFICE, on, path=HERE)[0] for on in ("2026-01-10", "2026-01-11", "2026-01-15")
    }
    assert found == {
        "2026-01-10": ("2025-10-01", "open", None),
        "2026-01-11": ("2025-10-01", "overdue", None),
        "2026-01-15": ("2025-10-01", "late", "2026-01-15"),
    }


def test_a_duty_that_ends_before_it_is_due_is_not_owed(world: World) -> None:
    world.person(household="1")
    world.recognise("1", "2026-06-01", "2026-06-10")
    assert world.statuses(ZERO, "2026-06-09") == [("2026-06-01", "open", None)]
    assert world.statuses(ZERO, "2026-06-10") == []


def test_an_event_duty_is_listed_until_it_is_done(world: World) -> None:
    who = world.person(household="1")
    world.recognise("1", "2024-06-01")
    world.job(who, "2026-06-05")
    assert world.statuses(ZERO, "2026-06-04") == [("2024-06-01", "overdue", None)]
    assert world.statuses(ZERO, "2026-06-05") == []  # late, and due in another year
    assert world.statuses(ZERO, "2026-06-05", first="2024-01-01", last="2024-12-31") == [
        ("2024-06-01", "late", "2026-06-05")
    ]


def test_what_is_open_is_listed_whatever_the_span(world: World) -> None:
    helped(world)
    for first, last in (("2025-01-01", "2025-06-30"), ("2026-12-01", "2026-12-31")):
        assert world.statuses(FOLLOW_UP, "2026-03-05", first=first, last=last) == [
            ("2026-03-01", "open", None)
        ]


def test_what_is_done_before_it_is_due_is_listed_in_its_span_only(world: World) -> None:
    who = helped(world)
    world.visit(who, "2026-03-02")
    assert world.statuses(FOLLOW_UP, "2026-03-05", first="2025-01-01", last="2025-06-30") == []


# Periods and seasons


def test_a_window_over_new_year(world: World) -> None:
    helped(world)
    winter = made(who="hardship_employed", every="month", window=("10-01", "03-31"), evidence=["visited"])
    found = derived(world, winter, "2026-12-31", "2025-11-01", "2026-12-31")
    months = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-10", "2026-11", "2026-12"]
    assert [str(o.since)[:7] for o in found] == months


def test_a_window_within_a_year(world: World) -> None:
    helped(world)
    summer = made(who="hardship_employed", every="month", window=("06-30", "08-30"), evidence=["visited"])
    found = derived(world, summer, "2026-12-31", "2026-01-01", "2026-12-31")
    assert [str(o.since)[:7] for o in found] == ["2026-06", "2026-07"]  # August ends on the 31st


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("quarter", [("2026-01-01", "2026-03-31", "missed"), ("2026-04-01", "2026-06-30", "open")]),
        ("half", [("2026-01-01", "2026-06-30", "open")]),
        ("year", [("2026-01-01", "2026-12-31", "open")]),
    ],
)
def test_every_period(world: World, every: str, expected: list[tuple[str, str, str]]) -> None:
    helped(world)
    duty = made(who="hardship_employed", every=every, evidence=["visited"], final=True)
    assert dues(derived(world, duty, "2026-05-05", "2026-01-01", "2026-12-31")) == expected


def test_due_days_after_the_period(world: World) -> None:
    helped(world)
    duty = made(who="hardship_employed", every="month", due_days=31, evidence=["visited"])
    assert dues(derived(world, duty, "2026-03-31", "2026-02-01", "2026-04-30")) == [
        ("2026-01-01", "2026-03-03", "overdue"),
        ("2026-02-01", "2026-03-31", "open"),
        ("2026-03-01", "2026-05-01", "open"),
    ]


def test_working_days_after_an_event(world: World) -> None:
    Holiday.objects.filter(day__year=2026, day__month=6).delete()
    Holiday.objects.create(day=dt.date(2026, 6, 19), is_working=False)  # a Friday off
    Holiday.objects.create(day=dt.date(2026, 6, 21), is_working=True)  # a Sunday worked
    world.person(household="1")
    world.recognise("1", "2026-06-17")  # a Wednesday
    expected = {0: "2026-06-17", 1: "2026-06-18", 2: "2026-06-21", 3: "2026-06-22", 8: "2026-06-29"}
    for days, due in expected.items():
        duty = made(
            subject="household",
            since="zero_household_recognised",
            within_working_days=days,
            evidence=["member_employed"],
        )
        found = derived(world, duty, "2026-06-17", "2026-01-01", "2026-12-31")
        assert dues(found) == [("2026-06-17", due, "open")], days


# Proof


def test_proof_counts_from_the_start_of_the_job_that_is_open_at_the_end(world: World) -> None:
    who = helped(world, "2026-01-01", "2026-03-10")
    world.job(who, "2026-03-15")
    world.visit(who, "2026-03-08")
    assert world.statuses(FOLLOW_UP, "2026-04-01")[2] == ("2026-03-01", "missed", None)


def test_proof_on_the_first_day_of_the_job(world: World) -> None:
    who = helped(world, "2026-03-15")
    world.visit(who, "2026-03-15")
    assert world.statuses(FOLLOW_UP, "2026-04-01")[0] == ("2026-03-01", "done", "2026-03-15")


def test_without_after_proof_counts_from_the_first_of_the_month(world: World) -> None:
    who = helped(world, "2026-03-15")
    world.visit(who, "2026-03-01", reasons="援助走访")
    duty = made(who="hardship_employed", every="month", evidence=["visited"])
    (march, _) = derived(world, duty, "2026-04-01", "2026-01-01", "2026-12-31")
    assert march.evidence == day("2026-03-01")


def test_the_earliest_of_several_proofs(world: World) -> None:
    who = helped(world)
    world.visit(who, "2026-03-20", reasons="援助走访")
    world.visit(who, "2026-03-09")
    duty = made(who="hardship_employed", every="month", evidence=["visited", "follow_up_visit"])
    (_, _, march, *_) = derived(world, duty, "2026-04-01", "2026-01-01", "2026-12-31")
    assert march.evidence == day("2026-03-09")


def test_who_works_already_proves_on_the_day_of_the_event(world: World) -> None:
    world.job(world.person(household="1"), "2026-01-01", "2026-06-01")
    world.job(world.person(household="2"), "2026-01-01", "2026-05-31")
    world.recognise("1", "2026-06-01")
    world.recognise("2", "2026-06-01")
    found = {world.key_of(o): o.evidence for o in world.duties(ZERO, "2026-06-21")}
    assert found == {f"{HERE}/1": day("2026-06-01"), f"{HERE}/2": None}


def test_who_joins_the_household_with_a_job_proves_on_that_day(world: World) -> None:
    world.person(household="1")
    worker = world.person(household="2")
    world.job(worker, "2026-01-01")
    world.recognise("1", "2026-06-01")
    world.survey(worker, "2026-06-12", 家庭编号="1")
    assert world.statuses(ZERO, "2026-06-21") == [("2026-06-01", "done", "2026-06-12")]


def test_closing_proves_its_own_period_whenever_it_is_done(world: World) -> None:
    world.person()
    world.rows["closings"].append({"community": HERE, "quarter": "2026Q1", "on": "2026-08-01"})
    found = {o.since: o.evidence for o in world.duties(OFFICE, "2026-12-31", path=HERE)}
    assert found[day("2026-01-01")] == day("2026-08-01")
    assert found[day("2026-07-01")] is None


# What was known when


def test_a_visit_entered_later_counts_and_is_marked(world: World) -> None:
    who = helped(world)
    world.visit(who, "2026-03-31", known_on="2026-04-02")
    assert world.statuses(FOLLOW_UP, "2026-04-01")[2] == ("2026-03-01", "missed", None)
    march = world.duties(FOLLOW_UP, "2026-04-02")[2]
    assert (march.status, march.recorded_late) == ("done", True)
    assert not world.duties(FOLLOW_UP, "2026-04-02")[3].recorded_late


@pytest.mark.parametrize("ledger", ["employment", "determinations"])
def test_a_closed_month_owes_nothing_for_rows_that_came_later(world: World, ledger: str) -> None:
    helped(world, "2025-11-20")
    world.rows[ledger][0]["known_on"] = "2026-03-01"
    assert [since for since, *_ in world.statuses(FOLLOW_UP, "2026-03-31")] == ["2026-03-01"]


def test_an_event_that_came_to_be_known_after_its_due_day_makes_no_duty(world: World) -> None:
    for number, known_on in (("1", "2026-06-21"), ("2", "2026-06-22")):
        world.person(household=number)
        world.recognise(number, "2026-06-01", known_on=known_on)
    assert [world.key_of(o) for o in world.duties(ZERO, "2026-07-01")] == [f"{HERE}/1"]
    assert world.duties(ZERO, "2026-06-20") == []  # not known yet


def test_without_history_only_what_is_due_today_or_later_arises(db: None) -> None:
    with whole():
        world = World(today="2026-06-15", history=False)
        helped(world)
        world.person(household="1")
        world.recognise("1", "2026-05-26")
        world.person(household="2")
        world.recognise("2", "2026-05-25")
        assert world.statuses(FOLLOW_UP, "2026-06-15") == [("2026-06-01", "open", None)]
        assert world.statuses(ZERO, "2026-06-15") == [("2026-05-26", "open", None)]
        assert world.statuses(OFFICE, "2026-06-15", path=HERE) == [("2026-04-01", "open", None)]


def test_a_follow_up_belongs_to_where_the_person_lives_at_the_end_of_the_month(world: World) -> None:
    who = helped(world)
    world.move(who, "2026-02-10", ACROSS)
    assert [o.since.month for o in world.duties(FOLLOW_UP, "2026-03-05", path=HERE)] == [1]
    assert [o.since.month for o in world.duties(FOLLOW_UP, "2026-03-05", path=ACROSS)] == [2, 3]
    assert [o.since.month for o in world.duties(FOLLOW_UP, "2026-03-05")] == [1, 2, 3]


# Waivers


def asked_for(world: World, who: str, reason: str = "住院治疗") -> Waiver:
    person = world.loaded.people[who]
    return ask_waiver(
        actor=world.actor(HERE, "worker"),
        duty=FOLLOW_UP,
        subject="resident",
        subject_id=person.pk,
        path=person.path,
        start=day("2026-01-01"),
        last=day("2026-12-31"),
        reason=reason,
    )


def test_a_waiver_holds_only_once_the_level_above_agreed(world: World, django_user_model: Any) -> None:
    who = helped(world)
    waiver = asked_for(world, who)
    assert world.statuses(FOLLOW_UP, "2026-01-31") == [("2026-01-01", "open", None)]
    with pytest.raises(WaiverRefused, match="上一级"):
        agree_waiver(actor=world.actor(HERE, "supervisor"), waiver=waiver)
    with pytest.raises(WaiverRefused, match="其他人员"):
        agree_waiver(actor=world.actor("210502001", "supervisor"), waiver=waiver)  # the one who asked
    above = world.actor("210502001", "supervisor")
    above = type(above)(django_user_model.objects.create(username="above"), above.role, above.path)
    agree_waiver(actor=above, waiver=waiver)
    assert world.statuses(FOLLOW_UP, "2026-01-31") == [("2026-01-01", "waived", None)]


def test_a_waiver_needs_a_reason(world: World) -> None:
    who = helped(world)
    with pytest.raises(WaiverRefused, match="理由"):
        asked_for(world, who, " ")
