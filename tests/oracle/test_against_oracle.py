"""The product against the oracle: figures and members over a made-up city with people on every border."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.demo.city import City
from jiceng.policy.vocabulary import DIMENSIONS
from tests.oracle.cities import CITY, COMMUNITIES, COUNTY, STREET, TODAY, answer, made_up, opened
from tests.oracle.compare import population_differences, report_differences
from tests.oracle.oracle import Oracle
from tests.oracle.periods import period_span
from tests.oracle.populations import HOUSEHOLD_SETS, NAMES

REGIONS = (*(community.code for community in COMMUNITIES), STREET, COUNTY, CITY)
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4")
PIVOTS = [period_span(quarter)[1] for quarter in QUARTERS[:4]]  # the days around which the border cases lie
AROUND = [timedelta(days=n) for n in (-1, 0, 1)]
ON_EACH_BORDER = 2
EXPLAINED = (
    "labour_resources",
    "registered_unemployed",
    "candidate_4050",
    "candidate_shack_resettled",
    "candidate_zero_household",
    "hardship_employed",
    "employed",
    "re_employed",
)
OF_RESIDENTS = [name for name in NAMES if "household" not in name.removeprefix("candidate_zero_household")]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[City, Oracle]]:
    city, rows = made_up()
    with django_db_blocker.unblock(), opened(rows, history=True) as oracle:
        yield city, oracle


@pytest.fixture
def oracle(city: tuple[City, Oracle]) -> Oracle:
    return city[1]


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("region", REGIONS)
def test_every_cell(oracle: Oracle, region: str, quarter: str) -> None:
    said = answer("report", "bx-quarterly", "--region", region, "--period", quarter)
    assert report_differences(oracle, said) == []
    assert said["cells"]["employed"]["total"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_members_of_every_population(oracle: Oracle, name: str) -> None:
    for quarter in QUARTERS:
        first, last = period_span(quarter)
        span = ("--from", first.isoformat(), "--to", min(last, TODAY).isoformat())
        said = answer("population", name, "--region", CITY, *span, "--members")
        assert population_differences(oracle, said) == []
    for community in COMMUNITIES:
        said = answer("population", name, "--region", community.code, "--on", "2026-06-30", "--members")
        assert population_differences(oracle, said) == []


def test_every_population_has_members(oracle: Oracle) -> None:
    empty = [name for name in NAMES if not oracle.size(name, CITY, date(2025, 10, 1), TODAY)]
    assert empty == []


@pytest.mark.parametrize("name", OF_RESIDENTS)
def test_groups_of_every_dimension(oracle: Oracle, name: str) -> None:
    for dimensions in (*DIMENSIONS, "sex,hukou,age_band", "community,education"):
        for region in (CITY, COMMUNITIES[0].code):
            span = ("--from", "2026-04-01", "--to", "2026-06-30")
            said = answer("population", name, "--region", region, *span, "--by", dimensions)
            assert population_differences(oracle, said) == []


def test_households_cannot_be_grouped_by_sex() -> None:
    assert not set(HOUSEHOLD_SETS) & set(OF_RESIDENTS)


def on_the_border(oracle: Oracle, name: str, pivot: date) -> Iterator[str]:
    """People who are in the population on some of the three days around the pivot and not on others."""
    around = [oracle.members(name, CITY, pivot + step) for step in AROUND]
    return islice(sorted(set.union(*around) - set.intersection(*around)), ON_EACH_BORDER)


@pytest.mark.parametrize("name", EXPLAINED)
def test_why_agrees_with_membership_on_every_border(oracle: Oracle, name: str) -> None:
    for pivot in PIVOTS:
        people = list(on_the_border(oracle, name, pivot))
        assert people
        for number in people:
            for on in (pivot + step for step in AROUND):
                said = answer("why", name, number, "--on", on.isoformat())
                assert said["result"] == (number in oracle.members(name, CITY, on)), (number, on)
