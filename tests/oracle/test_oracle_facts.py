"""Pins the oracle to regions, periods and dated facts (contracts 2 to 4) by examples worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oracle.periods import full_code, period_span, region_prefix, standing_span
from tests.oracle.small import ACROSS, NEXT, Small, day


@pytest.fixture
def small() -> Small:
    return Small()


# Regions and spans


def test_region_codes_ignore_trailing_zero_levels() -> None:
    assert region_prefix("210502000000") == "210502"
    assert region_prefix("210500") == region_prefix("2105") == "2105"
    assert region_prefix("210502001000") == "210502001"
    # 00 as a level is dropped, a zero within a level is not.
    assert region_prefix("210502010") == "210502010"
    assert full_code("2105") == "210500000000"


def test_periods() -> None:
    assert period_span("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert period_span("2026H2") == (date(2026, 7, 1), date(2026, 12, 31))
    assert period_span("2026Q3") == (date(2026, 7, 1), date(2026, 9, 30))
    assert period_span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


def test_a_running_period_stands_on_today_and_a_future_one_is_refused() -> None:
    assert standing_span("2026Q3", date(2026, 8, 5)) == (date(2026, 7, 1), date(2026, 8, 5))
    with pytest.raises(ValueError, match="future"):
        standing_span("2026Q3", date(2026, 6, 30))


def test_within_a_region_are_those_whose_community_lies_in_it(small: Small) -> None:
    here, across = small.person(), small.person(community=ACROSS)
    members = small.oracle().members
    assert members("labour_resources", "210502", day("2026-01-01")) == {here}
    assert members("labour_resources", "2105", day("2026-01-01")) == {here, across}


# Facts


def test_the_first_facts_are_open_to_the_past_and_a_blank_erases_nothing(small: Small) -> None:
    who = small.person(facts={"在校学生": "是"})
    small.survey(who, "2026-03-01", 在校学生="否")
    assert small.among("labour_resources", who, "2019-01-01 2026-02-28 2026-03-01") == ["2026-03-01"]
    small.survey(who, "2026-04-01", 在校学生="是")
    small.survey(who, "2026-05-01", 在校学生="", 民族="满族")
    assert not small.has("labour_resources", who, "2026-05-01")


def test_a_survey_older_than_the_latest_changes_no_facts(small: Small) -> None:
    who = small.person(facts={"在校学生": "否"})
    small.survey(who, "2026-03-01")
    small.survey(who, "2026-02-01", 在校学生="是")
    assert small.has("labour_resources", who, "2026-02-15")


def test_an_import_moves_nobody(small: Small) -> None:
    who = small.person()
    small.survey(who, "2026-03-01", community=NEXT)
    with pytest.raises(ValueError, match="does not move"):
        small.oracle()


def test_after_a_move_the_new_community_surveys(small: Small) -> None:
    who = small.person(household="H1")
    small.move(who, "2026-03-01", NEXT)
    small.survey(who, "2026-04-01", community=NEXT, 家庭编号="H9")
    assert small.oracle().members("labour_resources", NEXT, day("2026-03-01")) == {who}
    versions = small.oracle().ledgers.people[who].versions
    assert [version.household for version in versions] == ["H1", None, "H9"]
