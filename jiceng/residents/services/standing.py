"""What every act on a resident asks first: where the person stands, and with which facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max

from jiceng.residents.models import Facts, Resident, Sighting


def place_of(resident: Resident) -> dict[str, Any]:
    """Region and path for a new row of the person: rows lie where the person lives now."""
    return {"region_id": resident.region_id, "path": resident.path}


def latest_version(resident: Resident) -> Facts:
    """The last version of the facts, whether it still holds or ended by death or departure."""
    version: Facts = Facts.objects.filter(resident=resident).latest("start")
    return version


def left_on(resident: Resident) -> dt.date | None:
    """The first day on which the person is no longer here, if so."""
    return latest_version(resident).stop


def latest_survey(version: Facts) -> dt.date:
    """The day before which no survey changes facts: that of the version, or of a later sighting."""
    seen = Sighting.objects.filter(resident=version.resident_id).aggregate(day=Max("on"))["day"]
    return max(day for day in (version.start, version.surveyed_on, seen) if day is not None)
