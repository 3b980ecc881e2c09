"""The late entries (补录) that a report shows: frozen with it, or what would be frozen with it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.reporting.models import Filing, LateEntry
from jiceng.reporting.services.late import late_changes
from jiceng.reporting.services.opening import freezes_beneath, marked_here, standing_freezes
from jiceng.reporting.services.reports import Report, frozen_below
from jiceng.reporting.services.sources import Person

SHOWN = 200


@dataclass(frozen=True)
class LateLine:
    """Somebody who came into (+) or went out of (-) a row of an earlier period after it was frozen."""

    period: Period
    row: str
    person: Person
    change: int


@dataclass(frozen=True)
class LateListing:
    """The first lines, and how many there are. `is_running`: they are not frozen yet and may change."""

    lines: list[LateLine]
    total: int
    is_running: bool


def late_listing(*, actor: Actor, found: Report, today: dt.date) -> LateListing:
    """The late entries of a report; of a parent those of its communities that have submitted."""
    actor.require(Action.VIEW, found.region.path)
    is_running = found.freeze is None and found.region.is_community
    with reading_all():
        lines = list(_running(found, today) if is_running else _frozen(found))
    order = {row.code: place for place, row in enumerate(found.form.row)}
    lines.sort(
        key=lambda line: (-line.period.first.toordinal(), order.get(line.row, len(order)), line.person.name)
    )
    shown = lines[:SHOWN]
    people = marked_here([line.person for line in shown])
    shown = [
        LateLine(line.period, line.row, person, line.change)
        for line, person in zip(shown, people, strict=True)
    ]
    return LateListing(shown, len(lines), is_running)


def _running(found: Report, today: dt.date) -> Iterator[LateLine]:
    filing = found.filing or Filing(form=found.form.code, region=found.region, first=found.period.first)
    for c in late_changes(filing, today):
        person = Person(c.subject, c.subject_id, c.display, "", found.region.name, found.region.path, c.since)
        yield LateLine(_period(c.first, found), c.row, person, c.change)


def _frozen(found: Report) -> Iterator[LateLine]:
    if found.freeze is not None:
        freezes = freezes_beneath(found.freeze)
    else:
        freezes = standing_freezes(frozen_below(found.region, found.form.code, found.period))
    entries = LateEntry.objects.filter(freeze__in=freezes).select_related("freeze__filing__region")
    for e in entries:
        place = e.freeze.filing.region.name
        person = Person(e.subject, e.subject_id, e.display, "", place, e.path, e.since)
        yield LateLine(_period(e.first, found), e.row, person, e.change)


def _period(first: dt.date, found: Report) -> Period:
    period = found.period
    while period.first > first:
        period = period.before()
    return period
