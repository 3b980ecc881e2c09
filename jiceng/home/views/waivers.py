"""Waivers and extensions: asked for from a duty's row, answered on a queue by the level above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.registers import Refused
from jiceng.core.scope import in_scope
from jiceng.home.forms import WaiverForm
from jiceng.policy.duties import Owed
from jiceng.policy.force import Area, Policy, in_force
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.policy.waivers import agree_waiver, duty_of, may_rule, orphaned, refuse_waiver, waivers_in
from jiceng.regions.models import Office, Region
from jiceng.residents.models import Household, Resident

SHOWN = 200  # of a queue; older ones are found once these are answered


@dataclass(frozen=True)
class Line:
    """A waiver as the queue shows it."""

    waiver: Waiver
    label: str
    name: str
    place: str
    may_rule: bool
    is_orphaned: bool


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def ask(request: AccountRequest, code: str, pk: int, since: str) -> HttpResponse:
    """Ask that a duty be waived or put off, with the reason."""
    subject, region = _subject(request, code, pk)
    policy = in_force(region, request.today)
    duty = _duty(policy, code)
    owed = duty_of(Area(region, policy, only=pk), duty, since, request.today)
    if owed is None:
        raise Http404
    request.actor.require(Action.WRITE, owed.path)
    form = WaiverForm(request.POST or None, actor=request.actor, today=request.today, duty=duty, owed=owed)
    if form.is_valid() and form.save() is not None:
        messages.success(request, "已提出申请，由上一级审批")
        return redirect(_back(duty, owed))
    if isinstance(subject, Resident):
        shows(request, "waiver-ask", subject_id=subject.pk, path=subject.path)
    context = {
        "title": "申请免办或延期",
        "duty": duty,
        "owed": owed,
        "name": SUBJECTS[duty.subject].displays([pk]).get(pk, ""),
        "place": region.name,
        "form": form,
        "back": _back(duty, owed),
    }
    return page(request, "home/waiver_ask.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs(Action.VIEW)
def queue(request: AccountRequest) -> HttpResponse:
    """What was asked for in the region: what waits for an answer, and what was answered."""
    return _queue(request)


@require_POST
@needs(Action.WAIVE)
def agree(request: AccountRequest, pk: int) -> HttpResponse:
    """Agree to a waiver."""
    waiver = get_object_or_404(in_scope(Waiver.objects.all()), pk=pk)
    try:
        agree_waiver(actor=request.actor, waiver=waiver)
    except Refused as refused:
        return _queue(request, refused=str(refused))
    messages.success(request, "已同意")
    return redirect("waivers")


@require_POST
@needs(Action.WAIVE)
def refuse(request: AccountRequest, pk: int) -> HttpResponse:
    """Refuse a waiver with an answer."""
    waiver = get_object_or_404(in_scope(Waiver.objects.all()), pk=pk)
    try:
        refuse_waiver(actor=request.actor, waiver=waiver, answer=request.POST.get("answer", ""))
    except Refused as refused:
        return _queue(request, refused=str(refused))
    messages.success(request, "已答复不同意")
    return redirect("waivers")


def _queue(request: AccountRequest, refused: str = "") -> HttpResponse:
    region = request.post.office.region
    found = list(waivers_in(region, request.today)[:SHOWN])
    lines = list(_lines(request, found, orphaned(region, request.today)))
    context = {
        "title": "免办与延期",
        "waiting": [line for line in lines if line.waiver.state == Waiver.State.ASKED],
        "orphaned": [line for line in lines if line.is_orphaned],
        "answered": [line for line in lines if line.waiver.state != Waiver.State.ASKED],
        "refused": refused,
    }
    return page(request, "home/waivers.html", context, status=422 if refused else 200)


def _lines(request: AccountRequest, found: list[Waiver], lost: set[int]) -> Iterable[Line]:
    labels = {
        duty.code: duty.label for duty in in_force(request.post.office.region, request.today).all("duty")
    }
    places = dict(Region.objects.filter(path__in={w.path for w in found}).values_list("path", "name"))
    names: dict[str, Any] = {
        subject: SUBJECTS[subject].displays([w.subject_id for w in found if w.subject == subject])
        for subject in {w.subject for w in found}
    }
    for waiver in found:
        yield Line(
            waiver=waiver,
            label=labels.get(waiver.duty, waiver.duty),
            name=names[waiver.subject].get(waiver.subject_id, ""),
            place=places.get(waiver.path, ""),
            may_rule=may_rule(request.actor, waiver),
            is_orphaned=waiver.pk in lost,
        )


def _subject(request: AccountRequest, code: str, pk: int) -> tuple[Any, Region]:
    """The one who owes, within the scope, and the region; 404 else."""
    duty = _duty(in_force(request.post.office.region, request.today), code)
    if duty.subject == "office":
        offices = in_scope(Office.objects.select_related("region"), "region__path")
        office = get_object_or_404(offices, pk=pk)
        return office, office.region
    model = Household if duty.subject == "household" else Resident
    row = get_object_or_404(model.objects.select_related("region"), pk=pk)
    return row, row.region


def _duty(policy: Policy, code: str) -> Duty:
    duty: Duty | None = next((each for each in policy.all("duty") if each.code == code), None)
    if duty is None:
        raise Http404
    return duty


def _back(duty: Duty, owed: Owed) -> str:
    """The page of who owes; an office has its list."""
    if duty.subject == "office":
        return reverse("duty-list", args=[duty.code])
    return reverse("household" if duty.subject == "household" else "person", args=[owed.subject_id])
