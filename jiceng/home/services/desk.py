"""What is owed in a region today, in the order in which it has to be done, and the rest of the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from jiceng.core.spans import Period, holding
from jiceng.home.services.key_figures import KeyFigure, key_figures
from jiceng.home.services.offices import WORKABLE, Punctuality, closed_outcomes, punctuality
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area, areas
from jiceng.policy.schema import Duty
from jiceng.regions.models import Level, Region

WHENS = {"overdue": "逾期", "week": "本周到期", "month": "本月到期", "later": "以后到期"}
LOOKING_BACK = dt.timedelta(days=400)  # an old duty that is not final stays overdue until it is done

DutyItems = tuple[Duty, list[Owed]]


class Desk(NamedTuple):
    """The first page of a region: open duties, how offices below keep theirs, figures, the last quarter."""

    owed: list[DutyItems]
    quarter: Period
    children: list[Punctuality]
    figures: list[KeyFigure]
    closed: Punctuality


class Pile(NamedTuple):
    """The duties of one kind that are due at one time: how many, and the first due day among them."""

    duty: Duty
    when: str
    count: int
    oldest: dt.date


def desk_of(region: Region, today: dt.date) -> Desk:
    """All that the first page shows, each duty derived once; the caller has checked the right to it."""
    quarter = holding(today, "quarter")
    with reading_all():
        here = areas(region, today)
        # Offices are compared over the running quarter; a community only asks what is still open.
        window = quarter if not region.is_community else Period(today, today)
        only = region.is_community
        known = [each for area in here for each in _derived(region, area, window, today, unproved=only)]
        figures = key_figures(here, today)
    of_children = (o for duty, items in known if level_of(duty) > region.level for o in items)
    children = [] if region.is_community else punctuality(region, quarter, of_children)
    return Desk(_still_open(known), quarter, children, figures, closed_outcomes(region, quarter.before()))


def open_duties(region: Region, today: dt.date, code: str = "") -> list[DutyItems]:
    """The duties in force, or one of them, with what is still to be done, oldest first.

    Empty when no pack here has the one asked for. The caller has checked the right to the region.
    """
    with reading_all():
        found = [
            each
            for area in areas(region, today)
            for each in _derived(region, area, Period(today, today), today, code, unproved=True)
        ]
    return _still_open(found)


def next_due(found: Iterable[DutyItems]) -> tuple[Duty, Owed] | None:
    """The open duty that was or will be due first; None when nothing is owed."""
    first = [(items[0].due, n, duty, items[0]) for n, (duty, items) in enumerate(found) if items]
    if not first:
        return None
    _, _, duty, owed = min(first, key=lambda each: each[:2])
    return duty, owed


def piles(found: Iterable[DutyItems], today: dt.date) -> dict[str, list[Pile]]:
    """{when: piles}, in the order of WHENS; only those that hold something."""
    made: dict[str, list[Pile]] = {when: [] for when in WHENS}
    for duty, items in found:
        by_when: dict[str, list[Owed]] = {when: [] for when in WHENS}
        for owed in items:
            by_when[when_due(owed, today)].append(owed)
        for when, here in by_when.items():
            if here:
                made[when].append(Pile(duty, when, len(here), min(each.due for each in here)))
    return {when: each for when, each in made.items() if each}


def when_due(owed: Owed, today: dt.date) -> str:
    """overdue, week (to Sunday), month or later."""
    if owed.status == "overdue":
        return "overdue"
    if owed.due <= today + dt.timedelta(days=6 - today.weekday()):
        return "week"
    return "month" if owed.due <= holding(today, "month").last else "later"


def around(today: dt.date) -> Window:
    """A window wide enough for whatever can be worked on today, also once it is done."""
    return Window(today - LOOKING_BACK, today + LOOKING_BACK, today)


def level_of(duty: Duty) -> Level:
    """The level whose offices answer for a duty: those above see it, those below do not owe it."""
    return Level[duty.level.upper()]


def _derived(
    region: Region, area: Area, period: Period, today: dt.date, code: str = "", *, unproved: bool
) -> list[DutyItems]:
    """Each duty of an area that its office, or one below, answers for; due in a period, or to be done."""
    return [
        (duty, derive(area, duty, _window(duty, period, today), unproved=unproved))
        for duty in area.policy.all("duty")
        if code in ("", duty.code) and region.level <= level_of(duty)
    ]


def _window(duty: Duty, period: Period, today: dt.date) -> Window:
    first = period.first if duty.final else min(period.first, today - LOOKING_BACK)
    return Window(first, period.last, today)


def _still_open(found: Iterable[DutyItems]) -> list[DutyItems]:
    """One list a duty, oldest first, also where parts of the region have packs of their own."""
    by_code: dict[str, DutyItems] = {}
    for duty, items in found:
        still = (owed for owed in items if owed.status in WORKABLE)
        by_code.setdefault(duty.code, (duty, []))[1].extend(still)
    return [
        (duty, sorted(items, key=lambda o: (o.due, o.path, o.subject_id))) for duty, items in by_code.values()
    ]
