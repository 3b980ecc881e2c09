"""Days as ordinal numbers: a city needs millions of them, and sums of numbers are cheap."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=50_000)
def text(day: int) -> str:
    """The ISO text of a day."""
    return date.fromordinal(day).isoformat()


def optional_text(day: int | None) -> str:
    """The ISO text of a day, blank for none."""
    return "" if day is None else text(day)


def birthday(birth: int, years: int) -> int:
    """The day on which who was born on `birth` completes `years`; of 29 February, 1 March in common years."""
    born = date.fromordinal(birth)
    try:
        return born.replace(year=born.year + years).toordinal()
    except ValueError:
        return date(born.year + years, 3, 1).toordinal()


def month_ends(first: int, last: int) -> list[int]:
    """The last days of the months that end in [first, last]."""
    day = date.fromordinal(first)
    year, month = day.year, day.month
    found: list[int] = []
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1).toordinal() - 1
        if end > last:
            return found
        found.append(end)


def month_start(day: int) -> int:
    """The first day of the month of a day."""
    return day - date.fromordinal(day).day + 1
