"""The card of assistance work on the page of a person or a household, and its part of the time line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiceng.assistance.models import Plan, PlanQuerySet, PlanReview, PlanStep, UrgentNeed, UrgentNeedQuerySet
from jiceng.assistance.services import TimeAllowed, Verdict, minimum_wage, time_allowed, verdicts
from jiceng.core.scope import in_scope
from jiceng.home.views.timeline import Entry, rows_with_names
from jiceng.policy.force import Policy
from jiceng.residents.models import Household


@dataclass(frozen=True)
class StepLine:
    """A step of the open plan; late once its day has gone by."""

    step: PlanStep
    is_late: bool


@dataclass
class Assisting:
    """Plans, steps, reviews and urgent needs of a subject, voided ones too, and what of them is open."""

    today: dt.date
    policy: Policy
    plans: list[Any]
    steps: list[PlanStep]
    reviews: list[PlanReview]
    needs: list[Any]

    @classmethod
    def of_person(cls, resident: Any, policy: Policy, today: dt.date) -> Assisting:
        """Of a resident."""
        needs = in_scope(UrgentNeedQuerySet(UrgentNeed)).filter(resident=resident).with_end()
        needs = list(needs.select_related("entered_by", "changed_by").order_by("start"))
        return cls._of({"resident": resident}, policy, today, needs)

    @classmethod
    def of_household(cls, home: Household, policy: Policy, today: dt.date) -> Assisting:
        """Of a household; urgent need is that of a person."""
        return cls._of({"household": home}, policy, today, [])

    @classmethod
    def _of(cls, whose: dict[str, Any], policy: Policy, today: dt.date, needs: list[Any]) -> Assisting:
        plans = in_scope(PlanQuerySet(Plan)).filter(**whose).with_review().order_by("start")
        plans = list(plans.select_related("entered_by", "changed_by"))
        steps, reviews = (
            list(rows_with_names(model).filter(plan__in=plans).order_by("pk")) if plans else []
            for model in (PlanStep, PlanReview)
        )
        return cls(today, policy, plans, steps, reviews, needs)

    @property
    def plan(self) -> Any:
        """The open plan."""
        standing = (each for each in self.plans if each.voided_at is None)
        return next((each for each in standing if each.stop is None or each.stop > self.today), None)

    @property
    def lines(self) -> list[StepLine]:
        """The steps of the open plan, by the day planned."""
        mine = [each for each in self.steps if each.voided_at is None and each.plan_id == self.plan.pk]
        mine.sort(key=lambda step: (step.planned_on, step.pk))
        return [StepLine(each, each.done_on is None and each.planned_on < self.today) for each in mine]

    @property
    def is_review_due(self) -> bool:
        """Whether the open plan is to be reviewed by now."""
        return bool(self.plan.review_due <= self.today)

    @property
    def need(self) -> Any:
        """The urgent need that still runs."""
        running = (each for each in self.needs if each.voided_at is None and each.start <= self.today)
        return next((each for each in running if each.ends is None or each.ends > self.today), None)

    @cached_property
    def allowed(self) -> TimeAllowed:
        """How long placement may take."""
        return time_allowed(self.policy)

    @property
    def need_due(self) -> dt.date:
        """The last day for placement."""
        return self.allowed.due(self.need.start)

    @property
    def days_left(self) -> int:
        """Days until then; below zero it is late."""
        return (self.need_due - self.today).days

    @property
    def days_late(self) -> int:
        """Days since then."""
        return -self.days_left

    @property
    def entries(self) -> Iterator[Entry]:
        """The part of the time line."""
        for plan in self.plans:
            yield Entry(plan.start, "clipboard-list", "help", "制定援助计划", plan, (plan.goal,))
            if plan.stop is not None:
                notes = tuple(filter(None, (plan.end_reason, plan.result)))
                yield Entry(plan.stop, "clipboard-x", "help", "援助计划结案", plan, notes, is_beginning=False)
        for step in self.steps:
            yield from _of_step(step)
        for row in self.reviews:
            yield Entry(row.on, "clipboard-check", "help", "复核援助计划", row, (row.finding,))
        for row in self.needs:
            yield Entry(row.start, "urgent", "help", "标记为急需就业", row, (row.reason,))
            if row.stop is not None:
                reason = (row.get_end_reason_display(),)
                yield Entry(
                    row.stop, "circle-minus", "help", "终止即时就业安置", row, reason, is_beginning=False
                )


def _of_step(step: PlanStep) -> Iterator[Entry]:
    title = step.get_kind_display()  # type: ignore[attr-defined]
    if step.done_on is not None:
        notes = tuple(filter(None, (step.detail, step.outcome)))
        yield Entry(step.done_on, "checkbox", "help", f"援助措施：{title}", step, notes)
    elif step.voided_at is not None:
        yield Entry(step.planned_on, "checkbox", "help", f"计划措施：{title}", step, (step.detail,))


def stable_work(home: Household, policy: Policy, today: dt.date) -> list[Verdict]:
    """The members at work, each with the test of stable employment."""
    return verdicts([home.pk], {home.pk: minimum_wage(policy)}, today)[home.pk]
