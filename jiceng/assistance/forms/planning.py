"""Forms of assistance plans: making one, its steps, its reviews, closing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.assistance import rules
from jiceng.assistance.choices import REVIEW_EVERY, PlanEnd, StepKind
from jiceng.assistance.models import Plan, PlanReview, PlanStep
from jiceng.assistance.services import (
    PlannedStep,
    add_step,
    close_plan,
    finish_step,
    make_plan,
    review_plan,
)
from jiceng.core.forms import ActForm, ChosenField, DayField, RowActForm, TextField
from jiceng.core.registers import mistakes
from jiceng.residents.models import Household, Resident
from jiceng.residents.rules import wrong_day

TEXT_LENGTH = 200
FINDING_LENGTH = PlanReview._meta.get_field("finding").max_length or 0
LINES = forms.Textarea(attrs={"rows": 2})
FUTURE = "可以是今后的日期"


class PlanForm(ActForm):
    """A plan of a person or household, perhaps with its first step; further ones are added later."""

    goal = TextField(longest=TEXT_LENGTH, label="援助目标", widget=LINES)
    on = DayField(label="制定日期")
    review_months = forms.TypedChoiceField(coerce=int, choices=REVIEW_EVERY, initial=3, label="复核周期")
    kind = ChosenField(choices=StepKind.choices, nothing="暂不安排", required=False, label="第一项措施")
    planned_on = DayField(label="计划日期", required=False, help_text=FUTURE)
    detail = TextField(longest=TEXT_LENGTH, label="措施内容", required=False)

    def __init__(self, *args: Any, subject: Resident | Household, **kwargs: Any) -> None:
        self.subject = subject
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day; a step has a kind and a day or neither."""
        given = self.cleaned_data
        wrong = mistakes(on=wrong_day(given["on"], today=self.today))
        if given["kind"] and not given["planned_on"]:
            return wrong | {"planned_on": "请填写计划日期"}
        if given["planned_on"] and not given["kind"]:
            return wrong | {"kind": "请选择援助方式"}
        if given["planned_on"]:
            return wrong | rules.wrong_step(given["planned_on"], plan_start=given["on"])
        return wrong

    def act(self) -> Act[Plan]:
        """Make it."""
        given = dict(self.cleaned_data)
        step = PlannedStep(given.pop("kind") or "", given.pop("planned_on"), given.pop("detail"))
        return make_plan(**self.call, subject=self.subject, **given, steps=[step] if step.kind else [])


class AddStepForm(ActForm):
    """A further step of a plan."""

    kind = ChosenField(choices=StepKind.choices, nothing="请选择", label="援助方式")
    planned_on = DayField(label="计划日期", help_text=FUTURE)
    detail = TextField(longest=TEXT_LENGTH, label="措施内容", required=False, widget=LINES)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        self.row = plan
        super().__init__(*args, **kwargs)

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return rules.wrong_step(self.cleaned_data["planned_on"], plan_start=self.row.start)

    def act(self) -> Act[PlanStep]:
        """Plan it."""
        return add_step(**self.call, plan=self.row, step=PlannedStep(**self.cleaned_data))


class FinishStepForm(RowActForm):
    """What was done, and what came of it."""

    on = DayField(label="完成日期")
    outcome = TextField(longest=TEXT_LENGTH, label="结果", widget=LINES)

    def __init__(self, *args: Any, step: PlanStep, **kwargs: Any) -> None:
        super().__init__(*args, row=step, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        start = self.row.plan.start
        return mistakes(on=rules.wrong_day_of_plan(self.entered["on"], plan_start=start, today=self.today))

    def act(self) -> Act[PlanStep]:
        """Record it."""
        return finish_step(**self.call, step=self.row, **self.entered)


class ReviewForm(ActForm):
    """A review of a plan."""

    on = DayField(label="复核日期")
    finding = TextField(longest=FINDING_LENGTH, label="复核情况", widget=LINES)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        self.row = plan
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        on, start = self.cleaned_data["on"], self.row.start
        return mistakes(on=rules.wrong_day_of_plan(on, plan_start=start, today=self.today))

    def act(self) -> Act[PlanReview]:
        """Record it."""
        return review_plan(**self.call, plan=self.row, **self.cleaned_data)


class ClosePlanForm(RowActForm):
    """The end of a plan."""

    on = DayField(label="结案日期")
    reason = ChosenField(choices=PlanEnd.choices, nothing="请选择", label="结案原因")
    result = TextField(longest=TEXT_LENGTH, label="援助结果", required=False, widget=LINES)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, row=plan, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        on, start = self.entered["on"], self.row.start
        return mistakes(on=rules.wrong_day_of_plan(on, plan_start=start, today=self.today))

    def act(self) -> Act[Plan]:
        """Close it."""
        return close_plan(**self.call, plan=self.row, **self.entered)
