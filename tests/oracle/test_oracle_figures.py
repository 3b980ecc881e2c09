"""Pins the oracle to zero-employment households (contracts 4) and the rows of bx-quarterly (contracts 5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.compare import population_differences, report_differences
from tests.oracle.oracle import ALL_COLUMNS, PEOPLE_ROWS
from tests.oracle.populations import HOUSEHOLD_SETS, NAMES
from tests.oracle.small import ACROSS, HERE, NEXT, Small, day

QUARTER = day("2026-01-01"), day("2026-03-31")
KEY = f"{HERE}/H1"


@pytest.fixture
def small() -> Small:
    return Small()


def total(small: Small, row: str, region: str = "21", period: str = "2026Q1") -> Any:
    return small.oracle().report(region, period)[row]["total"]


# Zero-employment households


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, True),
        ({"劳动能力": "部分丧失", "在校学生": "否", "求职意愿": "有"}, True),
        ({"劳动能力": "丧失"}, False),
        ({"劳动能力": "无"}, False),
        ({"在校学生": "是"}, False),
        ({"求职意愿": "无"}, False),
        ({"求职意愿": "否"}, False),
    ],
)
def test_a_household_is_found_when_a_member_counts(small: Small, facts: dict[str, str], found: bool) -> None:
    who = small.person(household="H1", facts=facts)
    small.register(who, "2026-01-10")
    assert small.has("zero_household_found", KEY, "2026-01-10") is found
    assert small.has("zero_households_found", KEY, "2026-01-10") is found
    assert small.has("candidate_zero_household", who, "2026-01-10") is found
    assert not small.has("zero_household_found", KEY, "2026-01-09")


def test_a_member_who_counts_is_of_working_age(small: Small) -> None:
    small.register(small.person("1971-01-20", household="H1"), "2025-01-10")
    assert small.among("zero_household_found", KEY, "2026-01-19 2026-01-20") == ["2026-01-19"]


def test_nobody_of_the_household_may_be_employed_at_whatever_age(small: Small) -> None:
    small.register(small.person(household="H1"), "2026-01-01")
    small.job(small.person("1950-01-01", household="H1"), "2026-01-01", "2026-01-31")
    assert small.among("zero_household_found", KEY, "2026-01-31 2026-02-01") == ["2026-02-01"]


def test_candidates_of_the_household_are_those_who_count(small: Small) -> None:
    counts, idle = small.person(household="H1"), small.person(household="H1")
    small.register(counts, "2026-01-01")
    assert small.has("candidate_zero_household", counts, "2026-01-01")
    assert not small.has("candidate_zero_household", idle, "2026-01-01")


def test_who_has_no_known_household_makes_none(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-01-01")
    assert not small.has("candidate_zero_household", who, "2026-01-01")
    assert small.oracle().size("zero_household_found", "21", day("2026-01-01")) == 0


def test_the_household_is_that_of_the_day(small: Small) -> None:
    small.register(small.person(household="H1"), "2026-01-01")
    leaver = small.person(household="H1")
    small.job(leaver, "2026-01-01")
    small.survey(leaver, "2026-02-01", 家庭编号="H2")
    assert small.among("zero_household_found", KEY, "2026-01-31 2026-02-01") == ["2026-02-01"]


def test_one_number_in_two_communities_is_two_households(small: Small) -> None:
    small.register(small.person(household="H1"), "2026-01-01")
    small.job(small.person(household="H1", community=NEXT), "2026-01-01")
    assert small.has("zero_household_found", KEY, "2026-01-01")


def test_recognised_until_the_day_before_its_end(small: Small) -> None:
    small.recognise("H1", "2026-01-10", "2026-01-12")
    days = "2026-01-09 2026-01-10 2026-01-11 2026-01-12"
    assert small.among("zero_household_recognised", KEY, days) == ["2026-01-10", "2026-01-11"]
    assert small.among("zero_households_recognised", KEY, days) == ["2026-01-10", "2026-01-11"]


@pytest.mark.parametrize(
    ("recognised", "ended", "expected"),
    [
        ("2025-06-01", "", 1),  # open on the eve of the quarter
        ("2025-06-01", "2026-01-01", 1),
        ("2025-06-01", "2025-12-31", 0),
        ("2026-01-01", "2026-01-05", 1),  # recognised in it
        ("2026-03-31", "", 1),
        ("2026-04-01", "", 0),
    ],
)
def test_resolved_and_left_are_of_the_eve_or_of_the_span(
    small: Small, recognised: str, ended: str, expected: int
) -> None:
    for household in ("H1", "H2"):
        who = small.person(household=household)
        small.recognise(household, recognised, ended)
        if household == "H1":
            small.job(who, "2026-03-31")
    assert total(small, "zero_households_resolved") == expected
    # H2 is not found at all, as nobody is registered: it has left.
    assert total(small, "zero_households_left") == expected


def test_resolved_looks_at_the_last_day_only(small: Small) -> None:
    small.recognise("H1", "2026-01-10")
    who = small.person(household="H1")
    small.register(who, "2026-01-01")
    small.job(who, "2026-01-15", "2026-03-30")
    small.register(who, "2026-03-31")
    assert total(small, "zero_households_resolved") == 0
    # Still recognised and found: neither resolved nor left.
    assert total(small, "zero_households_left") == 0
    assert total(small, "zero_households_recognised") == 1


@pytest.mark.parametrize(("ended", "left"), [("2026-03-31", 1), ("2026-04-01", 0), ("", 0)])
def test_left_when_the_recognition_ended_by_the_last_day(small: Small, ended: str, left: int) -> None:
    small.register(small.person(household="H1"), "2026-01-01")
    small.recognise("H1", "2026-01-10", ended)
    assert total(small, "zero_households_left") == left


def test_a_household_with_two_recognitions_counts_once_by_its_latest(small: Small) -> None:
    small.register(small.person(household="H1"), "2026-01-01")
    small.recognise("H1", "2026-01-10", "2026-02-10")
    small.recognise("H1", "2026-02-20")
    assert total(small, "zero_households_left") == 0
    small.rows["recognitions"][-1]["退出日期"] = "2026-03-01"
    assert total(small, "zero_households_left") == 1


# The report


def test_total_is_urban_rural_and_other_where_not_known_is_other(small: Small) -> None:
    for hukou in ("10", "11", "12", "非农业户口", "城镇"):
        small.person(sex="男", facts={"户口性质": hukou})
    for hukou in ("20", "21", "22", "农业户口", "农村"):
        small.person(facts={"户口性质": hukou})
    for hukou in ("30", "40", "50", "居民户口", ""):
        small.person(facts={"户口性质": hukou})
    cells = small.oracle().report("21", "2026Q1")["labour_resources"]
    assert cells == {"total": 15, "female": 10, "urban": 5, "rural": 5, "other": 5}


def test_labour_resources_leave_out_students_and_the_unable(small: Small) -> None:
    small.person()
    small.person(facts={"劳动能力": "部分丧失"})
    small.person(facts={"劳动能力": "丧失"})
    small.person(facts={"在校学生": "是"})
    small.person("2015-01-01")
    assert total(small, "labour_resources") == 2


def test_employed_is_the_sum_of_its_forms_and_age_plays_no_part(small: Small) -> None:
    forms = {
        "employed_unit": "单位就业",
        "employed_own_account": "021",
        "employed_flexible": "灵活就业",
        "employed_public_post": "公益性岗位",
        "employed_transferred": "040",
    }
    for form in forms.values():
        small.job(small.person("1950-01-01"), "2026-03-31", form=form)
    cells = small.oracle().report("21", "2026Q1")
    assert [cells[row]["total"] for row in forms] == [1, 1, 1, 1, 1]
    assert cells["employed"]["total"] == 5


def test_states_stand_on_the_last_day_and_flows_on_the_span(small: Small) -> None:
    who = small.person(facts={"国有集体企业下岗失业": "是"})
    small.register(who, "2025-12-01")
    small.determine(who, "2025-12-10")
    small.job(who, "2026-01-01", "2026-03-30")
    small.register(who, "2026-03-31")
    cells = small.oracle().report("21", "2026Q1")
    one = ("newly_employed", "re_employed", "re_employed_hardship", "registered_unemployed")
    assert [cells[row]["total"] for row in (*one, "registered_unemployed_4050", "hardship")] == [1] * 6
    assert cells["employed"]["total"] == cells["hardship_employed"]["total"] == 0


def test_the_unemployment_rate_divides_sums(small: Small) -> None:
    assert total(small, "unemployment_rate") is None
    small.register(small.person(), "2026-01-01")
    for _ in range(2):
        small.job(small.person(), "2026-01-01")
    assert total(small, "unemployment_rate") == Decimal("33.33")
    assert total(small, "unemployment_rate", ACROSS) is None


def test_follow_ups_are_person_months_of_the_quarter(small: Small) -> None:
    who = small.person()
    small.determine(who, "2025-06-01")
    small.job(who, "2026-01-31")
    small.visit(who, "2026-02-01")
    small.visit(who, "2026-02-28")
    assert (total(small, "follow_ups_owed"), total(small, "follow_ups_done")) == (3, 1)


def test_follow_ups_of_the_running_month_stand_on_today(small: Small) -> None:
    who = small.person()
    small.determine(who, "2025-06-01")
    small.job(who, "2025-07-01", "2026-02-10")
    for today, owed in (("2026-02-10", 2), ("2026-02-11", 1)):
        assert small.oracle(today).report("21", "2026Q1")["follow_ups_owed"]["total"] == owed


def test_follow_ups_count_in_the_report_where_the_person_lives_on_its_last_day(small: Small) -> None:
    who = small.person()
    small.determine(who, "2025-06-01")
    small.job(who, "2025-07-01")
    small.move(who, "2026-02-15", ACROSS)
    assert total(small, "follow_ups_owed", HERE) == 0
    assert total(small, "follow_ups_owed", ACROSS) == 3


def test_a_parent_is_the_sum_of_its_children(small: Small) -> None:
    for community in (HERE, NEXT, ACROSS):
        small.register(small.person(household="H1", community=community), "2026-01-01")
        small.recognise("H1", "2026-01-10", community=community)
    oracle = small.oracle()
    parts = [oracle.report(code, "2026Q1") for code in (HERE, NEXT, ACROSS)]
    city = oracle.report("2105", "2026Q1")
    for row in (*PEOPLE_ROWS, *HOUSEHOLD_SETS, "follow_ups_owed", "follow_ups_done"):
        for column in city[row]:
            assert city[row][column] == sum(part[row][column] or 0 for part in parts)


# Populations and answers


def test_every_row_that_counts_people_or_households_is_a_population() -> None:
    assert {*PEOPLE_ROWS, *HOUSEHOLD_SETS} < set(NAMES)


def test_groups(small: Small) -> None:
    small.person("2010-01-02", "男", facts={"户口性质": "城镇", "文化程度": "初中"})
    small.person("1971-07-01", community=NEXT, facts={"文化程度": "10"})
    by = small.oracle().by
    on = day("2026-06-01")
    assert by("labour_resources", "21", on, dimensions=["sex", "hukou"]) == [
        {"sex": "male", "hukou": "urban", "size": 1},
        {"sex": "female", "hukou": None, "size": 1},
    ]
    assert by("labour_resources", "21", on, dimensions=["age_band", "education"]) == [
        {"age_band": "16-24", "education": "70", "size": 1},
        {"age_band": "45-54", "education": "10", "size": 1},
    ]
    assert by("labour_resources", "21", on, dimensions=["community"])[1] == {"community": NEXT, "size": 1}


def test_a_report_that_differs_is_told_by_cell(small: Small) -> None:
    who = small.person(facts={"户口性质": "城镇"})
    small.job(who, "2026-01-01")
    oracle = small.oracle()
    cells: dict[str, dict[str, Any]] = {
        row: dict(columns) for row, columns in oracle.report("21", "2026Q1").items()
    }
    cells["unemployment_rate"] = {"total": 0.0, **dict.fromkeys(ALL_COLUMNS[1:])}
    answer = {"region": "210000000000", "period": "2026Q1", "cells": cells}
    assert report_differences(oracle, answer) == []
    cells["employed"]["urban"] = 2
    assert report_differences(oracle, answer) == ["210000000000 2026Q1 employed.urban: 2, expected 1"]


def test_members_are_compared_as_they_are_shown(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-01-01")
    answer: dict[str, Any] = {
        "population": "newly_employed",
        "region": HERE,
        "from": "2026-01-01",
        "to": "2026-03-31",
        "size": 1,
        "members": [f"{who[:6]}********{who[-4:]}"],
        "by": [{"sex": "female", "size": 1}, {"sex": "male", "size": 0}],
    }
    assert population_differences(small.oracle(), answer) == []
    answer["members"] = [who, who]
    assert len(population_differences(small.oracle(), answer)) == 1
