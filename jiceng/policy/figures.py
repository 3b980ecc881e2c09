"""Figures: many sets by many columns in one pass over the registers.

Conditions become bits of the located row, populations bits by UNION ALL of (id, bit) and `bit_or`; subjects
that answer alike are counted once and the cells made from the few groups. Run inside `reading_all`: a figure
needs the spells of people who lived here on the day and have moved since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F

from jiceng.core.scope import WHOLE, current, widened
from jiceng.policy.force import Area
from jiceng.policy.marking import Plan, answered, bits_of, membership, moved_since
from jiceng.policy.sets import Set
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import DIMENSIONS, SUBJECTS, Span, Subject

ENOUGH_MEMORY = "64MB"  # below this the marks spill to disk; measured


@contextmanager
def reading_all() -> Iterator[None]:
    """Read with the deployment's scope; the right to the region is checked by the caller before."""
    why = "figures count people where they lived then, also if they have moved since"
    with widened(WHOLE, reason=why, memory=ENOUGH_MEMORY):
        yield


@dataclass(frozen=True)
class Group:
    """Subjects that answer alike: what they are grouped by, their answers, and how many they are."""

    key: tuple[Any, ...]
    present: bool
    mask: int
    size: int


class Pass:
    """One statement that answers many sets for every subject of an area over a span.

    `cuts` are sets that only divide those who are in some of the `sets`.
    """

    def __init__(
        self, area: Area, subject: Subject, span: Span, sets: Iterable[Set], cuts: Iterable[Set] = ()
    ) -> None:
        self.area, self.subject, self.span = area, subject, span
        self.sets, self.cuts = tuple(sets), tuple(cuts)
        self.bits = bits_of((*self.sets, *self.cuts))

    def answer(self, mask: int) -> Callable[[Set], bool]:
        """The answers of a group to the leaves."""
        return lambda leaf: bool(mask & self.bits[leaf])

    def counts(self, s: Set, present: bool, mask: int) -> bool:
        """A flow counts also those who died or left in the span; a stock those present on the last day."""
        return (present or s.is_flow) and s.holds(self.answer(mask))

    def groups(self, by: Mapping[str, Any] | None = None) -> list[Group]:
        """Groups of subjects by expressions over the located row, e.g. {"sex": Case(...)}."""
        by = {f"by_{i}": expression for i, expression in enumerate((by or {}).values())}
        names = "".join(f"{name}, " for name in by)
        text = f"select {names}present, mask, count(*) from ({{}}) a group by {names}present, mask"
        return [Group(row[:-3], *row[-3:]) for row in self._answered(by).within(text).fetch()]

    def subjects(self) -> list[tuple[int, int, bool, int]]:
        """(subject id, region id, present, mask) of every subject that may be in one of the sets."""
        text = "select subject, by_0, present, mask from ({}) a"
        # Who answers no to everything is in a set only by what he is not.
        text += "" if any(s.holds(self.answer(0)) for s in self.sets) else " where mask <> 0"
        return self._answered({"by_0": F("region_id")}).within(text).fetch()

    def _answered(self, by: Mapping[str, Any]) -> Statement:
        moved = [] if self.area.is_everywhere else self._moved_since
        plan = Plan(
            subject=self.subject.code,
            sets=self.sets,
            cuts=self.cuts,
            by=tuple(by.items()),
            shape=self.area.shape,
            is_everywhere=self.area.is_everywhere,
            has_moved=bool(moved),
        )
        return answered(plan, current()).given({**self._values, "moved": moved})

    @property
    def _values(self) -> dict[str, Any]:
        return {**self.area.values, "first": self.span.first, "last": self.span.last}

    @cached_property
    def _moved_since(self) -> list[int]:
        """Subjects located here whose registers have moved elsewhere since."""
        if not self.subject.home:
            return []
        has_flows = any(s.is_flow for s in self.sets)
        rows = moved_since(self.subject.code, has_flows, self.area.shape, current())
        return [pk for (pk,) in rows.given(self._values).fetch()]


def members(area: Area, span: Span, s: Set) -> list[tuple[int, int]]:
    """(subject id, region id) of the members of one set, by a WHERE."""
    rows = membership(s, span.known is not None, area.shape, current())
    return rows.given({**area.values, **span._asdict()}).fetch()


Cells = dict[tuple[str, str], int]


def tally(
    area: Area, span: Span, rows: Mapping[str, Set], columns: Mapping[str, Set], subject: str = "resident"
) -> Cells:
    """{(row, column): n} of the subjects of one kind, in one statement."""
    one = Pass(area, SUBJECTS[subject], span, rows.values(), columns.values())
    cells: Cells = dict.fromkeys(((row, column) for row in rows for column in columns), 0)
    for group in one.groups():
        hits = [row for row, s in rows.items() if one.counts(s, group.present, group.mask)]
        cuts = [column for column, s in columns.items() if s.holds(one.answer(group.mask))] if hits else []
        for row in hits:
            for column in cuts:
                cells[row, column] += group.size
    return cells


def size(
    areas: Sequence[tuple[Area, Set]], span: Span, by: Sequence[str] = ()
) -> list[tuple[tuple[Any, ...], int]]:
    """[(values of the dimensions, n)] of one population over areas of their own definitions."""
    found: dict[tuple[Any, ...], int] = {}
    for area, s in areas:
        subject = SUBJECTS[s.subject]
        expressions = {name: DIMENSIONS[name].expression(span.last) for name in by}
        one = Pass(area, subject, span, [s])
        for group in one.groups(expressions):
            if one.counts(s, group.present, group.mask):
                found[group.key] = found.get(group.key, 0) + group.size
    if not by:
        return [((), found.get((), 0))]
    return sorted(found.items(), key=lambda item: tuple((v is not None, str(v)) for v in item[0]))
