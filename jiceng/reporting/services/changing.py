"""Why a figure changed: who came in and who went out between two spans, and what changed for them.

Before plus in less out is after, by construction: both sides are lists of members, and the database takes
their difference. A frozen side is the list that was submitted; reasons are told from the registers now.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.spans import ONE_DAY, Period
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area
from jiceng.policy.populations import asked
from jiceng.policy.schema import Row
from jiceng.policy.sets import Set
from jiceng.policy.statements import Statement
from jiceng.policy.turning import Turn, turns
from jiceng.policy.vocabulary import SUBJECTS, Span, carrying
from jiceng.regions.models import Region
from jiceng.reporting.services.coming import arrivals, departures, places
from jiceng.reporting.services.counting import areas_of, column_sets, span_of
from jiceng.reporting.services.opening import PAGE_SIZE, counted_row, marked_here, parts_of_cell
from jiceng.reporting.services.reports import few
from jiceng.reporting.services.sources import LivePart, Member, Part, Person, persons

MOST_EXPLAINED = 5000  # beyond so many only those of the page are asked for their reasons
CAME, WENT = 1, -1
DIFFERENCE = """), came as (select subject from after except all select subject from before),
went as (select subject from before except all select subject from after)
select 1 as change, c.subject, p.path from came c
    join (select subject, max(path) as path from after group by subject) p on p.subject = c.subject
union all select -1, w.subject, p.path from went w
    join (select subject, max(path) as path from before group by subject) p on p.subject = w.subject
