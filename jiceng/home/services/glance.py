"""The first page of an office in numbers; those of a county or city are remembered for a few minutes.

There, thousands of duties of the offices below are derived for a handful of numbers, and nobody works them
off here. An office that owes something itself, by a pack that says so, sees it at once; so do streets and
communities.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import Period
from jiceng.home.services.desk import Pile, desk_of, level_of, next_due, piles
from jiceng.home.services.key_figures import KeyFigure
from jiceng.home.services.offices import Punctuality
from jiceng.policy.duties import Owed
from jiceng.policy.force import Area, areas
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.regions.models import Level, Region

A_FEW_MINUTES_IN_SECONDS = 5 * 60


class Glance(NamedTuple):
    """What a first page says of the duties and people of a region.

    `counted_at` is the moment of numbers that are remembered, None for those of now.
    """

    piles: dict[str, list[Pile]]
    next: tuple[Duty, Owed] | None
    quarter: Period
    children: list[Punctuality]
    figures: list[KeyFigure]
    closed: Punctuality
    counted_at: dt.datetime | None


def glance(region: Region, today: dt.date, now: dt.datetime) -> Glance:
    """The first page of a region; the caller has checked the right to it."""
    if region.level >= Level.STREET:
        return _counted(region, today, None)
    here = areas(region, today)
    if _owes_itself(region, here):
        return _counted(region, today, None)
    key = _key(region, here, today)
    kept: Glance | None = cache.get(key)
    if kept is None:
        kept = _counted(region, today, now)
        cache.set(key, kept, A_FEW_MINUTES_IN_SECONDS)
    return kept


def _owes_itself(region: Region, here: list[Area]) -> bool:
    return any(level_of(duty) == region.level for area in here for duty in area.policy.all("duty"))


def _key(region: Region, here: list[Area], today: dt.date) -> str:
    """What the numbers depend on besides the registers: definitions, and rulings on duties, made above."""
    rulings = Waiver.objects.filter(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS)
    ruled = rulings.aggregate(Max("pk"), Count("agreed_at"), Count("refused_at"))
    digests = sorted(digest for area in here for digest in area.policy.digests.values())
    parts = (region.pk, today, sorted(ruled.items()), digests)
    return "glance:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _counted(region: Region, today: dt.date, counted_at: dt.datetime | None) -> Glance:
    desk = desk_of(region, today)
    return Glance(
        piles(desk.owed, today),
        next_due(desk.owed),
        desk.quarter,
        desk.children,
        desk.figures,
        desk.closed,
        counted_at,
    )
