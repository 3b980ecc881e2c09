"""What ledgers of acts with a beginning and an end share: their state of today, and a filter by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters

from jiceng.core.filters import ANY

OPEN, ENDED = "open", "ended"
STATES = {OPEN: "在册", ENDED: "已退出"}


class StateFilter(django_filters.ChoiceFilter):
    """A filter of spells that are ended by an act: still open today, or ended."""

    def __init__(self) -> None:
        super().__init__(label="状态", choices=list(STATES.items()), empty_label=ANY)

    def filter(self, qs: Any, value: str) -> Any:
        """The spells in that state."""
        if not value:
            return qs
        today = self.parent.today
        return qs.open_on(today) if value == OPEN else qs.filter(stop__lte=today)


def add_state(rows: list[Any], today: dt.date) -> None:
    """Give spells their state of today."""
    for row in rows:
        row.state = STATES[OPEN if row.stop is None or row.stop > today else ENDED]
