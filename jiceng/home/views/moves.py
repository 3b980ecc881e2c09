"""Moves between communities: pulled by the receiving window, told to the losing office, objected, decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.forms import ActForm
from jiceng.core.pages import page
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.done import DONE
from jiceng.home.views.search import look_up
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.residents.forms import DecisionForm, MoveForm, ObjectionForm
from jiceng.residents.ledgers import add_moved_people
from jiceng.residents.models import Move, Resident
from jiceng.residents.rules import objection_until
from jiceng.residents.search import Found

LOOK = "look"  # the step of the form that only asks who looks after the person


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MOVE)
def new_move(request: AccountRequest) -> HttpResponse:
    """Enter or scan a number, see who looks after the person, and take the person over."""
    data = request.POST if request.method == "POST" else None
    found = look_up(request, data.get("number", "")) if data is not None else None
    is_asking = data is None or "step" in data or found is None or _is_nowhere(found)
    form = MoveForm(None if is_asking else data, actor=request.actor, today=request.today)
    if data is not None and is_asking:
        form.initial["number"] = data.get("number", "")
    if not is_asking:
        act = done_or_told(form)
        if act is not None:
            return redirect(f"{reverse('person', args=[act.row.pk])}?{DONE}={act.entry.pk}")
    context = {
        "title": "办理迁入",
        "form": form,
        "found": found,
        "resident": found.single if found else None,
        "is_found": found is not None and not _is_nowhere(found),
        "may_move_here": found is not None and _may_move(form, found.single),
        "office": _office(found),
    }
    return page(request, "home/move_new.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def move(request: AccountRequest, pk: int) -> HttpResponse:
    """One move; the losing office objects here, the office above both decides."""
    row = get_object_or_404(Move.objects.select_related("region", "other", "twin", "entered_by"), pk=pk)
    form = _form(request, row)
    if request.method == "POST":
        request.actor.require(Action.MOVE, row.path)
        act = done_or_told(form) if form is not None else None
        if act is not None:
            said = "已提出异议，等待上级机构裁定" if isinstance(form, ObjectionForm) else "异议已裁定"
            messages.success(request, said)
            return redirect("move", pk=pk)
    add_moved_people([row], request.today)
    is_here = Resident.objects.filter(pk=row.resident_id).exists()
    context = {
        "title": f"{row.name}：{row.get_direction_display()}",  # type: ignore[attr-defined]
        "move": row,
        "is_here": is_here,
        "from": row.other if row.direction == Move.Direction.IN else row.region,
        "to": row.region if row.direction == Move.Direction.IN else row.other,
        "until": objection_until(row.known_on),
        "form": form,
        "is_objection": isinstance(form, ObjectionForm),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return page(request, "home/move.html", context, status=status)


def _form(request: AccountRequest, row: Move) -> ActForm | None:
    """What this officer can say about the move now, if anything."""
    actor = request.actor
    given: dict[str, Any] = {"actor": actor, "today": request.today, "row": row}
    data = request.POST if request.method == "POST" else None
    if row.objected_on is None:
        is_in_time = request.today <= objection_until(row.known_on)
        may_object = row.direction == Move.Direction.OUT and actor.may(Action.MOVE, row.path)
        return ObjectionForm(data, **given) if is_in_time and may_object else None
    is_above = actor.may(Action.REVIEW, row.path) and actor.may(Action.REVIEW, row.other.path)
    return DecisionForm(data, **given) if is_above and not row.decision else None


def _is_nowhere(found: Found) -> bool:
    return found.single is None and found.elsewhere is None


def _may_move(form: MoveForm, resident: Resident | None) -> bool:
    """Whether the officer has another community for somebody of the scope."""
    if resident is None:
        return True
    communities = form.fields["to_region"].queryset  # type: ignore[attr-defined]
    return bool(communities.exclude(pk=resident.region_id).exists())


def _office(found: Found | None) -> Any:
    if found is None or _is_nowhere(found):
        return None
    place = found.single.region if found.single is not None else found.elsewhere.region  # type: ignore[union-attr]
    return place.office
