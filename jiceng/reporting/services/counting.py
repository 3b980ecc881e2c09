"""Counting the cells of a form now, from the registers: valid time with today's knowledge.

Run inside `jiceng.policy.figures.reading_all`; the caller has checked the right to the region.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from jiceng.core.spans import Period
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.figures import Pass, tally
from jiceng.policy.force import Area, areas
from jiceng.policy.formula import names_in
from jiceng.policy.schema import Form, Row
from jiceng.policy.sets import Set, everybody
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.regions.models import FormerPath, Level, Region
from jiceng.reporting.rules import TOTAL


@dataclass(frozen=True)
class Counted:
    """A subject that counts in a form: in which rows, columns and region; `since` for a duty's month."""

    subject: str
    subject_id: int
    region_id: int
    since: dt.date | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def span_of(period: Period, today: dt.date) -> Span:
    """A running period stands on today; a future one is refused by the caller."""
    return Span(period.first, min(period.last, today))


def areas_of(region: Region, period: Period, leaving_out: tuple[int, ...] = ()) -> list[Area]:
    """The parts of a region by their definitions, without the communities that are frozen.

    One whose communities have come or gone since is counted community by community, as it was then: people
    keep the path of their time, households and offices go along with their community.
    """
    found: list[Area] = []
    for area in areas(region, period.last):
        if _is_redrawn(area, period.last):
            then = Region.objects.communities().within_on(area.region.path, period.last)
            for part in area.but:
                then = then.exclude(pk__in=Region.objects.within_on(part, period.last).values("pk"))
            found += [replace(area, region=each, but=()) for each in then.exclude(pk__in=leaving_out)]
        else:
            found.append(replace(area, leaving_out=leaving_out))
    return found


def _is_redrawn(area: Area, day: dt.date) -> bool:
    """Whether other communities lie in an area now than lay there on a day."""
    if area.region.is_community:
        return False
    moved = FormerPath.objects.filter(until__gt=day, region__level=Level.COMMUNITY).order_by("-until", "-pk")
    places = {pk: (then, now) for pk, then, now in moved.values_list("region", "path", "region__path")}
    return any(
        then.startswith(area.region.path) != now.startswith(area.region.path) for then, now in places.values()
    )


def counts(
    region: Region,
    code: str,
    period: Period,
    today: dt.date,
    leaving_out: tuple[int, ...] = (),
    rows: Collection[str] | None = None,
) -> dict[tuple[str, str], int]:
    """{(row, column): n} of every counted row, summed over the areas of the region.

    With `rows` only of those and of what they are computed from, in the total column.
    """
    total: dict[tuple[str, str], int] = {}
    for area in areas_of(region, period, leaving_out):
        form: Form = area.policy.get("form", code)
        form = form if rows is None else narrowed(form, rows)
        for cell, n in _counts_of(area, form, period, today).items():
            total[cell] = total.get(cell, 0) + n
    return total


def narrowed(form: Form, rows: Collection[str]) -> Form:
    """A form with a few of its rows, what they are computed from, and the total column only."""
    needed = {*rows, *(name for row in form.row if row.code in rows for name in _parts_of(row))}
    return form.model_copy(
        update={
            "row": [row for row in form.row if row.code in needed],
            "column": [column for column in form.column if column.code == TOTAL],
            "check": [],
        }
    )


def _parts_of(row: Row) -> set[str]:
    return {name.partition(".")[0] for name in names_in(row.formula)} if row.formula else set()


def _counts_of(area: Area, form: Form, period: Period, today: dt.date) -> dict[tuple[str, str], int]:
    cells: dict[tuple[str, str], int] = {}
    for subject in subjects_of(form):
        rows, columns = row_sets(area, form, subject), column_sets(area, form, subject)
        cells |= tally(area, span_of(period, today), rows, columns, subject)
    for _, owed, codes in duty_rows(area, form, period, today):
        for status, code in codes:
            cells[code, TOTAL] = sum(counts_as(o, status) for o in owed)
    return cells


def subjects_of(form: Form) -> list[str]:
    """The subjects that the rows of a form count."""
    return list(dict.fromkeys(row.subject for row in form.row if row.count is not None))


def row_sets(area: Area, form: Form, subject: str = "resident") -> dict[str, Set]:
    """The rows of a form that count subjects of one kind, as sets."""
    return {
        row.code: area.policy.build(row.count, subject)
        for row in form.row
        if row.count is not None and row.subject == subject
    }


def column_sets(area: Area, form: Form, subject: str = "resident") -> dict[str, Set]:
    """The columns of a form as sets of residents; other subjects count in the total only."""
    if subject != "resident":
        return {TOTAL: everybody(subject)}
    return {column.code: area.policy.build(column.where, subject) for column in form.column}


def duty_rows(
    area: Area, form: Form, period: Period, today: dt.date
) -> Iterator[tuple[str, list[Owed], list[tuple[str, str]]]]:
    """(duty, what was owed in the period, [(status, row)]) of every duty that a form counts."""
    by_duty: dict[str, list[tuple[str, str]]] = {}
    for row in form.row:
        if row.duty is not None:
            by_duty.setdefault(row.duty.duty, []).append((row.duty.status, row.code))
    for code, rows in by_duty.items():
        window = Window(period.first, period.last, today)
        duty = area.policy.get("duty", code)
        owed = derive(area, duty, window, counted_over=span_of(period, today))
        yield code, [o for o in owed if period.first <= o.due <= period.last], rows


def counts_as(owed: Owed, status: str) -> bool:
    """Whether a duty counts under a status of a form; what was waived is not owed."""
    return owed.status == status or (status == "owed" and owed.status != "waived")


def counted(area: Area, form: Form, period: Period, today: dt.date) -> list[Counted]:
    """Everybody who counts in any cell, one row a subject (and month of a duty)."""
    return [
        *(c for subject in subjects_of(form) for c in _counted(area, form, subject, period, today)),
        *_counted_duties(area, form, period, today),
    ]


def _counted(area: Area, form: Form, subject: str, period: Period, today: dt.date) -> Iterator[Counted]:
    rows, columns = row_sets(area, form, subject), column_sets(area, form, subject)
    one = Pass(area, SUBJECTS[subject], span_of(period, today), rows.values(), columns.values())
    for subject_id, region_id, present, mask in one.subjects():
        hits = tuple(code for code, s in rows.items() if one.counts(s, present, mask))
        if hits:
            cuts = tuple(code for code, s in columns.items() if s.holds(one.answer(mask)))
            yield Counted(subject, subject_id, region_id, None, hits, cuts)


def _counted_duties(area: Area, form: Form, period: Period, today: dt.date) -> Iterator[Counted]:
    for _, owed, codes in duty_rows(area, form, period, today):
        for o in owed:
            rows = tuple(row for status, row in codes if counts_as(o, status))
            if rows:
                yield Counted(o.subject, o.subject_id, area.region.pk, o.since, rows, (TOTAL,))
