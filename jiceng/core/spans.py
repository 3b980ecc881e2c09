"""Spans of days and the calendar periods of forms and duties."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KINDS = {1: "month", 3: "quarter", 6: "half", 12: "year"}
ONE_DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    """Calendar days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def kind(self) -> str:
        """month, quarter, half or year."""
        return KINDS[(self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1]

    @property
    def code(self) -> str:
        """2026, 2026H1, 2026Q3 or 2026-09."""
        year, month = self.first.year, self.first.month
        return {
            "month": f"{year}-{month:02d}",
            "quarter": f"{year}Q{(month + 2) // 3}",
            "half": f"{year}H{(month + 5) // 6}",
            "year": f"{year}",
        }[self.kind]

    @property
    def label(self) -> str:
        """The period in words for a page."""
        year, month = self.first.year, self.first.month
        return {
            "month": f"{year}年{month}月",
            "quarter": f"{year}年第{'一二三四'[(month + 2) // 3 - 1]}季度",
            "half": f"{year}年{'上下'[(month + 5) // 6 - 1]}半年",
            "year": f"{year}年",
        }[self.kind]

    def before(self) -> Period:
        """The period of the same kind that ends on the eve."""
        return holding(self.first - ONE_DAY, self.kind)

    def after(self) -> Period:
        """The period of the same kind that begins on the next day."""
        return holding(self.last + ONE_DAY, self.kind)


def in_chinese(day: dt.date) -> str:
    """A day as papers write it: 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def holding(day: dt.date, kind: str) -> Period:
    """The calendar period of a kind that holds the day."""
    size = MONTHS[kind]
    month = (day.month - 1) // size * size + 1
    return starting(day.year, month, size)


def starting(year: int, month: int, size: int) -> Period:
    """The period of `size` months from the first of a month."""
    end = month + size - 1
    return Period(dt.date(year, month, 1), dt.date(year, end, calendar.monthrange(year, end)[1]))


def parse_period(text: str) -> Period:
    """`2026`, `2026H1`, `2026Q3` or `2026-09`; ValueError with a plain message else."""
    if not (match := re.fullmatch(r"(\d{4})(?:(H[12])|(Q[1-4])|-(0[1-9]|1[0-2]))?", text.strip().upper())):
        raise ValueError(f"期间“{text}”不正确，应为 2026、2026H1、2026Q3 或 2026-09")
    year, half, quarter, month = match.groups()
    if half:
        return starting(int(year), int(half[1]) * 6 - 5, 6)
    if quarter:
        return starting(int(year), int(quarter[1]) * 3 - 2, 3)
    return starting(int(year), int(month), 1) if month else starting(int(year), 1, 12)


def periods_ending_in(first: dt.date, last: dt.date, kind: str) -> Iterator[Period]:
    """The periods of a kind whose last day lies in the days from `first` to `last`."""
    period = holding(first, kind)
    while period.last <= last:
        yield period
        period = period.after()
