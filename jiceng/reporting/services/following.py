"""What filings do when a region gets another path: what is frozen stays with the old, the rest follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.reporting.models import Filing


def on_region_path_changed(sender: Any, *, old_path: str, new_path: str, on: dt.date, **kwargs: Any) -> None:
    """Reports of periods that end on or after the day go on under the new path, unless they are frozen."""
    unfrozen = Filing.objects.filter(
        path__gte=old_path,
        path__lt=old_path + AFTER_ALL_PATHS,
        last__gte=on,
        state__in=(Filing.State.DRAFT, Filing.State.RETURNED),
    )
    rest = Substr(F("path"), Length(Value(old_path)) + 1)
    unfrozen.update(path=Concat(Value(new_path), rest))
