"""Assistance plans and their steps as lists: what is open, which step and which review is due (A3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import django_filters
from django.db.models import F, Q
from django.urls import reverse

from jiceng.assistance.choices import StepKind
from jiceng.assistance.models import Plan, PlanStep
from jiceng.core.filters import LedgerFilters, choice
from jiceng.core.ledgers import Ledger
from jiceng.core.spans import holding
from jiceng.core.tables import Column
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import MineFilter
from jiceng.residents.models import Assignment

OVERDUE, WEEK, MONTH = "overdue", "week", "month"
DUE = [(OVERDUE, "已到期"), (WEEK, "本周内到期"), (MONTH, "本月内到期")]


def due_by(when: str, today: dt.date) -> dt.date:
    """The last due day of what is due by then: today, Sunday, or the last day of the month."""
    if when == OVERDUE:
        return today
    return today + dt.timedelta(days=6 - today.weekday()) if when == WEEK else holding(today, "month").last


class PendingFilter(django_filters.ChoiceFilter):
    """What is still open, unless the rest is asked for: `pending` is a condition on rows."""

    def __init__(self, label: str, pending: Q, *, still: str, done: str) -> None:
        self.pending = pending
        super().__init__(label=label, choices=[("done", done)], empty_label=still)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows in that state."""
        return qs.exclude(self.pending) if value else qs.filter(self.pending)


class PlanFilters(LedgerFilters):
    """By place, state, the day of the next review, and who answers."""

    place = PlaceFilter()
    state = PendingFilter("状态", Q(stop=None), still="未结案", done="已结案")
    due = choice("复核", DUE, method="by_review")
    mine = MineFilter(of_households=True)

    def by_review(self, rows: Any, name: str, value: str) -> Any:
        """Open plans whose review is due by then."""
        return rows.filter(stop=None, review_due__lte=due_by(value, self.today))


class StepFilters(LedgerFilters):
    """By place, state, day planned, kind, and who answers."""

    place = PlaceFilter()
    state = PendingFilter("状态", Q(done_on=None, plan__stop=None), still="未完成", done="已完成")
    due = choice("计划日期", DUE, method="by_day")
    kind = choice("援助方式", StepKind.choices, field_name="kind")
    mine = MineFilter(of_households=True)

    def by_day(self, rows: Any, name: str, value: str) -> Any:
        """Steps planned by then."""
        return rows.filter(planned_on__lte=due_by(value, self.today))


def add_progress(rows: list[Any], today: dt.date) -> None:
    """Give plans their progress, the officer who answers, and what the next review is."""
    steps = PlanStep.objects.filter(plan__in=[row.pk for row in rows])
    counted = Counter((plan, done is None) for plan, done in steps.values_list("plan", "done_on"))
    officers = _officers(rows, today)
    for row in rows:
        done, still = counted[row.pk, False], counted[row.pk, True]
        row.progress = f"{done}/{done + still}" if done + still else "未安排"
        row.officer = officers.get(row.resident_id, "")
        row.next_review = row.review_due if row.stop is None else None


def add_days_left(rows: list[Any], today: dt.date) -> None:
    """Give steps the days that are left; below zero they are late."""
    officers = _officers(rows, today)
    for row in rows:
        row.days_left = (row.planned_on - today).days if row.done_on is None else None
        row.officer = officers.get(row.resident_id, "")


def _officers(rows: list[Any], today: dt.date) -> dict[int, str]:
    people = [row.resident_id for row in rows if row.resident_id]
    answering = Assignment.objects.open_on(today).filter(resident__in=people)
    return dict(answering.values_list("resident", "officer__name"))


def whom(plan: Plan) -> str:
    """The person or household of a plan."""
    return plan.resident.name if plan.resident else f"{plan.household.number}户"


def subject_page(plan: Plan) -> str:
    """The page of the person or household of a plan."""
    if plan.resident_id:
        return reverse("person", args=[plan.resident_id])
    return reverse("household", args=[plan.household_id])


def finish_page(row: PlanStep) -> str:
    """Where a step is recorded as done."""
    if row.done_on is not None or row.plan.stop is not None:
        return ""
    plan = row.plan
    name, pk = ("person-act", plan.resident_id) if plan.resident_id else ("household-act", plan.household_id)
    return f"{reverse(name, args=[pk, 'finish-step'])}?row={row.pk}"


PLANS = Ledger(
    code="plans",
    title="援助计划",
    rows=lambda today: Plan.objects.with_review().select_related("resident", "household", "region"),
    filters=PlanFilters,
    prepare=add_progress,
    columns=(
        Column("whom", "援助对象", whom, kind="code", link=subject_page),
        Column("community", "社区", "region.name", secondary=True),
        Column("goal", "援助目标"),
        Column("start", "制定日期", kind="day", sort="start", secondary=True),
        Column("progress", "措施完成", kind="code"),
        Column("next_review", "下次复核", kind="day"),
        Column("officer", "责任人", secondary=True),
        Column("stop", "结案日期", kind="day", secondary=True),
        Column("end_reason", "结案原因", secondary=True),
    ),
)

STEPS = Ledger(
    code="plan_steps",
    title="援助措施",
    rows=lambda today: PlanStep.objects.select_related(
        "plan__resident", "plan__household", "region"
    ).annotate(household_id=F("plan__household")),
    filters=StepFilters,
    prepare=add_days_left,
    columns=(
        Column(
            "whom",
            "援助对象",
            lambda row: whom(row.plan),
            kind="code",
            link=lambda row: subject_page(row.plan),
        ),
        Column("community", "社区", "region.name", secondary=True),
        Column("kind", "援助方式（点击登记完成）", lambda row: row.get_kind_display(), link=finish_page),
        Column("detail", "内容", secondary=True),
        Column("planned_on", "计划日期", kind="day", sort="planned_on"),
        Column("days_left", "剩余天数", kind="number"),
        Column("officer", "责任人", secondary=True),
        Column("done_on", "完成日期", kind="day", secondary=True),
        Column("outcome", "结果", secondary=True),
    ),
)
