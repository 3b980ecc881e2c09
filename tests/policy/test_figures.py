"""Figures: one community a person, sums up the levels, and nothing of the past that changes with a move."""

import datetime as dt
from typing import Any

import pytest

from jiceng.core.spans import parse_period
from jiceng.policy.figures import reading_all
from jiceng.policy.populations import FutureDay, asked, sizes, span_of
from jiceng.policy.vocabulary import Span
from jiceng.regions.services import change_parent, merge_regions
from jiceng.reporting.services.reports import report
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import IdentityClaim
from jiceng.residents.services import move_resident, record_departure
from tests.worlds import ACROSS, HERE, NEXT, World, day

LEVELS = {"2105": ("210502", "210503"), "210502": ("210502001",), "210502001": (HERE, NEXT)}
RATES = {"unemployment_rate"}


def cells(world: World, path: str, period: str = "2026Q2") -> dict[str, Any]:
    assert world.loaded
    with reading_all():
        return report(world.regions[path], "bx-quarterly", parse_period(period), world.today, live=True).cells


def peopled(world: World) -> dict[str, str]:
    """People in every row of the report, some of whom move, die or leave in its quarter."""
    people: dict[str, str] = {}
    for number, community in enumerate((HERE, NEXT, ACROSS)):
        for name in ("stays", "moves", "leaves"):
            who = world.person(community=community, household=f"{name}", facts={"户口性质": "农业户口"})
            world.register(who, "2026-01-01")
            world.determine(who, "2026-02-01")
            world.recognise(name, "2026-03-01", community=community)
            world.job(who, f"2026-04-0{number + 1}", form="公益性岗位")
            world.visit(who, "2026-04-20")
            people[f"{name} {community}"] = who
        world.register(world.person(community=community, household="found"), "2026-05-01")
    return people


def total(world: World, path: str, row: str, period: str = "2026Q2") -> int:
    value: int = cells(world, path, period)[row]["total"]
    return value


def move(world: World, who: str, to: str, on: str) -> None:
    """As the receiving office does it."""
    claim = IdentityClaim.objects.get(resident_id=world.loaded.people[who].pk)
    move_resident(
        actor=world.actor(),
        claim=claim,
        to_region=world.regions[to],
        on=day(on),
        reason="迁居",
        household_number="moved",
        today=world.today,
    )


def depart(world: World, who: str, on: str) -> None:
    resident, kind = world.loaded.people[who], DepartureKind.LEFT
    record_departure(actor=world.actor(), resident=resident, on=day(on), kind=kind, today=world.today)


def of_people(found: dict[str, Any]) -> dict[str, Any]:
    """The rows that count people: households follow their community, see docs/definitions.md."""
    return {row: columns for row, columns in found.items() if "household" not in row}


def changed(world: World) -> dict[str, str]:
    people = peopled(world)
    assert world.loaded
    for community, target, on in (
        (HERE, NEXT, "2026-05-10"),
        (NEXT, ACROSS, "2026-06-30"),
        (ACROSS, HERE, "2026-07-01"),
    ):
        move(world, people[f"moves {community}"], target, on)
    for community, on in ((HERE, "2026-05-10"), (NEXT, "2026-06-30"), (ACROSS, "2026-07-01")):
        depart(world, people[f"leaves {community}"], on)
    return people


@pytest.mark.parametrize("period", ["2026Q1", "2026Q2", "2026Q3"])
def test_children_sum_to_their_parent_in_every_cell(world: World, period: str) -> None:
    changed(world)
    for parent, children in LEVELS.items():
        whole, parts = cells(world, parent, period), [cells(world, child, period) for child in children]
        for row, columns in whole.items():
            for column, value in columns.items():
                if row not in RATES:
                    assert value == sum(part[row][column] for part in parts), (parent, row, column)


def test_total_is_urban_and_rural_and_other(world: World) -> None:
    changed(world)
    for row, columns in cells(world, "2105").items():
        if "urban" in columns:
            assert columns["total"] == columns["urban"] + columns["rural"] + columns["other"], row


