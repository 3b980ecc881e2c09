"""The forms of assistance work, opened from its card on the page of a person or a household."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.shortcuts import get_object_or_404

from jiceng.assistance import forms
from jiceng.assistance.models import Plan, PlanStep, UrgentNeed
from jiceng.assistance.services import time_allowed
from jiceng.core.forms import ActForm
from jiceng.employment.models import Employment
from jiceng.home.views.act_forms import Opening
from jiceng.home.views.act_notes import Note
from jiceng.policy.force import in_force
from jiceng.residents.models import Facts, Household


def make_plan(opening: Opening) -> ActForm:
    """A plan of the person or household."""
    return forms.PlanForm(**opening.call, subject=opening.subject)


def add_step(opening: Opening) -> ActForm:
    """A further step of the open plan."""
    return forms.AddStepForm(**opening.call, plan=_plan(opening))


def finish_step(opening: Opening) -> ActForm:
    """What was done of the step that the address names."""
    steps = PlanStep.objects.filter(plan__in=_plans(opening), done_on=None).select_related("plan")
    return forms.FinishStepForm(**opening.call, step=_named(opening, steps))


def review_plan(opening: Opening) -> ActForm:
    """A review of the open plan."""
    return forms.ReviewForm(**opening.call, plan=_plan(opening))


def close_plan(opening: Opening) -> ActForm:
    """The end of the open plan."""
    return forms.ClosePlanForm(**opening.call, plan=_plan(opening))


def mark_urgent(opening: Opening) -> ActForm:
    """The person is in urgent need."""
    return forms.UrgentForm(**opening.call, resident=opening.subject)


def end_urgent(opening: Opening) -> ActForm:
    """The end of the marking."""
    return forms.EndUrgentForm(**opening.call, need=opening.open_row(UrgentNeed, resident=opening.subject))


def check_stability(opening: Opening) -> ActForm:
    """What was seen of the job of a member that the address names."""
    members = Facts.objects.filter(household=opening.household).open_on(opening.today)
    jobs = Employment.objects.open_on(opening.today).filter(resident__in=members.values("resident"))
    return forms.CheckForm(**opening.call, job=_named(opening, jobs.select_related("resident")))


def of_step(form: forms.FinishStepForm) -> Iterator[Note]:
    """The step that was planned."""
    step = form.row
    yield Note(f"{step.get_kind_display()}　{step.detail}　计划{step.planned_on}".replace("　　", "　"))


def of_plan(form: Any) -> Iterator[Note]:
    """The plan that the act is about."""
    yield Note(f"{form.row.start}制定：{form.row.goal}")


def of_urgent(form: forms.UrgentForm) -> Iterator[Note]:
    """How long placement may take."""
    allowed = time_allowed(in_force(form.resident.region, form.today))
    yield Note(f"应在{allowed.label}内安置就业（{allowed.source}）")


def of_job(form: forms.CheckForm) -> Iterator[Note]:
    """The job that is checked, and that what is left blank counts as not asked."""
    job = form.row
    yield Note(f"{job.resident.name}：{job.get_form_display()}　{job.employer_name}，自{job.start}起")


def _plans(opening: Opening) -> Any:
    is_home = isinstance(opening.subject, Household)
    return Plan.objects.filter(**{"household" if is_home else "resident": opening.subject}, stop=None)


def _plan(opening: Opening) -> Plan:
    found: Plan = get_object_or_404(_plans(opening))
    return found


def _named(opening: Opening, rows: Any) -> Any:
    return get_object_or_404(rows, pk=opening.row if opening.row.isdecimal() else None)
