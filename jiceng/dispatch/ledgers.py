"""The ledger of tasks (交办任务): what the own office and those below are charged with, and the outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q

from jiceng.accounts.roles import Action
from jiceng.core.filters import LedgerFilters, choice
from jiceng.core.ledgers import Button, Ledger
from jiceng.core.tables import Column
from jiceng.dispatch import rules
from jiceng.dispatch.choices import Judgement
from jiceng.dispatch.models import Charge
from jiceng.regions.ledgers import PlaceFilter

STATES = [
    ("open", "待回复"),
    ("overdue", "逾期未回复"),
    ("late", "逾期回复"),
    ("replied", "待验收"),
    ("accepted", "已通过"),
]


class ChargeFilters(LedgerFilters):
    """By place and state."""

    place = PlaceFilter()
    state = choice("状态", STATES, method="by_state")

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        """Charges in that state today."""
        return rows.filter(
            {
                "open": Q(replied_on=None),
                "overdue": Q(replied_on=None, due_on__lt=self.today),
                "late": Q(replied_on__gt=F("due_on")),
                "replied": Q(replied_on__isnull=False) & ~Q(judgement=Judgement.ACCEPTED),
                "accepted": Q(judgement=Judgement.ACCEPTED),
            }[value]
        )


def add_status(rows: list[Any], today: dt.date) -> None:
    """Give charges their status in a word, and the days they are late."""
    for row in rows:
        status = rules.status_of(row.due_on, row.replied_on, row.judgement, today)
        row.status = rules.STATUSES[status][0] + ("（曾退回）" if row.was_returned else "")
        row.days_late = rules.days_late(row.due_on, row.replied_on, today) or None


CHARGES = Ledger(
    code="tasks",
    title="交办任务",
    rows=lambda today: Charge.objects.with_reply().select_related("office"),
    filters=ChargeFilters,
    prepare=add_status,
    begins="-due_on",
    buttons=(Button("交办新任务", "task-new", Action.REVIEW),),
    columns=(
        Column("title", "任务名称", link="charge"),
        Column("office", "承办机构", "office.name"),
        Column("giver", "交办机构", secondary=True),
        Column("given_on", "交办日期", kind="day", secondary=True),
        Column("due_on", "完成期限", kind="day", sort="due_on"),
        Column("status", "状态"),
        Column("replied_on", "回复日期", kind="day", secondary=True),
        Column("days_late", "逾期天数", kind="number", secondary=True),
    ),
)
