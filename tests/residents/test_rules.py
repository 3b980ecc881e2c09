"""Rules about residents without a database."""

import datetime as dt

import pytest

from jiceng.core.spans import parse_period
from jiceng.residents import rules

LEAP = dt.date(2008, 2, 29)


def test_birthday_of_the_leap_day_is_the_first_of_march_in_a_common_year():
    assert rules.birthday(LEAP, 16) == dt.date(2024, 2, 29)
    assert rules.birthday(LEAP, 18) == dt.date(2026, 3, 1)
    for age in range(1, 30):
        on = rules.birthday(LEAP, age)
        assert rules.age_on(LEAP, on) == age
        assert rules.age_on(LEAP, on - dt.timedelta(days=1)) == age - 1


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-09-16", "今天"),
        ("2026-09-15", None),
        ("2000-01-01", None),
        ("1999-12-31", "出生"),
        ("2026-09-10", "死亡或迁离"),
    ],
)
def test_days_of_events(day, said):
    left_on = dt.date(2026, 9, 10) if said == "死亡或迁离" else None
    known = {"today": dt.date(2026, 9, 15), "birth": dt.date(2000, 1, 1), "left_on": left_on}
    wrong = rules.wrong_day(dt.date.fromisoformat(day), **known)
    assert (wrong is None) if said is None else said in wrong


def test_message_does_not_tell_the_birth_date():
    birth = dt.date(2000, 1, 1)
    assert "2000" not in rules.wrong_day(dt.date(1999, 1, 1), today=dt.date(2026, 1, 1), birth=birth)


def test_list_is_closed_from_the_last_day_of_the_quarter():
    quarter = parse_period("2026Q3")
    assert rules.wrong_closing(quarter, quarter.last, today=quarter.last) is None
    assert "尚未结束" in rules.wrong_closing(quarter, quarter.last - dt.timedelta(days=1), today=quarter.last)
