"""Periods and region codes of the command line (contracts 2)."""

from __future__ import annotations

import re
from datetime import date, timedelta

Span = tuple[date, date]


def month_span(year: int, month: int, months: int = 1) -> Span:
    """First and last day of so many months from this one on."""
    after = date(year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def period_span(period: str) -> Span:
    """First and last day of `2026`, `2026H1`, `2026Q3`, `2026-09`."""
    match = re.fullmatch(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?", period)
    if match is None:
        raise ValueError(f"not a period: {period}")
    year = int(match[1])
    if match[2]:
        return month_span(year, 6 * int(match[2]) - 5, 6)
    if match[3]:
        return month_span(year, 3 * int(match[3]) - 2, 3)
    return month_span(year, int(match[4])) if match[4] else month_span(year, 1, 12)


def standing_span(period: str | Span, today: date) -> Span:
    """The span of a period as it stands today: a running one ends today, a future one is refused."""
    first, last = period_span(period) if isinstance(period, str) else period
    if first > today:
        raise ValueError(f"{period} lies in the future")
    return first, min(last, today)


def months_within(first: date, last: date) -> list[Span]:
    """The whole months that overlap the span."""
    found = [month_span(first.year, first.month)]
    while found[-1][1] < last:
        following = found[-1][1] + timedelta(days=1)
        found.append(month_span(following.year, following.month))
    return found


def quarter_of(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def region_prefix(code: str) -> str:
    """The digits that all codes within a region begin with: trailing zero levels are ignored."""
    if code.startswith("L"):
        return code
    levels = [code[start:end] for start, end in ((0, 2), (2, 4), (4, 6), (6, 9), (9, 12))]
    while levels and set(levels[-1]) <= {"0"}:
        levels.pop()
    return "".join(levels)


def full_code(code: str) -> str:
    return code if code.startswith("L") else region_prefix(code).ljust(12, "0")
