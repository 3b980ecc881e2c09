"""Urgent placement by what is left of its time (A2b), and households followed until stable (A2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import BooleanField, Case, IntegerField, Q, Value, When

from jiceng.assistance.ledgers.households import HOUSEHOLD_COLUMNS, add_members, households
from jiceng.assistance.models import UrgentNeed
from jiceng.assistance.services import TimeAllowed, followed, minimum_wage, time_allowed, verdicts
from jiceng.core.filters import LedgerFilters
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.policy.force import areas
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import PERSON_COLUMNS, MineFilter, add_person

STATES = {
    "": Q(ends=None),
    "placed": Q(placed_on__isnull=False),
    "ended": Q(placed_on=None, stop__isnull=False),
}


class UrgentState(django_filters.ChoiceFilter):
    """Those still to be placed, unless others are asked for."""

    def __init__(self) -> None:
        choices = [("placed", "已就业"), ("ended", "其他原因终止")]
        super().__init__(label="状态", choices=choices, empty_label="安置中")

    def filter(self, qs: Any, value: str) -> Any:
        """The rows in that state."""
        return qs.filter(STATES[value])


class UrgentFilters(LedgerFilters):
    """By place, state and who answers."""

    place = PlaceFilter()
    state = UrgentState()
    mine = MineFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows, each with the time that the packs in force allow where it lies."""
        here = areas(self.request.post.office.region, self.today)
        allowed = [(area.q(), time_allowed(area.policy)) for area in here]
        rows = super().filter_queryset(queryset)
        return rows.annotate(
            days=Case(
                *[When(where, then=Value(each.days)) for where, each in allowed], output_field=IntegerField()
            ),
            are_working_days=Case(
                *[When(where, then=Value(each.are_working_days)) for where, each in allowed],
                output_field=BooleanField(),
            ),
        )


def add_clock(rows: list[Any], today: dt.date) -> None:
    """Give rows the last day of their time, and what of it is left while it runs."""
    add_person(rows, today)
    clocks: dict[tuple[int, bool], TimeAllowed] = {}
    for row in rows:
        key = row.days, row.are_working_days
        clock = clocks.setdefault(key, TimeAllowed(*key, ""))
        row.due = clock.due(row.start)
        row.days_left = (row.due - today).days if row.ends is None else None
        row.ended_by = "已就业" if row.placed_on else row.get_end_reason_display()


URGENT = Ledger(
    code="urgent",
    title="即时就业安置",
    rows=lambda today: UrgentNeed.objects.with_end().select_related("resident", "region"),
    filters=UrgentFilters,
    prepare=add_clock,
    begins="start",
    note="按标记先后排列，先到期的在前；登记就业后自动退出",
    columns=(
        *PERSON_COLUMNS,
        Column("reason", "困难情况"),
        Column("start", "标记日期", kind="day", sort="start"),
        Column("due", "安置期限", kind="day"),
        Column("days_left", "剩余天数", kind="number"),
        Column("placed_on", "就业日期", kind="day", secondary=True),
        Column("ended_by", "终止原因", secondary=True),
    ),
)


class FollowedFilters(LedgerFilters):
    """By place; always those followed where the officer works."""

    place = PlaceFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        """The households followed, each with the minimum wage that holds there."""
        rows = super().filter_queryset(queryset)
        here = areas(self.request.post.office.region, self.today)
        found, wages = Q(pk__in=[]), []
        for area in here:
            found |= area.q() & followed(area.policy).q()
            wages.append(When(area.q(), then=Value(minimum_wage(area.policy), IntegerField())))
        return rows.filter(found).annotate(wage=Case(*wages, output_field=IntegerField()))


def add_verdicts(rows: list[Any], today: dt.date) -> None:
    """Give households their members, who of them works, and what is lacking."""
    add_members(rows, today)
    tested = verdicts([row.pk for row in rows], {row.pk: row.wage for row in rows}, today)
    for row in rows:
        at_work = tested[row.pk]
        row.at_work = "、".join(f"{each.resident.name}（{each.job.get_form_display()}）" for each in at_work)
        row.lacking = "；".join(dict.fromkeys(text for each in at_work for text in each.stability.lacking))


FOLLOWED = Ledger(
    code="followed_households",
    title="跟踪至稳定就业的零就业家庭",
    rows=households,
    filters=FollowedFilters,
    prepare=add_verdicts,
    note="已认定的零就业家庭有成员就业、但尚无一人稳定就业的，列入跟踪；核查在家庭页面登记",
    columns=(
        Column("household", "家庭编号", "number", kind="code", sort="path", link="household"),
        *HOUSEHOLD_COLUMNS,
        Column("at_work", "已就业成员"),
        Column("lacking", "尚缺"),
    ),
)