def test_a_rate_divides_the_sums_and_is_no_average(world: World) -> None:
    for community, workers in ((HERE, 1), (ACROSS, 7)):
        world.register(world.person(community=community), "2026-01-01")
        for _ in range(workers):
            world.job(world.person(community=community), "2026-01-01")
    rates = {path: str(cells(world, path)["unemployment_rate"]["total"]) for path in (HERE, ACROSS, "2105")}
    assert rates == {HERE: "50.00", ACROSS: "12.50", "2105": "20.00"}  # not 31.25
    assert cells(world, NEXT)["unemployment_rate"]["total"] is None


def test_a_move_leaves_the_past_where_it_was(world: World) -> None:
    people = peopled(world)
    before = {path: cells(world, path, "2026Q1") for path in (HERE, NEXT, ACROSS, "210502", "2105")}
    move(world, people[f"moves {HERE}"], ACROSS, "2026-04-01")
    move(world, people[f"stays {NEXT}"], HERE, "2026-07-20")
    for path, then in before.items():
        assert cells(world, path, "2026Q1") == then, path


def test_a_flow_counts_where_the_person_lives_at_the_end_of_the_span(world: World) -> None:
    who = world.person()
    world.job(who, "2026-04-15")
    assert total(world, HERE, "newly_employed") == 1
    move(world, who, ACROSS, "2026-06-30")
    assert [total(world, path, "newly_employed") for path in (HERE, ACROSS, "2105")] == [0, 1, 1]
    april = Span(day("2026-04-01"), day("2026-04-30"))
    with reading_all():
        found = sizes(asked(world.regions["2105"], "newly_employed", april), april, ["community"])
    assert found == [{"community": HERE, "size": 1}]


@pytest.mark.parametrize(
    ("on", "flow", "stock"), [("2026-06-30", 1, 0), ("2026-07-01", 1, 1), ("2026-04-02", 1, 0)]
)
def test_who_died_or_left_in_the_span_counts_in_flows_only(
    world: World, on: str, flow: int, stock: int
) -> None:
    who = world.person()
    world.job(who, "2026-04-01")
    assert world.loaded
    depart(world, who, on)
    assert (total(world, HERE, "newly_employed"), total(world, HERE, "employed")) == (flow, stock)


def test_who_left_before_the_span_counts_nowhere(world: World) -> None:
    who = world.person()
    world.job(who, "2026-04-01")
    assert world.loaded
    depart(world, who, "2026-03-31")
    assert total(world, HERE, "newly_employed") == 0


def test_who_moved_and_then_died_counts_where_he_lived_last(world: World) -> None:
    who = world.person()
    world.job(who, "2026-04-01")
    assert world.loaded
    move(world, who, ACROSS, "2026-05-01")
    depart(world, who, "2026-06-01")
    assert [total(world, path, "newly_employed") for path in (HERE, ACROSS, "2105")] == [0, 1, 1]


def test_a_street_that_is_merged_keeps_its_past_and_hands_on_its_present(world: World) -> None:
    peopled(world)
    old, into = world.regions["210502001"], world.regions["210503002"]
    before = {
        path: of_people(cells(world, path, "2026Q1")) for path in (HERE, "210502001", "210503002", "2105")
    }
    merge_regions(
        actor=world.actor(), into=into, from_=[old], on=day("2026-05-01"), reason="撤并", today=world.today
    )
    for region in world.regions.values():
        region.refresh_from_db()
    for path, then in before.items():
        assert of_people(cells(world, path, "2026Q1")) == then, path
    assert total(world, "210502001", "employed") == 0
    assert total(world, "210503002", "employed") == total(world, "2105", "employed") == 9
    assert total(world, HERE, "employed") == 3  # the community is the same, on another path


def test_a_community_that_changes_its_street_takes_its_figures_along(world: World) -> None:
    peopled(world)
    before = {path: of_people(cells(world, path, "2026Q1")) for path in (HERE, NEXT, "210502001", "2105")}
    change_parent(
        actor=world.actor(),
        region=world.regions[HERE],
        parent=world.regions["210503002"],
        on=day("2026-05-01"),
        reason="调整",
        today=world.today,
    )
    for region in world.regions.values():
        region.refresh_from_db()
    for path, then in before.items():
        assert of_people(cells(world, path, "2026Q1")) == then, path
    assert [total(world, path, "employed") for path in (HERE, "210502001", "210503002")] == [3, 3, 6]


# Borders of days


