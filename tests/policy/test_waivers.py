"""Which due days an agreed waiver covers (contracts 4), what an extension puts off, and what is orphaned."""

import pytest
from django.utils import timezone

from jiceng.assistance.models import Recognition
from jiceng.policy.models import Waiver
from jiceng.policy.waivers import orphaned
from tests.worlds import HERE, World, day

FOLLOW_UP = "bx-follow-up"
ZERO = "bx-zero-household"


def employed_hardship(world: World) -> str:
    """Somebody of whom a follow-up is owed from January 2026."""
    who = world.person()
    world.determine(who, "2025-12-15")
    world.job(who, "2025-11-20")
    return who


def test_a_waiver_covers_the_due_days_of_its_span(world: World) -> None:
    who = employed_hardship(world)
    world.visit(who, "2026-03-03")
    waiver = {"duty": FOLLOW_UP, "subject": who, "from": "2026-02-28", "until": "2026-03-31"}
    world.rows["waivers"].append(waiver)
    assert [status for _, status, _ in world.statuses(FOLLOW_UP, "2026-04-01")] == [
        "missed",
        "waived",
        "waived",
        "open",
    ]


def test_a_waiver_of_another_duty_or_subject_covers_nothing(world: World) -> None:
    employed_hardship(world)
    span = {"from": "2026-01-01", "until": "2026-12-31"}
    world.rows["waivers"] += [
        {"duty": ZERO, "subject": world.rows["residents"][0]["公民身份号码"], **span},
        {"duty": FOLLOW_UP, "subject": world.person(), **span},
    ]
    assert world.statuses(FOLLOW_UP, "2026-01-31") == [("2026-01-01", "open", None)]


def an_extension(world: World, number: str, due: str, to: str) -> Waiver:
    """One that was agreed to, of the household's twenty days."""
    home = world.loaded.households[HERE, number]
    user = world.actor().user
    return Waiver.objects.create(
        duty=ZERO,
        subject="household",
        subject_id=home.pk,
        path=home.path,
        start=day(due),
        last=day(due),
        postponed_to=day(to),
        reason="成员正在培训",
        asked_by=user,
        agreed_by=user,
        agreed_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("on", "job", "status"),
    [
        ("2026-07-10", "", "open"),
        ("2026-07-11", "", "overdue"),
        ("2026-07-20", "2026-07-10", "done"),
        ("2026-07-20", "2026-07-11", "late"),
    ],
)
def test_an_extension_makes_the_duty_due_on_the_later_day(
    world: World, on: str, job: str, status: str
) -> None:
    who = world.person(household="1")
    world.recognise("1", "2026-06-01")
    if job:
        world.job(who, job)
    an_extension(world, "1", "2026-06-21", "2026-07-10")
    (owed,) = world.duties(ZERO, on)
    assert (str(owed.due), owed.status) == ("2026-07-10", status)


def test_an_extension_of_what_belongs_to_its_month_changes_nothing(world: World) -> None:
    who = employed_hardship(world)
    person, user = world.loaded.people[who], world.actor().user
    Waiver.objects.create(
        duty=FOLLOW_UP,
        subject="resident",
        subject_id=person.pk,
        path=person.path,
        start=day("2026-01-31"),
        last=day("2026-01-31"),
        postponed_to=day("2026-03-15"),
        reason="外出",
        asked_by=user,
        agreed_by=user,
        agreed_at=timezone.now(),
    )
    assert world.statuses(FOLLOW_UP, "2026-02-10")[0] == ("2026-01-01", "missed", None)


def test_a_ruling_is_orphaned_once_a_correction_took_its_duty_away(world: World) -> None:
    for number in ("1", "2"):
        world.person(household=number)
        world.recognise(number, "2026-06-01")
    kept, lost = (an_extension(world, number, "2026-06-21", "2026-07-10") for number in ("1", "2"))
    region = world.regions[HERE]
    assert orphaned(region, day("2026-06-25")) == set()
    Recognition.objects.filter(household=lost.subject_id).update(voided_at=timezone.now())
    assert orphaned(region, day("2026-06-25")) == {lost.pk}
    assert kept.pk not in orphaned(region, day("2026-08-01"))


def test_a_waiver_that_lasts_is_no_orphan_before_its_last_day(world: World) -> None:
    who = world.person()
    person, user = world.loaded.people[who], world.actor().user
    made = Waiver.objects.create(
        duty=FOLLOW_UP,
        subject="resident",
        subject_id=person.pk,
        path=person.path,
        start=day("2026-06-30"),
        last=day("2026-09-30"),
        reason="住院",
        asked_by=user,
        agreed_by=user,
        agreed_at=timezone.now(),
    )
    assert orphaned(world.regions[HERE], day("2026-09-30")) == set()
    assert orphaned(world.regions[HERE], day("2026-10-01")) == {made.pk}
