"""Chinese working days by the yearly holiday notice (节假日安排).

A table names the days that differ from the week: False for a weekday off, True for a weekend day worked.
Each autumn the State Council announces the next year. For a year without a notice only weekends are days
off: answers stay possible, and `known_years` tells the page to warn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from chinese_calendar.constants import holidays, workdays

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
NATIONAL_DAY = (10, 1)

HolidayTable = Mapping[dt.date, bool]


def is_working_day(day: dt.date, table: HolidayTable) -> bool:
    """Whether offices work on a day."""
    return table.get(day, day.weekday() < SATURDAY)


def add_working_days(day: dt.date, n: int, table: HolidayTable) -> dt.date:
    """The n-th working day after a day, which itself does not count; the day itself for n = 0.

    Raises ValueError for a negative n: no time limit runs backwards.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(n):
        day = shift_to_working_day(day + ONE_DAY, table)
    return day


def shift_to_working_day(day: dt.date, table: HolidayTable) -> dt.date:
    """The day itself or, when it is off, the next working day."""
    while not is_working_day(day, table):
        day += ONE_DAY
    return day


def known_years(table: HolidayTable) -> frozenset[int]:
    """The years whose notice is in the table.

    Every notice names 1 October, so a single day entered by hand, or a New Year's holiday that begins in
    December, does not make a year known.
    """
    return frozenset(day.year for day in table if (day.month, day.day) == NATIONAL_DAY)


def published_days() -> dict[dt.date, bool]:
    """The notices of 2004 to 2026, to fill the editable table with."""
    return dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
