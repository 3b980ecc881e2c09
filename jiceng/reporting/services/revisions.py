"""One revision of a report beside the one before: cells, and the people who came and went (P2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.regions.models import Region
from jiceng.reporting.models import Freeze, FrozenSubject
from jiceng.reporting.services.opening import PAGE_SIZE, freezes_beneath, marked_here
from jiceng.reporting.services.reports import Report, form_for, in_order
from jiceng.reporting.services.sources import Person, person_then

NO_MONTH = Value(dt.date.min)


class NoSuchRevision(LookupError):
    """A revision that the report does not have."""


@dataclass(frozen=True)
class Change:
    """Somebody who counts otherwise: the rows entered and left, and the columns before and after."""

    person: Person
    entered: list[str]
    left: list[str]
    columns_then: list[str]
    columns_now: list[str]

    @property
    def has_moved_column(self) -> bool:
        """Whether the person stayed in some row but counts in other columns."""
        return bool(self.columns_then and self.columns_now) and self.columns_then != self.columns_now


@dataclass(frozen=True)
class Comparison:
    """A revision and the one before it, with one page of the people who count otherwise."""

    now: Report
    then: Report
    changes: list[Change]
    total: int
    page: int
    pages: int


def revision_of(region: Region, code: str, period: Period, number: int, today: dt.date) -> Report:
    """A report as it was in one revision, within `reading_all`; NoSuchRevision else."""
    form = form_for(region, code, period, today)
    found = Freeze.objects.filter(
        filing__form=code, filing__region=region, filing__first=period.first, revision=number
    )
    freeze = found.select_related("filing__region").first()
    if freeze is None:
        raise NoSuchRevision(number)
    cells = in_order(form, freeze.cells)
    return Report(form, region, period, freeze.filing.state, cells, [], freeze.filing, freeze)


def compare(
    *,
    actor: Actor,
    region: Region,
    code: str,
    period: Period,
    number: int,
    today: dt.date,
    page: int = 1,
) -> Comparison:
    """A revision beside the one before it; NoSuchRevision when there is none."""
    actor.require(Action.VIEW, region.path)
    with reading_all():
        now = revision_of(region, code, period, number, today)
        then = revision_of(region, code, period, number - 1, today)
        assert now.freeze and then.freeze
        changes = _changes(freezes_beneath(then.freeze), freezes_beneath(now.freeze))
    pages = max(1, -(-len(changes) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = changes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    people = marked_here([change.person for change in shown])
    shown = [replace(change, person=person) for person, change in zip(people, shown, strict=True)]
    return Comparison(now, then, shown, len(changes), page, pages)


Key = tuple[str, int, dt.date | None]


def _changes(then: list[Freeze], now: list[Freeze]) -> list[Change]:
    """Only communities with another revision are looked at, and of those only rows without an equal."""
    kept = {freeze.pk for freeze in then} & {freeze.pk for freeze in now}
    old = [freeze for freeze in then if freeze.pk not in kept]
    new = [freeze for freeze in now if freeze.pk not in kept]
    before, after = _by_key(_without_equal(old, new)), _by_key(_without_equal(new, old))
    changes = [_change(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    found = [c for c in changes if c.entered or c.left or c.has_moved_column]
    return sorted(
        found, key=lambda c: (c.person.path, c.person.name, c.person.subject_id, str(c.person.since))
    )


def _without_equal(these: list[Freeze], those: list[Freeze]) -> QuerySet[FrozenSubject]:
    month = Coalesce("since", NO_MONTH)
    equal = FrozenSubject.objects.alias(month=month).filter(
        freeze__in=those,
        subject=OuterRef("subject"),
        subject_id=OuterRef("subject_id"),
        rows=OuterRef("rows"),
        columns=OuterRef("columns"),
        month=OuterRef("month"),
    )
    rows = FrozenSubject.objects.alias(month=month).filter(~Exists(equal), freeze__in=these)
    return rows.select_related("freeze__filing__region")


def _by_key(rows: Iterable[FrozenSubject]) -> dict[Key, FrozenSubject]:
    return {(row.subject, row.subject_id, row.since): row for row in rows}


def _change(before: FrozenSubject | None, after: FrozenSubject | None) -> Change:
    shown = after or before
    assert shown is not None
    rows_then, columns_then = _decoded(before)
    rows_now, columns_now = _decoded(after)
    entered = [row for row in rows_now if row not in rows_then]
    left = [row for row in rows_then if row not in rows_now]
    return Change(person_then(shown), entered, left, columns_then, columns_now)


def _decoded(row: FrozenSubject | None) -> tuple[list[str], list[str]]:
    if row is None:
        return [], []
    return _codes(row.freeze.rows, row.rows), _codes(row.freeze.columns, row.columns)


def _codes(order: list[str], bits: int) -> list[str]:
    return [code for i, code in enumerate(order) if bits >> i & 1]
