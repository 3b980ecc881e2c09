"""The holiday table, entered by an administrator of the city when a year's notice is published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction

from jiceng.accounts import audit
from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.roles import Action
from jiceng.core.forms import DayField, TextField
from jiceng.core.models import Holiday
from jiceng.core.spans import ONE_DAY
from jiceng.regions.models import PATH_LENGTH, Level

CHANGED = audit.sentence("holidays_changed", "更改了节假日安排")
OFF, WORKED, AS_THE_WEEK = "off", "worked", "week"
LONGEST = 31  # days that one entry may cover


def may_set_working_days(actor: Actor) -> bool:
    """Whether the officer administers the city or more."""
    return actor.may(Action.ORGANISE) and len(actor.path) <= PATH_LENGTH[Level.CITY]


def require_to_set_working_days(actor: Actor) -> None:
    """NotAllowed unless the officer does."""
    if not may_set_working_days(actor):
        raise NotAllowed("节假日安排由市级系统管理员维护")


def set_working_days(*, actor: Actor, first: dt.date, last: dt.date, kind: str, name: str = "") -> None:
    """Say of every day from first to last whether it is off, worked, or goes by the week.

    The table holds for all offices of the city. Raises NotAllowed.
    """
    require_to_set_working_days(actor)
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    with transaction.atomic():
        Holiday.objects.filter(day__in=days).delete()
        if kind != AS_THE_WEEK:
            Holiday.objects.bulk_create(
                Holiday(day=day, is_working=kind == WORKED, name=name.strip()) for day in days
            )
        days_said = f"{first.isoformat()}/{last.isoformat()}"
        audit.record(actor, CHANGED, path=actor.path, days=days_said, kind=kind)


class HolidayForm(forms.Form):
    """Days of the notice, from first to last."""

    first = DayField(label="自")
    last = DayField(label="至", required=False, help_text="只一天的不填")
    kind = forms.ChoiceField(
        label="安排", choices=[(OFF, "放假"), (WORKED, "调休上班"), (AS_THE_WEEK, "取消安排，按周计算")]
    )
    name = TextField(longest=40, label="名称", required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is the first unless given; an entry is of days in order, not of years."""
        entered = super().clean() or {}
        first = entered.get("first")
        if first is not None and "last" in entered:
            entered["last"] = entered["last"] or first
            if not 0 <= (entered["last"] - first).days < LONGEST:
                self.add_error("last", f"应不早于起日，且不超过{LONGEST}天")
        return entered
