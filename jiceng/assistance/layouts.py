"""What official ledgers may show of determinations and recognitions open on a day (BX 三(三)3(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from jiceng.assistance.models import Determination, Recognition
from jiceng.policy.layouts import LayoutColumn, ledger_columns
from jiceng.residents.layouts import Found, ids_of


def determinations(rows: Sequence[Any], day: dt.date) -> Mapping[int, list[Determination]]:
    """The determinations open on the day, the earliest first."""
    found: dict[int, list[Determination]] = {}
    held = Determination.objects.open_on(day).filter(resident__in=ids_of(rows, "resident_id"))
    for each in held.order_by("start", "pk"):
        found.setdefault(each.resident_id, []).append(each)
    return found


def recognitions(rows: Sequence[Any], day: dt.date) -> Found:
    """The recognitions open on the day."""
    held = Recognition.objects.open_on(day).filter(household__in=ids_of(rows, "pk"))
    return {each.household_id: each for each in held}


def days_recognised(rows: Sequence[Any], day: dt.date) -> Found:
    """For how many days the households have been recognised on the day."""
    return {pk: (day - each.start).days for pk, each in recognitions(rows, day).items()}


def declare_layouts() -> None:
    """Speak the columns of assistance."""
    ledger_columns(
        LayoutColumn(
            "hardship",
            "困难类别",
            "resident",
            lambda held: "、".join(each.category for each in held),
            width=6,
            find=determinations,
        ),
        LayoutColumn(
            "determined_on", "认定日期", "resident", lambda held: held[0].start, "day", 5, determinations
        ),
        LayoutColumn(
            "recognised_on", "认定日期", "household", lambda each: each.start, "day", 5, recognitions
        ),
        LayoutColumn("days_recognised", "已认定天数", "household", int, "number", 4, days_recognised),
    )