union all select 0, count(*), 'before' from before
union all select 0, count(*), 'after' from after
order by 1 desc, 3, 2"""


class NotComparable(ValueError):
    """A figure that has no members to compare; the message is for users."""


@dataclass(frozen=True)
class Side:
    """A figure at one time: its members, the areas and sets that they were counted by, and the span."""

    label: str
    span: Span
    parts: list[Part]
    sets: list[tuple[Area, Set]]

    @property
    def members(self) -> Statement:
        """(subject id, path) of everybody who counts."""
        nobody = Statement("select null::bigint, null::text where false")
        return Statement.joined([part.members() for part in self.parts] or [nobody])


@dataclass(frozen=True)
class Moved:
    """Somebody who came in (1) or went out (-1), and why."""

    person: Person
    change: int
    reasons: list[Turn]


@dataclass(frozen=True)
class Changes:
    """The difference of two sides: sizes that reconcile, reasons with their numbers, and one page of people.

    `by_reason` is {reason: (came, went)}; None when too many changed to ask for all.
    """

    subject: str
    then: Side
    now: Side
    before: int
    after: int
    came: int
    went: int
    by_reason: list[tuple[str, int, int]] | None
    shown: list[Moved]
    page: int
    pages: int


def report_changes(
    *,
    actor: Actor,
    region: Region,
    code: str,
    row: str,
    column: str,
    then: Period,
    period: Period,
    today: dt.date,
    live: bool = False,
    page: int = 1,
) -> Changes:
    """What changed in a counted cell of a report from an earlier period; NotComparable for person-months."""
    actor.require(Action.VIEW, region.path)
    with reading_all():
        was, is_now = (
            _side_of_report(region, code, row, column, each, today, live) for each in (then, period)
        )
        subject = is_now.sets[0][1].subject if is_now.sets else "resident"
        return _changes(subject, was, is_now, page)


def population_changes(
    *, actor: Actor, region: Region, name: str, then: dt.date, now: dt.date, page: int = 1
) -> Changes:
    """What changed in a population from one day to another; UnknownName for a name without a set.

    What happens over a span (a flow) is compared with the equally long span before.
    """
    actor.require(Action.VIEW, region.path)
    with reading_all():
        stock = asked(region, name, Span.on(now))
        if any(s.is_flow for _, s in stock):
            spans = Span(then - (now - then), then), Span(then + ONE_DAY, now)
        else:
            spans = Span.on(then), Span.on(now)
        was, is_now = (_side_of_population(region, name, span) for span in spans)
        return _changes(stock[0][1].subject, was, is_now, page)


def _side_of_report(
    region: Region, code: str, row: str, column: str, period: Period, today: dt.date, live: bool
) -> Side:
    found = few(region, code, period, today, [row], live=live)
    cell = counted_row(found.form, row)
    if cell.duty is not None:
        raise NotComparable("按人月统计的项目请逐期查看名单，不能按人员比较增减")
    parts = list(parts_of_cell(found, cell, column, today, live))
    sets = [
        (area, area.policy.build(own.count, own.subject) & _cut(area, code, own, column))
        for area in areas_of(region, period)
        for own in area.policy.get("form", code).row
        if own.code == row and own.count is not None
    ]
    return Side(period.label, span_of(period, today), parts, sets)


def _cut(area: Area, code: str, row: Row, column: str) -> Set:
    sets = column_sets(area, area.policy.get("form", code), row.subject)
    return sets[column]


def _side_of_population(region: Region, name: str, span: Span) -> Side:
    found = asked(region, name, span)
    parts: list[Part] = []
    for area, s in found:
        located = carrying(SUBJECTS[s.subject].located(span, s.is_flow), span)
        parts.append(LivePart(s.subject, area.cut(located).filter(s.q())))
    label = f"{span.last:%Y-%m-%d}"
    return Side(label if span.first == span.last else f"{span.first:%Y-%m-%d}至{label}", span, parts, found)


def _changes(subject: str, then: Side, now: Side, page: int) -> Changes:
    rows = difference(then.members, now.members).fetch()
    sizes = {path: n for change, n, path in rows if change == 0}
    moved = [(change, pk, path) for change, pk, path in rows if change]
    pages = max(1, -(-len(moved) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    on_page = moved[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    explained = moved if len(moved) <= MOST_EXPLAINED else on_page
    reasons = _reasons(subject, then, now, {pk: change for change, pk, _ in explained})
    return Changes(
        subject=subject,
        then=then,
        now=now,
        before=sizes["before"],
        after=sizes["after"],
        came=sum(change == CAME for change, _, _ in moved),
        went=sum(change == WENT for change, _, _ in moved),
        by_reason=_summed(moved, reasons) if explained is moved else None,
        shown=_shown(subject, on_page, reasons),
        page=page,
        pages=pages,
    )


def difference(before: Statement, after: Statement) -> Statement:
    """(1 or -1, subject id, path) of everybody who came or went, and (0, size, side)."""
    pieces = (
        Statement("with before(subject, path) as ("),
        before,
        Statement("), after(subject, path) as ("),
        after,
        Statement(DIFFERENCE),
    )
    return Statement.joined(pieces, "")


def _reasons(subject: str, then: Side, now: Side, changed: dict[int, int]) -> dict[int, list[Turn]]:
    leaves = [leaf for side in (then, now) for _, s in side.sets for leaf in s.leaves()]
    found = turns(leaves, then.span, now.span, changed)
    was, is_now = (
        places(subject, [area for area, _ in side.sets], side.span, changed) for side in (then, now)
    )
    by_place = {CAME: arrivals(was, is_now), WENT: departures(subject, was, is_now, now.span)}
    is_redefined = {s for _, s in then.sets} != {s for _, s in now.sets}
    otherwise = Turn("口径调整" if is_redefined else "登记更正（补录、作废或上报后变动）")
    reasons = {}
    for pk, change in changed.items():
        moved = by_place[change].get(pk)
        reasons[pk] = [*([moved] if moved else []), *found.get(pk, ())] or [otherwise]
    return reasons


def _summed(
    moved: Iterable[tuple[int, int, str]], reasons: dict[int, list[Turn]]
) -> list[tuple[str, int, int]]:
    """(reasons together, came, went), the most frequent first."""
    came, went = Counter[str](), Counter[str]()
    for change, pk, _ in moved:
        text = "；".join(turn.text for turn in reasons[pk])
        (came if change == CAME else went)[text] += 1
    both = came + went
    return [(text, came[text], went[text]) for text, _ in both.most_common()]


def _shown(subject: str, on_page: list[tuple[int, int, str]], reasons: dict[int, list[Turn]]) -> list[Moved]:
    names = dict(Region.objects.filter(path__in={p for _, _, p in on_page}).values_list("path", "name"))
    found = marked_here(persons([Member(subject, pk, path) for _, pk, path in on_page], names))
    return [
        Moved(person, change, reasons[pk]) for person, (change, pk, _) in zip(found, on_page, strict=True)
    ]
