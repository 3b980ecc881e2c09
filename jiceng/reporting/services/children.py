"""The reports below a region side by side: who has submitted, when, and every cell of each.

A few statements whatever the number of children: live figures are counted by community in one pass and put
together per child, frozen ones are summed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period
from jiceng.policy.figures import Pass, reading_all
from jiceng.policy.force import Area
from jiceng.policy.schema import Form
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.regions.models import Region
from jiceng.reporting.models import Filing, Freeze
from jiceng.reporting.rules import FROZEN, TOTAL, Cells, added, columns_of, finished
from jiceng.reporting.services.counting import (
    areas_of,
    column_sets,
    counts_as,
    duty_rows,
    row_sets,
    span_of,
    subjects_of,
)
from jiceng.reporting.services.opening import standing_freezes
from jiceng.reporting.services.progress import Progress, due_day, progress_of, with_first_submission
from jiceng.reporting.services.reports import form_for, frozen_below, latest_freeze

Tally = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Child:
    """A region below with its report; `is_expected` when somebody lives there, so that it has to report."""

    region: Region
    progress: Progress
    cells: Cells
    is_expected: bool


@dataclass(frozen=True)
class SideBySide:
    """The children of a region, and its own figures; `differing` are cells that are not their sum."""

    form: Form
    children: list[Child]
    total: Cells
    differing: list[tuple[str, str]]

    @property
    def missing(self) -> list[Child]:
        """The children that still have to submit."""
        return [c for c in self.children if c.is_expected and not c.progress.is_frozen]

    @property
    def late(self) -> list[Child]:
        """The children that first submitted after the due day."""
        return [c for c in self.children if c.progress.punctuality == "late"]


def side_by_side(*, actor: Actor, region: Region, code: str, period: Period, today: dt.date) -> SideBySide:
    """The reports of the children of a region for a period; PeriodRefused for a wrong or future one."""
    actor.require(Action.VIEW, region.path)
    with reading_all():
        form = form_for(region, code, period, today)
        places = Places(region, period.last)
        filings = _filings(places.children, code, period)
        figures = _Figures(form, region, period, today, places)
        cells = {child.pk: figures.of(child, filings.get(child.pk)) for child in places.children}
        expected = _with_people(region, period, today, places)
        own = Filing.objects.filter(form=code, region=region, first=period.first, state__in=FROZEN).first()
        summed = _sum(form, cells.values())
        total: Cells = latest_freeze(own).cells if own else summed
    due = due_day(form, period)
    children = [
        Child(c, progress_of(filings.get(c.pk), due, today), cells[c.pk], c.pk in expected)
        for c in places.children
    ]
    return SideBySide(form, children, total, _differing(form, total, summed))


class Places:
    """The direct children of a region as the tree was on a day, and in which of them a community lay."""

    def __init__(self, region: Region, day: dt.date) -> None:
        below = Region.objects.within_on(region.path, day).existing_on(day).exclude(pk=region.pk)
        self.children: list[Region] = []
        self._child_of: dict[int, int] = {}
        self._by_path: dict[str, int] = {}
        last_child = ""
        for each in below.annotate(path_on_day=F("path_then")).order_by("path_on_day"):
            path = str(each.path_on_day)  # type: ignore[attr-defined]
            if not last_child or not path.startswith(last_child):
                self.children.append(each)
                last_child = path
            self._child_of[each.pk] = self.children[-1].pk
            self._by_path[path] = self.children[-1].pk

    def of_region(self, region_id: int) -> int | None:
        """The child in which a region lay."""
        return self._child_of.get(region_id)

    def of_path(self, path: str) -> int | None:
        """The child in which a path lay."""
        return self._by_path.get(path)


class _Figures:
    """The cells of every child, from its own freeze or put together from its communities."""

    def __init__(self, form: Form, region: Region, period: Period, today: dt.date, places: Places) -> None:
        self.form = form
        frozen = frozen_below(region, form.code, period)
        leaving_out = tuple(sorted(filing.region_id for filing in frozen))
        self._tallies = _live(region, form.code, period, today, leaving_out, places)
        for freeze in standing_freezes(frozen):
            child = places.of_region(freeze.filing.region_id)
            if child is not None:
                tally = self._tallies.setdefault(child, Counter())
                tally.update(added({}, freeze.cells, form))
        own = Filing.objects.filter(
            form=form.code, first=period.first, region__in=places.children, state__in=FROZEN
        )
        self._own: dict[int, Freeze] = {f.filing.region_id: f for f in standing_freezes(own)}

    def of(self, child: Region, filing: Filing | None) -> Cells:
        """The cells of a child: what it submitted, else what stands below it now."""
        if filing is not None and filing.state in FROZEN:
            return self._own[child.pk].cells
        return finished(self.form, self._tallies.get(child.pk, {}))


def _filings(children: list[Region], code: str, period: Period) -> dict[int, Filing]:
    found = Filing.objects.filter(form=code, first=period.first, region__in=children)
    return {filing.region_id: filing for filing in with_first_submission(found)}


def _live(
    region: Region,
    code: str,
    period: Period,
    today: dt.date,
    leaving_out: tuple[int, ...],
    places: Places,
) -> dict[int, Tally]:
    """{child: {(row, column): n}} of everybody who lives in no frozen community."""
    tallies: dict[int, Tally] = {}
    for area in areas_of(region, period, leaving_out):
        form = area.policy.get("form", code)
        for child, cell, n in [
            *_counted(area, form, period, today, places),
            *_owed(area, form, period, today, places),
        ]:
            if child is not None:
                tallies.setdefault(child, Counter())[cell] += n
    return tallies


Counted = list[tuple[int | None, tuple[str, str], int]]


def _counted(area: Area, form: Form, period: Period, today: dt.date, places: Places) -> Counted:
    found: Counted = []
    for subject in subjects_of(form):
        rows, columns = row_sets(area, form, subject), column_sets(area, form, subject)
        one = Pass(area, SUBJECTS[subject], span_of(period, today), rows.values(), columns.values())
        for group in one.groups({"region": F("region_id")}):
            hits = [row for row, s in rows.items() if one.counts(s, group.present, group.mask)]
            cuts = [column for column, s in columns.items() if s.holds(one.answer(group.mask))]
            child = places.of_region(group.key[0])
            found += [(child, (row, column), group.size) for row in hits for column in cuts]
    return found


def _owed(area: Area, form: Form, period: Period, today: dt.date, places: Places) -> Counted:
    return [
        (places.of_path(o.path), (row, TOTAL), 1)
        for _, owed, codes in duty_rows(area, form, period, today)
        for status, row in codes
        for o in owed
        if counts_as(o, status)
    ]


def _with_people(region: Region, period: Period, today: dt.date, places: Places) -> set[int]:
    located = SUBJECTS["resident"].located(span_of(period, today), True)
    here = located.filter(path__gte=region.path, path__lt=region.path + "~")
    found = {places.of_region(pk) for pk in here.order_by().values_list("region_id", flat=True).distinct()}
    return {child for child in found if child is not None}


def _sum(form: Form, all_cells: Iterable[Mapping[str, Mapping[str, object]]]) -> Cells:
    total: Tally = Counter()
    for cells in all_cells:
        total.update(added({}, cells, form))
    return finished(form, total)


def _differing(form: Form, total: Cells, summed: Cells) -> list[tuple[str, str]]:
    return [
        (row.code, column)
        for row in form.row
        if row.formula is None
        for column in columns_of(form, row)
        if total.get(row.code, {}).get(column) != summed[row.code][column]
    ]
