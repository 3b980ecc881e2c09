"""Taking back: undoing one's own act for ten minutes, and voiding a row of the time line with a reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.acts import undo
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Action
from jiceng.assistance.models import Determination, Plan, PlanReview, PlanStep, Recognition, UrgentNeed
from jiceng.core.models import RegisterRow
from jiceng.core.pages import is_partial
from jiceng.core.registers import Refused
from jiceng.core.scope import in_scope
from jiceng.employment.models import Employment, Registration
from jiceng.home.forms import VoidForm
from jiceng.home.views.act_notes import Note
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.household import HOUSEHOLD
from jiceng.home.views.person import RESIDENT
from jiceng.home.views.subject import SubjectPage
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.residents.models import Facts, Household, Resident, Sighting, Visit

# The registers whose rows stand on a time line, by the name they have in addresses.
REGISTERS: dict[str, type[RegisterRow]] = {
    str(model._meta.model_name): model
    for model in (
        Facts,
        Sighting,
        Visit,
        Employment,
        Registration,
        Determination,
        Recognition,
        Incoming,
        Transfer,
        LaidOff,
        Certification,
        Plan,
        PlanStep,
        PlanReview,
        UrgentNeed,
    )
}


@require_POST
@needs(Action.WRITE)
def undo_on_person(request: AccountRequest, pk: int, entry: int) -> HttpResponse:
    """Undo an act of one's own, from the page of a resident."""
    return _undo(request, RESIDENT, Resident, pk, entry)


@require_POST
@needs(Action.WRITE)
def undo_on_household(request: AccountRequest, pk: int, entry: int) -> HttpResponse:
    """Undo an act of one's own, from the page of a household."""
    return _undo(request, HOUSEHOLD, Household, pk, entry)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VOID)
def void_on_person(request: AccountRequest, pk: int, register: str, row: int) -> HttpResponse:
    """Void a row of a resident's time line."""
    resident = RESIDENT.find(request, pk)
    found = _row(register, row)
    homes = Facts.every.filter(resident=resident, household__isnull=False).values("household")
    if isinstance(found, Recognition):
        is_of_subject = homes.filter(household=found.household_id).exists()
    else:
        is_of_subject = getattr(found, "resident_id", None) == resident.pk
    return _void(request, RESIDENT, resident, found if is_of_subject else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VOID)
def void_on_household(request: AccountRequest, pk: int, register: str, row: int) -> HttpResponse:
    """Void a row of a household's time line: a recognition, part of its plan, or a visit to a member."""
    home = HOUSEHOLD.find(request, pk)
    found = _row(register, row)
    if isinstance(found, (PlanStep, PlanReview)):
        is_of_subject = found.plan.household_id == home.pk
    elif isinstance(found, (Recognition, Plan)):
        is_of_subject = found.household_id == home.pk
    else:
        members = Facts.objects.open_on(request.today).filter(household=home).values("resident")
        is_of_subject = isinstance(found, Visit) and members.filter(resident=found.resident_id).exists()
    return _void(request, HOUSEHOLD, home, found if is_of_subject else None)


def _undo(
    request: AccountRequest, where: SubjectPage, model: type[RegisterRow], pk: int, entry: int
) -> HttpResponse:
    row = where.find(request, pk)
    act = get_object_or_404(in_scope(AuditEntry.objects.all()), pk=entry)
    try:
        undo(actor=request.actor, entry=act, now=timezone.now(), today=request.today)
    except Refused as refused:
        return where.refused(request, row, str(refused))
    if not model._default_manager.filter(pk=pk).exists():
        # The act was the registration of this very person.
        intake = reverse("intake")
        return HttpResponseClientRedirect(intake) if is_partial(request) else redirect(intake)
    return where.after(request, pk, None)


def _row(register: str, pk: int) -> RegisterRow:
    if register not in REGISTERS:
        raise Http404
    row: RegisterRow = get_object_or_404(REGISTERS[register]._default_manager, pk=pk)
    return row


def _void(request: AccountRequest, where: SubjectPage, subject: Any, row: RegisterRow | None) -> HttpResponse:
    if row is None:
        raise Http404
    request.actor.require(Action.VOID, row.path)
    data = request.POST if request.method == "POST" else None
    form = VoidForm(data, actor=request.actor, today=request.today, row=row)
    act = done_or_told(form) if data is not None else None
    if act is not None:
        return where.after(request, subject.pk, act)
    context = {
        "heading": f"作废{row._meta.verbose_name}",
        "whom": where.whom(subject),
        "form": form,
        "save": "作废",
        "notes": [Note("作废的记录不再计入任何统计和事项，仍保留在时间轴上；已上报的报表不受影响。")],
    }
    return where.beside(request, subject, "home/act_form.html", context)
