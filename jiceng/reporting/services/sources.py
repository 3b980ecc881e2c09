"""Where the people of a cell come from: frozen rows, the sets of the registers, or the duties of a period.

Each source counts and cuts alike, so that one list can run through several. Run inside `reading_all`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, QuerySet

from jiceng.core.identity import mask
from jiceng.core.secrets import cipher
from jiceng.core.spans import Period
from jiceng.policy.duties import Owed
from jiceng.policy.force import Area
from jiceng.policy.schema import Form, Row
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import SUBJECTS, Rows, Span, carrying
from jiceng.regions.models import Region
from jiceng.reporting.models import Freeze, FrozenSubject
from jiceng.reporting.rules import TOTAL
from jiceng.reporting.services.counting import column_sets, counts_as, duty_rows
from jiceng.residents.models import Resident


@dataclass(frozen=True)
class Person:
    """A subject that counts in a cell; `number` is masked, `since` the month of a duty.

    `is_here`: a resident who is still in the registers and in the scope of whoever asks.
    """

    subject: str
    subject_id: int
    name: str
    number: str
    place: str
    path: str
    since: dt.date | None = None
    is_here: bool = False


class Part(Protocol):
    """People from one source, in a stable order."""

    def size(self) -> int:
        """How many they are."""

    def cut(self, start: int, stop: int) -> list[Person]:
        """Those from one place up to another."""

    def members(self) -> Statement:
        """(subject id, path) of all of them."""


def frozen_parts(freezes: list[Freeze], row: str, column: str) -> Iterator[Part]:
    """One part for each layout of bits: revisions of one form almost always share it."""
    layouts: dict[tuple[int, int], list[Freeze]] = {}
    for freeze in freezes:
        if row in freeze.rows and column in freeze.columns:
            bits = 1 << freeze.rows.index(row), 1 << freeze.columns.index(column)
            layouts.setdefault(bits, []).append(freeze)
    for (row_bit, column_bit), alike in layouts.items():
        rows = FrozenSubject.objects.filter(freeze__in=alike).alias(
            hit=F("rows").bitand(row_bit), cut=F("columns").bitand(column_bit)
        )
        yield FrozenPart(rows.filter(hit__gt=0, cut__gt=0))


def person_then(row: FrozenSubject) -> Person:
    """A frozen subject as it was: name and number of that day."""
    number = mask(cipher().decrypt(bytes(row.number_cipher))) if row.number_cipher else ""
    place = row.freeze.filing.region.name
    return Person(row.subject, row.subject_id, row.display, number, place, row.path, row.since)


@dataclass(frozen=True)
class FrozenPart:
    """Frozen rows, by place and name."""

    rows: QuerySet[FrozenSubject]

    def size(self) -> int:
        return self.rows.count()

    def cut(self, start: int, stop: int) -> list[Person]:
        ordered = self.rows.select_related("freeze__filing__region")
        ordered = ordered.order_by("path", "display", "subject_id", "since", "pk")
        return [person_then(row) for row in ordered[start:stop]]

    def members(self) -> Statement:
        return Statement.of(self.rows.order_by().values_list("subject_id", "path"))


def live_parts(area: Area, form: Form, row: Row, column: str, span: Span) -> Iterator[Part]:
    """The members of a row and column now; only residents are divided by columns."""
    subject = SUBJECTS[row.subject]
    counted = area.policy.build(row.count, row.subject)
    condition: Q = counted.q(span.known)
    if row.subject == "resident":
        condition &= column_sets(area, form)[column].q(span.known)
    elif column != TOTAL:
        return
    rows = area.cut(carrying(subject.located(span, counted.is_flow), span)).filter(condition)
    yield LivePart(row.subject, rows)


class Member(NamedTuple):
    """Somebody of a list, before names and numbers are read."""

    subject: str
    subject_id: int
    path: str
    since: dt.date | None = None


@dataclass(frozen=True)
class LivePart:
    """Located subjects that are in the sets of row and column now, by place and name."""

    subject: str
    rows: Rows

    def size(self) -> int:
        return self.rows.count()

    def cut(self, start: int, stop: int) -> list[Person]:
        order = ("path", "resident__pinyin") if self.subject == "resident" else ("path",)
        ordered = self.rows.order_by(*order, "pk").values_list(F("subject_id"), "path", "region__name")
        found = list(ordered[start:stop])
        members = [Member(self.subject, subject_id, path) for subject_id, path, _ in found]
        return persons(members, {path: place for _, path, place in found})

    def members(self) -> Statement:
        try:
            return Statement.of(self.rows.order_by().values_list(F("subject_id"), "path"))
        except EmptyResultSet:
            return Statement("select null::bigint, null::text where false")


@dataclass(frozen=True)
class OwedPart:
    """What was owed in the period, a row for each subject and month."""

    owed: list[Owed]

    def size(self) -> int:
        return len(self.owed)

    def cut(self, start: int, stop: int) -> list[Person]:
        ordered = sorted(self.owed, key=lambda o: (o.path, o.subject_id, o.since))[start:stop]
        members = [Member(o.subject, o.subject_id, o.path, o.since) for o in ordered]
        regions = Region.objects.filter(path__in={o.path for o in ordered})
        return persons(members, dict(regions.values_list("path", "name")))

    def members(self) -> Statement:
        """Person-months are compared month by month, not as members."""
        raise TypeError("a duty has no members")


def owed_in(area: Area, form: Form, period: Period, row: str, today: dt.date) -> list[Owed]:
    """The duties that count in a row of the form."""
    return [
        o
        for _, owed, codes in duty_rows(area, form, period, today)
        for status, code in codes
        if code == row
        for o in owed
        if counts_as(o, status)
    ]


def persons(members: list[Member], places: dict[str, str]) -> list[Person]:
    """Members with the names and masked numbers that the registers have now."""
    names = _names(members)
    numbers = _numbers([m.subject_id for m in members if m.subject == "resident"])
    return [
        Person(
            m.subject,
            m.subject_id,
            names[m.subject].get(m.subject_id, ""),
            numbers.get(m.subject_id, "") if m.subject == "resident" else "",
            places.get(m.path, ""),
            m.path,
            m.since,
        )
        for m in members
    ]


def _names(members: list[Member]) -> dict[str, Any]:
    ids: dict[str, list[int]] = {}
    for member in members:
        ids.setdefault(member.subject, []).append(member.subject_id)
    return {subject: SUBJECTS[subject].displays(some) for subject, some in ids.items()}


def _numbers(ids: list[int]) -> dict[int, str]:
    rows = Resident.every.filter(pk__in=ids).values_list("pk", "number_cipher")
    return {pk: mask(cipher().decrypt(bytes(secret))) for pk, secret in rows}