@pytest.mark.parametrize(
    ("birth", "sex", "days", "first"),
    [
        ("2008-02-29", "女", "2024-02-28 2024-02-29", "2024-02-29"),  # sixteen, in a leap year
        ("2010-01-31", "男", "2026-01-30 2026-01-31", "2026-01-31"),
        ("2009-12-31", "男", "2025-12-30 2025-12-31 2026-01-01", "2025-12-31"),
    ],
)
def test_working_age_begins(world: World, birth: str, sex: str, days: str, first: str) -> None:
    who = world.person(birth, sex)
    assert world.among("labour_resources", who, days) == [on for on in days.split() if on >= first]


@pytest.mark.parametrize(
    ("birth", "sex", "days", "first_not"),
    [
        ("1968-02-29", "女", "2023-02-28 2023-03-01", "2023-03-01"),  # 55, in a common year
        ("1964-02-29", "男", "2024-02-28 2024-02-29", "2024-02-29"),  # 60, in a leap year
        ("1971-03-01", "女", "2026-02-28 2026-03-01", "2026-03-01"),
        ("1966-07-01", "男", "2026-06-30 2026-07-01", "2026-07-01"),
    ],
)
def test_working_age_ends_on_the_day_before_pension_age(
    world: World, birth: str, sex: str, days: str, first_not: str
) -> None:
    who = world.person(birth, sex)
    assert world.among("labour_resources", who, days) == [on for on in days.split() if on < first_not]


def test_the_last_day_worked_is_a_day_of_work(world: World) -> None:
    who = world.person()
    world.job(who, "2026-03-31", "2026-06-30")
    days = "2026-03-30 2026-03-31 2026-06-30 2026-07-01"
    assert world.among("employed", who, days) == ["2026-03-31", "2026-06-30"]


def test_a_registration_ends_on_the_day_of_the_job_and_does_not_wake(world: World) -> None:
    who = world.person()
    world.register(who, "2026-03-31")
    world.job(who, "2026-04-30", "2026-05-31")
    days = "2026-03-30 2026-03-31 2026-04-29 2026-04-30 2026-05-31 2026-06-01"
    assert world.among("registered_unemployed", who, days) == ["2026-03-31", "2026-04-29"]


def test_a_registration_and_a_job_of_one_day_are_re_employment(world: World) -> None:
    who = world.person()
    world.register(who, "2026-04-30")
    world.job(who, "2026-04-30")
    assert world.has("re_employed", who, "2026-04-30")
    assert world.among("registered_unemployed", who, "2026-04-29 2026-04-30 2026-05-01") == []


def test_a_determination_no_longer_holds_on_its_last_date(world: World) -> None:
    who = world.person()
    world.determine(who, "2026-02-28", "2026-03-31")
    assert world.among("hardship", who, "2026-02-27 2026-02-28 2026-03-30 2026-03-31") == [
        "2026-02-28",
        "2026-03-30",
    ]


@pytest.mark.parametrize(("last_open", "counts"), [("2023-02-27", False), ("2023-02-28", True)])
def test_a_year_before_29_february_is_28_february(world: World, last_open: str, counts: bool) -> None:
    who = world.person()
    world.register(who, "2022-12-01", str(day(last_open) + dt.timedelta(days=1)))
    world.job(who, "2024-02-29")
    assert world.has("re_employed", who, "2024-02-29") is counts


@pytest.mark.parametrize(("last_day", "is_new"), [("2026-02-28", False), ("2026-02-27", True)])
def test_a_job_that_follows_without_a_day_between_is_not_new(
    world: World, last_day: str, is_new: bool
) -> None:
    who = world.person()
    world.job(who, "2025-01-01", last_day)
    world.job(who, "2026-03-01")
    assert world.has("newly_employed", who, "2026-03-01", "2026-03-31") is is_new


# Spans


def test_a_running_span_stands_on_today_and_one_to_come_is_refused() -> None:
    today = day("2026-06-10")
    assert span_of(day("2026-06-01"), day("2026-06-30"), today) == Span(day("2026-06-01"), today)
    for first, last in (("2026-06-11", "2026-06-30"), ("2026-06-05", "2026-06-04")):
        with pytest.raises(FutureDay):
            span_of(day(first), day(last), today)


def test_a_whole_report_takes_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    changed(world)
    cells(world, "2105")
    with django_assert_max_num_queries(20), reading_all():
        report(world.regions["2105"], "bx-quarterly", parse_period("2026Q2"), world.today, live=True)
