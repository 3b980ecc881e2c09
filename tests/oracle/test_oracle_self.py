"""Pins the oracle to contracts 4 by small examples worked out by hand: one test a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle import definitions as define
from tests.oracle.small import ACROSS, HERE, Small, day


@pytest.fixture
def small() -> Small:
    return Small()


# Age


def test_age_is_completed_years(small: Small) -> None:
    who = small.person("2010-05-20")
    assert small.among("labour_resources", who, "2026-05-19 2026-05-20") == ["2026-05-20"]


def test_born_on_29_february_completes_a_year_on_1_march_of_a_common_year(small: Small) -> None:
    common, leap = small.person("2008-02-29"), small.person("2004-02-29")
    assert small.among("labour_resources", common, "2024-02-28 2024-02-29") == ["2024-02-29"]
    person = small.oracle().ledgers.people[leap]
    assert [define.age(person, date(2023, 2, 28)), define.age(person, date(2023, 3, 1))] == [18, 19]


@pytest.mark.parametrize(("sex", "birth"), [("女", "1971-05-20"), ("男", "1966-05-20")])
def test_working_age_ends_on_the_day_before_pension_age(small: Small, sex: str, birth: str) -> None:
    who = small.person(birth, sex)
    assert small.among("labour_resources", who, "2026-05-19 2026-05-20") == ["2026-05-19"]


# Employed


def test_the_last_day_worked_is_a_day_employed(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-03-02", "2026-03-04")
    days = "2026-03-01 2026-03-02 2026-03-04 2026-03-05"
    assert small.among("employed", who, days) == ["2026-03-02", "2026-03-04"]


def test_an_expired_contract_does_not_end_a_spell(small: Small) -> None:
    who = small.person()
    small.job(who, "2024-03-01", 合同终止日期="2025-02-28")
    assert small.has("employed", who, "2026-03-01")


# Registered unemployed


def test_registered_until_the_day_before_cancellation(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-02", "2026-03-04")
    days = "2026-03-01 2026-03-02 2026-03-03 2026-03-04"
    assert small.among("registered_unemployed", who, days) == ["2026-03-02", "2026-03-03"]


def test_registered_and_cancelled_on_one_day_is_never_open(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-02", "2026-03-02")
    assert not small.has("registered_unemployed", who, "2026-03-02")


def test_a_job_ends_the_registration_and_its_end_does_not_wake_it(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-01")
    small.job(who, "2026-03-10", "2026-03-12")
    assert small.among("registered_unemployed", who, "2026-03-09 2026-03-10 2026-03-13") == ["2026-03-09"]


def test_a_job_before_the_registration_does_not_end_it(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-02-01", "2026-03-05")
    small.register(who, "2026-03-01")
    assert small.among("registered_unemployed", who, "2026-03-05 2026-03-06") == ["2026-03-06"]


def test_a_job_that_begins_on_the_registration_day_ends_it(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-01")
    small.job(who, "2026-03-01", "2026-03-02")
    assert small.among("registered_unemployed", who, "2026-03-01 2026-03-03") == []


def test_a_given_cancellation_day_wins_over_a_job(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-01", "2026-04-01")
    small.job(who, "2026-03-10", "2026-03-12")
    days = "2026-03-09 2026-03-12 2026-03-13 2026-03-31 2026-04-01"
    assert small.among("registered_unemployed", who, days) == ["2026-03-09", "2026-03-13", "2026-03-31"]


def test_the_next_registration_ends_one_that_was_not_cancelled(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-03-01")
    small.register(who, "2026-05-01", "2026-06-01")
    person = small.oracle().ledgers.people[who]
    assert define.effective_end(person, person.registrations[0]) == date(2026, 5, 1)
    assert small.among("registered_unemployed", who, "2026-04-30 2026-05-31 2026-06-01") == [
        "2026-04-30",
        "2026-05-31",
    ]


# Newly employed, re-employed


def test_newly_employed_needs_a_day_without_work_before(small: Small) -> None:
    gap, none = small.person(), small.person()
    for who, last in ((gap, "2026-02-27"), (none, "2026-02-28")):
        small.job(who, "2025-01-01", last)
        small.job(who, "2026-03-01")
    assert small.has("newly_employed", gap, "2026-03-01")
    assert not small.has("newly_employed", none, "2026-01-01", "2026-03-31")


def test_a_flow_counts_each_person_once_and_both_ends_of_the_span(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-01-01", "2026-01-31")
    small.job(who, "2026-03-31")
    oracle = small.oracle()
    assert oracle.size("newly_employed", "21", day("2026-01-01"), day("2026-03-31")) == 1
    assert small.has("newly_employed", who, "2025-12-01", "2026-01-01")
    assert small.has("newly_employed", who, "2026-03-31", "2026-04-30")
    assert not small.has("newly_employed", who, "2026-01-02", "2026-03-30")


@pytest.mark.parametrize(
    ("cancelled", "expected"),
    # Open for the last time on the day before cancellation; the year reaches back to 2025-06-10.
    [("2025-06-12", True), ("2025-06-11", True), ("2025-06-10", False)],
)
def test_re_employed_within_a_year_of_the_registration(small: Small, cancelled: str, expected: bool) -> None:
    who = small.person()
    small.register(who, "2025-01-01", cancelled)
    small.job(who, "2026-06-10")
    assert small.has("re_employed", who, "2026-06-10") is expected


def test_a_year_before_29_february_is_28_february(small: Small) -> None:
    assert define.year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    who = small.person()
    small.register(who, "2023-02-01", "2023-03-01")
    small.job(who, "2024-02-29")
    assert small.has("re_employed", who, "2024-02-29")


def test_re_employed_when_the_registration_ends_on_the_first_day_of_the_job(small: Small) -> None:
    same_day, by_hand = small.person(), small.person()
    small.register(same_day, "2026-03-01")
    small.register(by_hand, "2026-03-01", "2026-03-01")
    for who in (same_day, by_hand):
        small.job(who, "2026-03-01")
        assert small.has("re_employed", who, "2026-03-01")


def test_registered_only_after_the_job_began_is_not_re_employed(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-03-01")
    small.register(who, "2026-03-02")
    assert not small.has("re_employed", who, "2026-01-01", "2026-03-31")


def test_re_employed_hardship_looks_at_the_eve_of_the_job(small: Small) -> None:
    expected = {"2026-02-28": False, "2026-03-01": True, "": True}
    for end, is_one in expected.items():
        who = small.person()
        small.register(who, "2026-01-01")
        small.determine(who, "2026-01-15", end)
        small.job(who, "2026-03-01")
        assert small.has("re_employed_hardship", who, "2026-03-01") is is_one
    late = small.person()
    small.register(late, "2026-01-01")
    small.determine(late, "2026-03-01")
    small.job(late, "2026-03-01")
    assert not small.has("re_employed_hardship", late, "2026-03-01")


# Candidates, hardship


@pytest.mark.parametrize(("sex", "birth"), [("女", "1986-05-20"), ("男", "1976-05-20")])
def test_candidate_4050(small: Small, sex: str, birth: str) -> None:
    who = small.person(birth, sex, facts={"国有集体企业下岗失业": "是"})
    other = small.person(birth, sex)
    for one in (who, other):
        small.register(one, "2026-01-01")
    assert small.among("candidate_4050", who, "2026-05-19 2026-05-20") == ["2026-05-20"]
    assert small.has("registered_unemployed_4050", who, "2026-05-20")
    assert not small.has("candidate_4050", other, "2026-05-20")


def test_candidate_4050_is_of_working_age(small: Small) -> None:
    who = small.person("1971-05-20", facts={"国有集体企业下岗失业": "1"})
    small.register(who, "2026-01-01")
    assert small.among("candidate_4050", who, "2026-05-19 2026-05-20") == ["2026-05-19"]


def test_candidate_shack_resettled(small: Small) -> None:
    who = small.person("2010-05-20", facts={"是否棚改回迁": "是"})
    small.register(who, "2026-01-01", "2026-05-25")
    days = "2026-05-19 2026-05-20 2026-05-25"
    assert small.among("candidate_shack_resettled", who, days) == ["2026-05-20"]


def test_hardship_survives_employment_and_ends_the_day_it_is_ended(small: Small) -> None:
    who = small.person()
    small.determine(who, "2026-03-01", "2026-03-05")
    small.job(who, "2026-03-03")
    days = "2026-02-28 2026-03-01 2026-03-04 2026-03-05"
    assert small.among("hardship", who, days) == ["2026-03-01", "2026-03-04"]
    assert small.among("hardship_employed", who, days) == ["2026-03-04"]


# Additivity


def test_a_person_counts_where_he_lives_on_the_last_day(small: Small) -> None:
    who = small.person()
    small.register(who, "2026-01-01")
    small.job(who, "2026-02-01")
    small.move(who, "2026-03-31", ACROSS)
    oracle, span = small.oracle(), (day("2026-01-01"), day("2026-03-31"))
    assert oracle.members("re_employed", HERE, *span) == set()
    assert oracle.members("re_employed", ACROSS, *span) == {who}
    assert oracle.members("employed", HERE, day("2026-03-30")) == {who}


def test_a_flow_also_counts_who_left_in_the_span_where_he_lived_last(small: Small) -> None:
    who = small.person()
    small.job(who, "2026-02-01")
    small.depart(who, "2026-03-15")
    oracle = small.oracle()
    assert oracle.members("newly_employed", HERE, day("2026-01-01"), day("2026-03-31")) == {who}
    assert oracle.members("employed", HERE, day("2026-03-31")) == set()
    assert oracle.members("newly_employed", HERE, day("2026-04-01"), day("2026-06-30")) == set()


def test_rates_are_rounded_half_up_and_null_without_anybody() -> None:
    assert define.percent(1, 8) == Decimal("12.50")
    assert define.percent(1, 800) == Decimal("0.13")  # 0.125
    assert define.percent(0, 0) is None
