"""What official ledgers may show of determinations and recognitions open on a day (BX 三(三)3(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jiceng.assistance.models import Determination, Plan, PlanReview, PlanStep, Recognition
from jiceng.core.printing.sections import DossierSection, add_section
from jiceng.core.tables import shown
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


def plan_lines(plan: Plan) -> Iterator[list[str]]:
    """A plan with its steps and reviews, in the order of their days."""
    closed = f"{plan.stop}结案：{plan.get_end_reason_display()} {plan.result}" if plan.stop else ""
    yield [shown(plan.start), "制定计划", plan.goal, closed.strip()]
    lines = [
        (step.done_on or step.planned_on, step.get_kind_display(), step.detail, _outcome(step))
        for step in PlanStep.objects.filter(plan=plan)
    ]
    lines += [(each.on, "复核", each.finding, "") for each in PlanReview.objects.filter(plan=plan)]
    for on, *words in sorted(lines, key=lambda line: line[0]):
        yield [shown(on), *words]


def _outcome(step: PlanStep) -> str:
    return f"已完成 {step.outcome}".strip() if step.done_on else "计划中"


def plans_of(subject: str) -> Callable[[int, dt.date], list[list[str]]]:
    """What a dossier shows of the plans of a person or a household."""

    def rows(pk: int, day: dt.date) -> list[list[str]]:
        plans = Plan.objects.filter(**{subject: pk}, start__lte=day).order_by("start", "pk")
        return [line for plan in plans for line in plan_lines(plan)]

    return rows


def declare_layouts() -> None:
    """Speak the columns of assistance, and add plans to dossiers."""
    heads, widths = ("日期", "援助方式", "内容", "结果"), (3, 4, 9, 7)
    add_section(DossierSection("援助计划", "resident", heads, widths, plans_of("resident")))
    add_section(DossierSection("援助计划", "household", heads, widths, plans_of("household")))
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
