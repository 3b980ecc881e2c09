"""Working days against the published notices, and what happens without one."""

import datetime as dt

import pytest

from jiceng.core.workdays import (
    add_working_days,
    is_working_day,
    known_years,
    published_days,
    shift_to_working_day,
)

TABLE = published_days()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-03-02", True),  # an ordinary Monday
        ("2026-03-07", False),  # an ordinary Saturday
        ("2026-10-01", False),  # National Day, a Thursday
        ("2026-10-10", True),  # a Saturday worked in exchange
        ("2026-02-17", False),  # Spring Festival, a Tuesday
        ("2009-05-31", True),  # a Sunday worked for the Dragon Boat Festival
    ],
)
def test_notice_outranks_the_week(text, works):
    assert is_working_day(day(text), TABLE) is works


def test_year_without_notice_has_weekends_only_and_says_so():
    assert is_working_day(day("2027-10-01"), TABLE)
    assert not is_working_day(day("2027-10-02"), TABLE)
    assert 2027 not in known_years(TABLE)


def test_published_years_are_known():
    assert known_years(TABLE) == frozenset(range(2004, 2027))


def test_single_edited_day_does_not_make_a_year_known():
    table = TABLE | {day("2027-01-01"): False}
    assert not is_working_day(day("2027-01-01"), table)
    assert 2027 not in known_years(table)


def test_nothing_is_known_of_an_empty_table():
    assert known_years({}) == frozenset()
    assert is_working_day(day("2026-10-01"), {})


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),  # over a weekend
        ("2026-03-07", 1, "2026-03-09"),  # from a Saturday
        ("2026-09-30", 1, "2026-10-08"),  # over the National Day week
        ("2026-09-30", 3, "2026-10-10"),  # onto a worked Saturday
        ("2026-12-31", 1, "2027-01-01"),  # into a year without notice
    ],
)
def test_working_days_after_a_day(start, n, end):
    assert add_working_days(day(start), n, TABLE) == day(end)


def test_working_days_do_not_run_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(day("2026-03-02"), -1, TABLE)


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("2026-10-01", "2026-10-08"),
        ("2026-10-10", "2026-10-10"),
        ("2026-10-11", "2026-10-12"),
        ("2027-05-01", "2027-05-03"),
    ],
)
def test_due_day_moves_to_the_next_working_day(text, shifted):
    assert shift_to_working_day(day(text), TABLE) == day(shifted)
