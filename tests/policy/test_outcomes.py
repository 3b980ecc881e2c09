"""The nightly outcomes, and how many queries the duties of a city take."""

from typing import Any

from jiceng.policy.duties import Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.models import DutyOutcome
from jiceng.policy.outcomes import close_day, close_days
from jiceng.residents.models import Assignment
from tests.worlds import ACROSS, HERE, NEXT, World, day


def test_the_night_keeps_what_duties_had_come_to_and_who_answered(
    world: World, django_user_model: Any
) -> None:
    who = world.person()
    world.determine(who, "2025-11-01")
    world.job(who, "2025-11-20")
    person = world.loaded.people[who]
    officer = django_user_model.objects.create(username="li")
    Assignment.objects.create(
        resident=person,
        region=person.region,
        path=person.path,
        known_on=day("2026-01-01"),
        officer=officer,
        start=day("2026-01-01"),
        stop=day("2026-02-01"),
    )
    assert close_day(day("2026-02-01")) == 1
    assert close_day(day("2026-02-01")) == 0
    assert close_days(day("2026-02-01"), day("2026-03-01")) == 1
    found = DutyOutcome.objects.order_by("due").values_list("due", "status", "officer", "closed_on")
    assert list(found) == [
        (day("2026-01-31"), "missed", officer.pk, day("2026-02-01")),
        (day("2026-02-28"), "missed", None, day("2026-03-01")),
    ]


def test_duties_of_a_city_take_few_queries_however_many_there_are(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        for community in (HERE, NEXT, ACROSS):
            who = world.person(community=community, household=f"{number}")
            world.determine(who, "2025-11-01")
            world.job(who, "2025-12-01")
            world.recognise(f"{number}", "2026-01-10", community=community)
    assert world.loaded
    with django_assert_max_num_queries(15), reading_all():
        area = world.area("2105", "2026-06-30")
        found = [
            owed
            for duty in area.policy.all("duty")
            for owed in derive(area, duty, Window(day("2026-01-01"), day("2026-12-31"), day("2026-06-30")))
        ]
    assert len(found) == 6 * 90 + 90 + 3 * 3
