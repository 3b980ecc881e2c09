"""A few figures of a form over several periods: frozen where they were submitted, else counted now.

What is counted now of a closed period is remembered for the business day, until another filing is frozen or
returned: the registers of the past hardly change, and a city would be counted eight times for one chart.
Above the community the running quarter is remembered too, for a few minutes: many look at it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q, Sum

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import Period, holding
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce, areas, in_force
from jiceng.policy.schema import Form
from jiceng.regions.models import Region
from jiceng.reporting.models import Filing
from jiceng.reporting.rules import FROZEN, TOTAL, Number
from jiceng.reporting.services.reports import few

ONE_DAY_IN_SECONDS = 24 * 60 * 60
A_FEW_MINUTES_IN_SECONDS = 5 * 60
FROZEN_FIGURE, PARTLY_FROZEN, LIVE = "frozen", "partly", "live"


@dataclass(frozen=True)
class Point:
    """The figures of one period by row; `source` is frozen, partly (some communities submitted) or live.

    A form that was not in force yet has none.
    """

    period: Period
    cells: dict[str, Number]
    source: str


def quarterly(region: Region, today: dt.date, rows: Collection[str]) -> Form | None:
    """The first quarterly form in force that has one of the rows; None when there is none."""
    forms: list[Form] = in_force(region, today).all("form")
    for form in forms:
        if form.period == "quarter" and any(row.code in rows for row in form.row):
            return form
    return None


def series(
    *, actor: Actor, region: Region, form: Form, rows: Sequence[str], periods: int, today: dt.date
) -> list[Point]:
    """The rows in the total column over the running period and those before it, the oldest first."""
    actor.require(Action.VIEW, region.path)
    asked = [holding(today, form.period)]
    while len(asked) < periods:
        asked.insert(0, asked[0].before())
    with reading_all():
        return [_point(region, form.code, period, today, tuple(rows)) for period in asked]


def _point(region: Region, code: str, period: Period, today: dt.date, rows: tuple[str, ...]) -> Point:
    is_running = period.last >= today
    if is_running and region.is_community:
        return _counted(region, code, period, today, rows)
    key = _key(region, code, period, today, rows)
    kept: Point | None = cache.get(key)
    if kept is None:
        kept = _counted(region, code, period, today, rows)
        cache.set(key, kept, A_FEW_MINUTES_IN_SECONDS if is_running else ONE_DAY_IN_SECONDS)
    return kept


def _key(region: Region, code: str, period: Period, today: dt.date, rows: tuple[str, ...]) -> str:
    """What the figures depend on besides the registers: definitions, and how far the filings are."""
    filings = Filing.objects.filter(form=code, first=period.first)
    here = filings.filter(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS)
    state = here.aggregate(n=Count("pk", filter=Q(state__in=FROZEN)), revisions=Sum("revision"))
    digests = sorted(digest for area in areas(region, period.last) for digest in area.policy.digests.values())
    parts = (region.pk, code, period.code, today, rows, state["n"], state["revisions"], digests)
    return "series:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _counted(region: Region, code: str, period: Period, today: dt.date, rows: tuple[str, ...]) -> Point:
    try:
        found = few(region, code, period, today, rows)
    except NotInForce:
        return Point(period, {}, LIVE)
    cells = {row: found.cells[row].get(TOTAL) for row in rows if row in found.cells}
    if found.is_frozen or not found.incomplete:
        return Point(period, cells, FROZEN_FIGURE)
    here = Region.objects.communities().within(region.path).existing_on(period.last).count()
    return Point(period, cells, LIVE if len(found.incomplete) >= here else PARTLY_FROZEN)
