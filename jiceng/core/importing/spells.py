"""Spells that may not overlap: which rows of a file cannot stand beside each other or beside what is on file.

In the order of the file, a row is taken unless its days meet a spell on file or an earlier row that was
taken. A row that changes a spell on file stands for it; when it is rejected, the spell stands as it was.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Days:
    """The half-open days of a spell of one subject: [start, stop)."""

    start: dt.date
    stop: dt.date | None

    @property
    def is_empty(self) -> bool:
        """Whether it ends on the day it starts."""
        return self.stop == self.start

    def __str__(self) -> str:
        """The days in words, the last one included."""
        if self.stop is None:
            return f"{self.start}起"
        return f"{self.start}至{self.stop - dt.timedelta(days=1)}"


@dataclass(frozen=True)
class Candidate:
    """A spell as it would stand after the import.

    `row` is the row of the file that says so, None for a spell that only stands on file; `before` are the
    days on file of a spell that the row changes.
    """

    row: int | None
    days: Days
    before: Days | None = None


@dataclass(frozen=True)
class Meeting:
    """A row that is rejected, and what it meets: days on file, or those of an earlier row."""

    row: int
    days: Days
    earlier_row: int | None


def meetings(candidates: Iterable[Candidate]) -> list[Meeting]:
    """Return the rejected rows of one subject, in the order of the file.

    What was rejected once stays rejected, so that the same file gives the same rejects after its good rows
    have gone in.
    """
    candidates = list(candidates)
    on_file = [each.days for each in candidates if each.row is None]
    said = sorted(((each.row, each) for each in candidates if each.row is not None), key=lambda pair: pair[0])
    rejected: dict[int, Meeting] = {}
    while True:
        newly = _meetings([pair for pair in said if pair[0] not in rejected], on_file)
        rejected.update(newly)
        standing = [each.before for row, each in said if row in newly and each.before is not None]
        if not standing:
            return sorted(rejected.values(), key=lambda meeting: meeting.row)
        on_file += standing


def _meetings(said: list[tuple[int, Candidate]], on_file: list[Days]) -> dict[int, Meeting]:
    taken = _Taken()
    for days in on_file:
        taken.add(days, None)
    newly = {}
    for row, each in said:
        met = taken.meets(each.days)
        if met is None:
            taken.add(each.days, row)
        else:
            newly[row] = Meeting(row, *met)
    return newly


class _Taken:
    """Disjoint days, in order."""

    def __init__(self) -> None:
        self._days: list[tuple[dt.date, Days, int | None]] = []

    def add(self, days: Days, row: int | None) -> None:
        if not days.is_empty:
            insort(self._days, (days.start, days, row), key=lambda taken: taken[0])

    def meets(self, days: Days) -> tuple[Days, int | None] | None:
        """What the days meet: only the neighbours can."""
        if days.is_empty:
            return None
        place = bisect_right(self._days, days.start, key=lambda taken: taken[0])
        for start, other, row in self._days[max(place - 1, 0) : place + 1]:
            ends_before = other.stop is not None and other.stop <= days.start
            begins_after = days.stop is not None and start >= days.stop
            if not ends_before and not begins_after:
                return other, row
        return None
