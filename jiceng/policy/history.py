"""What the packs said before or will say: entries that do not hold on a day, and days on which some turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from jiceng.core.spans import ONE_DAY
from jiceng.policy.force import Origin, candidates, in_force
from jiceng.regions.models import Region

FUTURE, ENDED, WITHDRAWN, SUPERSEDED = "future", "ended", "withdrawn", "superseded"


@dataclass(frozen=True)
class PassedOver:
    """An enacted entry that does not hold on a day: not yet, no more, or because of another.

    `by` is the one that holds in its place, or that withdrew it.
    """

    origin: Origin
    state: str
    by: Origin | None


def passed_over(region: Region, day: dt.date) -> list[PassedOver]:
    """The entries enacted for a region that do not hold on a day, in the order of their packs."""
    holding = in_force(region, day).origins
    ranked = candidates(region)
    last = {_key(c): c for c in ranked if _is_within(c, day)}
    return [
        _told(c, day, last.get(_key(c)))
        for c in ranked
        if holding.get(_key(c)) != c and not (c.entry.withdrawn and last.get(_key(c)) == c)
    ]


def _key(origin: Origin) -> tuple[str, str]:
    return origin.kind, origin.entry.code


def _is_within(origin: Origin, day: dt.date) -> bool:
    return origin.start <= day and (origin.entry.until is None or origin.entry.until >= day)


def _told(origin: Origin, day: dt.date, last: Origin | None) -> PassedOver:
    if origin.start > day:
        return PassedOver(origin, FUTURE, None)
    if not _is_within(origin, day):
        return PassedOver(origin, ENDED, last)
    return PassedOver(origin, WITHDRAWN if last and last.entry.withdrawn else SUPERSEDED, last)


def turning_days(origins: Iterable[Origin], first: dt.date, last: dt.date) -> list[dt.date]:
    """The days after `first`, up to `last`, on which an entry begins or has just ended."""
    days = set()
    for origin in origins:
        days.add(origin.start)
        if origin.entry.until is not None:
            days.add(origin.entry.until + ONE_DAY)
    return sorted(day for day in days if first < day <= last)
