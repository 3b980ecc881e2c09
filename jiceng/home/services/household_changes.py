"""Who came to or left a household shortly before or after it was recognised as without employment (A2).

No document sets the time: 30 days is the platform's own, for a supervisor to look at, and decides nothing
(docs/definitions.md).
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import NamedTuple

from jiceng.assistance.models import Recognition
from jiceng.residents.models import Facts, Household

NEAR = dt.timedelta(days=30)
LOOKING_BACK = dt.timedelta(days=400)
RECOGNITIONS_READ = 1000


class Change(NamedTuple):
    """A member who came or went near a recognition."""

    recognition: Recognition
    household: Household
    resident_id: int
    name: str
    on: dt.date
    is_coming: bool

    @property
    def apart(self) -> str:
        """How far the change is from the recognition, in words."""
        days = (self.recognition.start - self.on).days
        if days == 0:
            return "当天"
        return f"认定前{days}天" if days > 0 else f"认定后{-days}天"


def changes_near_recognition(today: dt.date, household: Household | None = None) -> list[Change]:
    """The changes of the households of the scope that were recognised lately, the newest first."""
    recognitions = Recognition.objects.filter(start__gte=today - LOOKING_BACK)
    if household is not None:
        recognitions = Recognition.objects.filter(household=household)
    by_household: dict[int, list[Recognition]] = {}
    for row in recognitions.select_related("household__region").order_by("-start")[:RECOGNITIONS_READ]:
        by_household.setdefault(row.household_id, []).append(row)
    if not by_household:
        return []
    touched = Facts.objects.filter(household__in=by_household).values("resident")
    versions = Facts.objects.filter(resident__in=touched).select_related("resident")
    found = [
        Change(row, row.household, after.resident_id, after.resident.name, after.start, is_coming)
        for before, after in pairwise(versions.order_by("resident", "start"))
        for home, is_coming in _moved(before, after)
        for row in by_household.get(home, ())
        if abs(row.start - after.start) <= NEAR
    ]
    return sorted(found, key=lambda each: (each.on, each.resident_id), reverse=True)


def _moved(before: Facts, after: Facts) -> list[tuple[int, bool]]:
    """The household that was left and the one that was entered, if they differ and both were known."""
    if before.resident_id != after.resident_id or before.household_id in (None, after.household_id):
        return []
    entered = [(after.household_id, True)] if after.household_id is not None else []
    return [(before.household_id, False), *entered]
