"""Figures: many sets by many columns in one pass over the registers.

Conditions become bits of the located row, populations bits by UNION ALL of (id, bit) and `bit_or`; subjects
that answer alike are counted once and the cells made from the few groups. Run inside `reading_all`: a figure
needs the spells of people who lived here on the day and have moved since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields import BigIntegerField

from jiceng.core.scope import AFTER_ALL_PATHS, WHOLE, widened
from jiceng.policy.force import Area
from jiceng.policy.sets import Set, row_key
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import DIMENSIONS, SUBJECTS, Rows, Span, Subject, carrying
from jiceng.regions.models import Level, Region

ENOUGH_MEMORY = "64MB"  # below this the marks spill to disk; measured


@contextmanager
def reading_all() -> Iterator[None]:
    """Read with the deployment's scope; the right to the region is checked by the caller before."""
    with widened(WHOLE, reason="figures count people where they lived then, also if they have moved since"):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('work_mem', %s, true)", [ENOUGH_MEMORY])
        yield


@dataclass(frozen=True)
class Group:
    """Subjects that answer alike: what they are grouped by, their answers, and how many they are."""

    key: tuple[Any, ...]
    present: bool
    mask: int
    size: int


class Pass:
    """One statement that answers many sets for every subject of an area over a span."""

    def __init__(self, area: Area, subject: Subject, span: Span, sets: Iterable[Set]) -> None:
        self.area, self.subject, self.span = area, subject, span
        self.sets = list(sets)
        leaves = dict.fromkeys(leaf for s in self.sets for leaf in s.leaves())
        self.bits = {leaf: 1 << i for i, leaf in enumerate(leaves)}

    def answer(self, mask: int) -> Callable[[Set], bool]:
        """The answers of a group to the leaves."""
        return lambda leaf: bool(mask & self.bits[leaf])

    def counts(self, s: Set, present: bool, mask: int) -> bool:
        """A flow counts also those who died or left in the span; a stock those present on the last day."""
        return (present or s.is_flow) and s.holds(self.answer(mask))

    def groups(self, by: Mapping[str, Any] | None = None) -> list[Group]:
        """Groups of subjects by expressions over the located row, e.g. {"sex": Case(...)}."""
        by = by or {}
        names = [f"by_{i}" for i in range(len(by))]
        keys = "".join(f"{name}, " for name in names)
        inner = self._answered(dict(zip(names, by.values(), strict=True)))
        text = f"select {keys}present, mask, count(*) from ({{}}) a group by {keys}present, mask"
        return [Group(row[:-3], *row[-3:]) for row in inner.within(text).fetch()]

    def subjects(self) -> list[tuple[int, int, bool, int]]:
        """(subject id, region id, present, mask) of every subject that answers yes to anything."""
        inner = self._answered({"by_0": F("region_id")})
        text = "select subject, by_0, present, mask from ({}) a where mask <> 0"
        return inner.within(text).fetch()

    def _answered(self, by: Mapping[str, Any]) -> Statement:
        base = self._located().annotate(**by)
        conditions = [leaf for leaf in self.bits if leaf.is_condition]
        base = base.annotate(
            here=F("present"),
            met=sum((self._bit_if(leaf) for leaf in conditions), Value(0, BigIntegerField())),
        )
        located = Statement.of(base.values_list(F("subject_id"), *by, "here", "met"))
        names = ", ".join(f"b.{name}" for name in by)
        names += ", " if names else ""
        columns = ", ".join(["subject", *by, "present", "met"])
        marks = [self._marks(leaf, bit) for leaf, bit in self.bits.items() if not leaf.is_condition]
        if not marks:
            text = f"select subject, {names}present, met as mask from ({{}}) b({columns})"
            return located.within(text)
        head = located.within(
            f"select b.subject, {names}b.present, b.met | coalesce(m.bits, 0) as mask"
            f" from ({{}}) b({columns})"
        )
        tail = Statement.joined(marks).within(
            " left join (select id, bit_or(bit) bits from ({}) u(id, bit) group by id) m on m.id = b.subject"
        )
        return Statement.joined([head, tail], "")

    def _bit_if(self, leaf: Set) -> Case:
        return Case(
            When(leaf.q(), then=Value(self.bits[leaf])), default=Value(0), output_field=BigIntegerField()
        )

    def _located(self) -> Rows:
        return self.area.cut(carrying(self.subject.located(self.span, self._has_flows), self.span))

    @property
    def _has_flows(self) -> bool:
        return any(s.is_flow for s in self.sets)

    def _marks(self, leaf: Set, bit: int) -> Statement:
        rows = leaf.rows(self.span)
        key = row_key(rows, self.subject.code)
        parts = [rows] if self._is_everywhere else [self.area.cut(rows)]
        if not self._is_everywhere and self._moved_since:
            parts.append(rows.filter(**{f"{key}__in": self._moved_since}))
        marks = Statement.joined(Statement.of(part.order_by().values_list(F(key))) for part in parts)
        return marks.within(f"select p.*, {bit}::bigint from ({{}}) p")

    @property
    def _is_everywhere(self) -> bool:
        """Whether no community lies outside the area, so that nobody can have moved out of it."""
        if not hasattr(self, "_everywhere"):
            inside = Q(path__gte=self.area.region.path, path__lt=self.area.region.path + AFTER_ALL_PATHS)
            others = Region.objects.filter(level=Level.COMMUNITY).exclude(inside)
            simple = not self.area.but and not self.area.leaving_out and not self.area.region.is_community
            self._everywhere = simple and not others.exists()
        return self._everywhere

    @property
    def _moved_since(self) -> list[int]:
        """People located here whose registers have moved elsewhere since."""
        if not hasattr(self, "_moved"):
            located = self._located().filter(~self.area.q(self.subject.home))
            self._moved = list(located.values_list(F("subject_id"), flat=True))
        return self._moved


def members(area: Area, span: Span, s: Set) -> list[tuple[int, int]]:
    """(subject id, region id) of the members of one set, by a WHERE."""
    subject = SUBJECTS[s.subject]
    rows = area.cut(carrying(subject.located(span, s.is_flow), span)).filter(s.q(span.known))
    return list(rows.order_by("subject_id").values_list(F("subject_id"), "region_id"))


Cells = dict[tuple[str, str], int]


def tally(area: Area, span: Span, rows: Mapping[str, Set], columns: Mapping[str, Set]) -> Cells:
    """{(row, column): n} of residents, in one statement."""
    one = Pass(area, SUBJECTS["resident"], span, [*rows.values(), *columns.values()])
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
