"""Wrong identity numbers proposed for correction: the queue of the office above, and one of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from jiceng.accounts import audit
from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.identity import mask
from jiceng.core.pages import page
from jiceng.core.secrets import cipher
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.number import REVEALED
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.residents.forms import DecideNumberForm
from jiceng.residents.models import NumberProposal

WAITING_SHOWN, DECIDED_SHOWN = 200, 50


@require_safe
@needs(Action.VIEW)
def number_proposals(request: AccountRequest) -> HttpResponse:
    """What waits, oldest first, and what was decided lately."""
    rows = _rows()
    waiting = rows.filter(agreed=None).order_by("known_on", "pk")[: WAITING_SHOWN + 1]
    decided = rows.exclude(agreed=None).order_by("-decided_on", "-pk")[:DECIDED_SHOWN]
    context = {
        "title": "公民身份号码更正",
        "waiting": [_masked(row) for row in waiting[:WAITING_SHOWN]],
        "has_more": len(waiting) > WAITING_SHOWN,
        "decided": [_masked(row) for row in decided],
    }
    return page(request, "home/number_proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def number_proposal(request: AccountRequest, pk: int) -> HttpResponse:
    """One proposal, to be agreed to or refused; the whole numbers are shown on demand, recorded."""
    row = _masked(get_object_or_404(_rows(), pk=pk))
    shows(request, "number-proposal", subject_id=row.resident_id, path=row.path)
    is_reveal = request.method == "POST" and "reveal" in request.POST
    data = request.POST if request.method == "POST" and not is_reveal else None
    form = _form(request, row, data)
    if request.method == "POST":
        request.actor.require(Action.REVEAL if is_reveal else Action.CORRECT, row.path)
    if is_reveal:
        reason = f"审批号码更正：{row.reason}"[:200]
        audit.record(request.actor, REVEALED, path=row.path, subject=row.resident, reason=reason)
    act = done_or_told(form) if form is not None and data is not None else None
    if act is not None:
        messages.success(request, "已批准，号码已更正" if act.row.agreed else "未批准，已通知社区")
        return redirect("number-proposals")
    context = {
        "title": f"号码更正：{row.resident.name}",
        "row": row,
        "form": form,
        "whole": [_number(row.old_cipher), _number(row.new_cipher)] if is_reveal else [],
        "may_reveal": row.agreed is None and request.actor.may(Action.REVEAL, row.path),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return page(request, "home/number_proposal.html", context, status=status)


def _rows() -> Any:
    people = ("resident", "region", "entered_by", "decided_by")
    return NumberProposal.objects.select_related(*people)


def _masked(row: Any) -> Any:
    row.old, row.new = mask(_number(row.old_cipher)), mask(_number(row.new_cipher))
    return row


def _number(secret: Any) -> str:
    return cipher().decrypt(bytes(secret))


def _form(request: AccountRequest, row: NumberProposal, data: Any) -> DecideNumberForm | None:
    """The decision, for who may make it."""
    actor = request.actor
    is_above = actor.path != row.path and row.entered_by_id != actor.user.pk
    if row.agreed is not None or not is_above or not actor.may(Action.CORRECT, row.path):
        return None
    return DecideNumberForm(data, actor=actor, today=request.today, row=row)
