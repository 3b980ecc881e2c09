"""Assistance plans (BX 三(三)3(3), domain A3): made, carried out step by step, reviewed, closed.

Nothing is ticked off: a step is discharged by the record of what was done, a review by what was found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.assistance import rules
from jiceng.assistance.models import Plan, PlanReview, PlanStep
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.residents.models import Facts, Household, Resident
from jiceng.residents.rules import wrong_day
from jiceng.residents.services import left_on

MADE = sentence("plan_made", "制定了援助计划")
STEP_ADDED = sentence("plan_step_added", "添加了援助措施")
STEP_DONE = sentence("plan_step_done", "登记了援助措施的完成")
REVIEWED = sentence("plan_reviewed", "复核了援助计划")
CLOSED = sentence("plan_closed", "办结了援助计划")


class PlanRefused(Refused):
    """A plan, step or review that cannot be recorded like this."""


class PlannedStep(NamedTuple):
    """A step to come."""

    kind: str
    planned_on: dt.date
    detail: str = ""


def make_plan(
    *,
    actor: Actor,
    subject: Resident | Household,
    goal: str,
    on: dt.date,
    review_months: int,
    steps: Sequence[PlannedStep] = (),
    today: dt.date,
) -> Act[Plan]:
    """Make a plan for a person or a household, with its first steps; one at a time.

    `review_months`: it is reviewed every so many months. Raises NotAllowed, PlanRefused, Refused when an
    earlier plan is still open.
    """
    actor.require(Action.WRITE, subject.path)
    with acting(actor, today) as work:
        subject = work.lock(subject)
        wrong = _wrong_start(subject, on, today)
        refuse(mistakes(on=wrong, goal=None if goal.strip() else "请填写援助目标"), PlanRefused)
        place: dict[str, Any] = {"region_id": subject.region_id, "path": subject.path}
        place["resident" if isinstance(subject, Resident) else "household"] = subject
        plan = work.create(Plan(**place, start=on, goal=goal.strip(), review_months=review_months))
        for step in steps:
            _add(work, plan, step)
        return work.done(MADE, plan)


def add_step(*, actor: Actor, plan: Plan, step: PlannedStep, today: dt.date) -> Act[PlanStep]:
    """Plan a further step. Raises NotAllowed, PlanRefused."""
    actor.require(Action.WRITE, plan.path)
    with acting(actor, today) as work:
        return work.done(STEP_ADDED, _add(work, _open(work, plan), step))


def finish_step(
    *,
    actor: Actor,
    step: PlanStep,
    on: dt.date,
    outcome: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[PlanStep]:
    """Record that a step was done on a day, and what came of it. Raises NotAllowed, PlanRefused, Conflict."""
    actor.require(Action.WRITE, step.path)
    with acting(actor, today) as work:
        step = work.lock(step, lock_version)
        if step.done_on is not None:
            raise PlanRefused(f"该措施已于{step.done_on}登记完成")
        wrong = rules.wrong_day_of_plan(on, plan_start=step.plan.start, today=today)
        refuse(mistakes(on=wrong, outcome=None if outcome.strip() else "请填写结果"), PlanRefused)
        return work.done(STEP_DONE, work.amend(step, done_on=on, outcome=outcome.strip()))


def review_plan(*, actor: Actor, plan: Plan, on: dt.date, finding: str, today: dt.date) -> Act[PlanReview]:
    """Record a review; the next is due so many months later. Raises NotAllowed, PlanRefused."""
    actor.require(Action.WRITE, plan.path)
    with acting(actor, today) as work:
        plan = _open(work, plan)
        wrong = rules.wrong_day_of_plan(on, plan_start=plan.start, today=today)
        refuse(mistakes(on=wrong, finding=None if finding.strip() else "请填写复核情况"), PlanRefused)
        made = PlanReview(plan=plan, **_place(plan), on=on, finding=finding.strip())
        return work.done(REVIEWED, work.create(made))


def close_plan(
    *,
    actor: Actor,
    plan: Plan,
    on: dt.date,
    reason: str,
    result: str = "",
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Plan]:
    """Close a plan; steps not done are owed no more. Raises NotAllowed, PlanRefused, Conflict."""
    actor.require(Action.WRITE, plan.path)
    with acting(actor, today) as work:
        plan = _open(work, plan, lock_version)
        refuse(mistakes(on=rules.wrong_day_of_plan(on, plan_start=plan.start, today=today)), PlanRefused)
        return work.done(CLOSED, work.amend(plan, stop=on, end_reason=reason, result=result.strip()))


def plan_voided(sender: Any, *, row: Plan, work: Work, **kwargs: Any) -> None:
    """Steps and reviews go with their plan."""
    for model in (PlanStep, PlanReview):
        for each in model.objects.filter(plan=row).select_for_update(of=("self",)):
            work.void(each, row.void_reason)


def _open(work: Work, plan: Plan, lock_version: int | None = None) -> Plan:
    plan = work.lock(plan, lock_version)
    if plan.stop is not None:
        raise PlanRefused(f"该计划已于{plan.stop}结案")
    return plan


def _add(work: Work, plan: Plan, step: PlannedStep) -> PlanStep:
    refuse(rules.wrong_step(step.planned_on, plan_start=plan.start), PlanRefused)
    return work.create(PlanStep(plan=plan, **_place(plan), **step._asdict()))


def _place(plan: Plan) -> dict[str, Any]:
    return {"resident_id": plan.resident_id, "region_id": plan.region_id, "path": plan.path}


def _wrong_start(subject: Resident | Household, on: dt.date, today: dt.date) -> str | None:
    if isinstance(subject, Resident):
        return wrong_day(on, today=today, birth=subject.birth, left_on=left_on(subject))
    if not Facts.objects.filter(household=subject).open_on(on).exists():
        return "该家庭当日没有登记在册的成员"
    return wrong_day(on, today=today)
