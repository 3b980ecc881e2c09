"""From a cell to its people: as they were where the figure is frozen, else as the registers say now.

The list and the figure have one source: frozen cells were counted from the rows that are listed here, live
ones by the same sets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import F

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.policy.figures import reading_all
from jiceng.policy.schema import Form, Row
from jiceng.regions.models import Level
from jiceng.reporting.models import Filing, Freeze
from jiceng.reporting.rules import TOTAL, columns_of
from jiceng.reporting.services.counting import areas_of, span_of
from jiceng.reporting.services.reports import Report, frozen_below
from jiceng.reporting.services.sources import OwedPart, Part, Person, frozen_parts, live_parts, owed_in
from jiceng.residents.models import Resident

PAGE_SIZE = 100


class NoSuchCell(LookupError):
    """A cell that the form does not have, or that is computed from others and has no people of its own."""


@dataclass(frozen=True)
class People:
    """One page of the people of a cell. `total` counts the list, `figure` is what the report says."""

    shown: list[Person]
    total: int
    figure: int
    page: int
    pages: int

    @property
    def agrees(self) -> bool:
        """Whether list and figure are the same; they always are unless something is wrong."""
        return self.total == self.figure


def people(
    *,
    actor: Actor,
    found: Report,
    row: str,
    column: str,
    today: dt.date,
    live: bool = False,
    page: int = 1,
) -> People:
    """The people of a counted cell of a report, 100 a page; `live` when the report was asked for so.

    Raises NotAllowed outside the actor's region, and NoSuchCell.
    """
    actor.require(Action.VIEW, found.region.path)
    cell = counted_row(found.form, row)
    if column not in columns_of(found.form, cell):
        raise NoSuchCell(f"{row}.{column}")
    with reading_all():
        parts = list(parts_of_cell(found, cell, column, today, live))
        sizes = [part.size() for part in parts]
        pages = max(1, -(-sum(sizes) // PAGE_SIZE))
        page = min(max(page, 1), pages)
        start = (page - 1) * PAGE_SIZE
        shown = list(_slice(parts, sizes, start, start + PAGE_SIZE))
    figure = int(found.cells[row][column] or 0)
    return People(marked_here(shown), sum(sizes), figure, page, pages)


def counted_row(form: Form, code: str) -> Row:
    """A row of a form that has people; NoSuchCell for a rate or an unknown code."""
    for row in form.row:
        if row.code == code and row.formula is None:
            return row
    raise NoSuchCell(code)


def marked_here(people_shown: list[Person]) -> list[Person]:
    """The people with `is_here` set, by the scope of whoever asks."""
    ids = {person.subject_id for person in people_shown if person.subject == "resident"}
    here = set(Resident.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [
        replace(person, is_here=person.subject == "resident" and person.subject_id in here)
        for person in people_shown
    ]


def freezes_beneath(freeze: Freeze) -> list[Freeze]:
    """The revisions of communities that a frozen figure was summed from: the latest ones at its time."""
    if freeze.filing.region.is_community:
        return [freeze]
    filing = freeze.filing
    beneath = Freeze.objects.filter(
        filing__form=filing.form,
        filing__first=filing.first,
        filing__region__level=Level.COMMUNITY,
        path__gte=freeze.path,
        path__lt=freeze.path + "~",
        known_at__lte=freeze.known_at,
    )
    latest = beneath.order_by("filing_id", "-revision").distinct("filing_id")
    return list(latest.select_related("filing__region"))


def standing_freezes(filings: Iterable[Filing]) -> list[Freeze]:
    """The revision that stands of each filing."""
    freezes = Freeze.objects.filter(filing__in=list(filings), revision=F("filing__revision"))
    return list(freezes.select_related("filing__region"))


def _slice(parts: list[Part], sizes: list[int], start: int, stop: int) -> Iterator[Person]:
    for part, size in zip(parts, sizes, strict=True):
        if start < size and stop > 0:
            yield from part.cut(max(start, 0), min(stop, size))
        start, stop = start - size, stop - size


def parts_of_cell(found: Report, row: Row, column: str, today: dt.date, live: bool) -> Iterator[Part]:
    """Where the people of a counted cell come from, within `reading_all`."""
    if found.freeze is not None:
        yield from frozen_parts(freezes_beneath(found.freeze), row.code, column)
        return
    below = (
        [] if live or found.region.is_community else frozen_below(found.region, found.form.code, found.period)
    )
    yield from frozen_parts(standing_freezes(below), row.code, column)
    leaving_out = tuple(sorted(filing.region_id for filing in below))
    span = span_of(found.period, today)
    for area in areas_of(found.region, found.period, leaving_out):
        form: Form = area.policy.get("form", found.form.code)
        own_row = next((r for r in form.row if r.code == row.code), None)
        if own_row is not None and own_row.duty is not None and column == TOTAL:
            yield OwedPart(owed_in(area, form, found.period, own_row.code, today))
        elif own_row is not None and own_row.count is not None:
            yield from live_parts(area, form, own_row, column, span)
