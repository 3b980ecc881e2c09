"""What the pages of tasks and meetings share: doing an act by a form, undoing it, handing out files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.acts import UNDO_WITHIN, Act, undo
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Action
from jiceng.core.forms import ActForm
from jiceng.core.pages import refusal
from jiceng.core.registers import Refused
from jiceng.core.scope import in_scope
from jiceng.dispatch.models import Attachment
from jiceng.dispatch.services import content_of

UNDO_REFUSED = 400
ACTS = ("task_given", "task_replied", "reply_accepted", "reply_returned") + (
    "meeting_called",
    "attendance_recorded",
    "minutes_recorded",
)


def saved(request: AccountRequest, form: ActForm, told: str) -> Act[Any] | None:
    """The act of a form that was sent, with a notice; None when the entries are wrong or it was refused."""
    act: Act[Any] | None = form.save() if form.is_valid() else None
    if act is not None:
        messages.success(request, told)
    return act


def after(name: str, pk: int, act: Act[Any]) -> HttpResponse:
    """Go on to the page that shows the act and offers to undo it."""
    answer = redirect(name, pk)
    answer["Location"] += f"?done={act.entry.pk}"
    return answer


def just_done(request: AccountRequest) -> AuditEntry | None:
    """The act of one's own that the address names, while it can be undone."""
    text = request.GET.get("done", "")
    mine = in_scope(AuditEntry.objects.filter(user=request.user, action__in=ACTS))
    recent = mine.filter(pk=text if text.isdecimal() and len(text) < 18 else None)
    found: AuditEntry | None = recent.filter(at__gt=timezone.now() - UNDO_WITHIN).first()
    return found


@require_POST
@needs(Action.WRITE)
def undo_act(request: AccountRequest, pk: int) -> HttpResponse:
    """Take back an act on a task or a meeting."""
    entry = get_object_or_404(in_scope(AuditEntry.objects.filter(action__in=ACTS)), pk=pk)
    try:
        undo(actor=request.actor, entry=entry, now=timezone.now(), today=request.today)
    except Refused as refused:
        return refusal(request, str(refused), status=UNDO_REFUSED, title="不能撤销")
    messages.success(request, "已撤销")
    is_task = entry.action.startswith(("task", "reply"))
    return redirect("tasks" if is_task else "meetings")


def download(attachment: Attachment) -> HttpResponse:
    """A file, to be saved and never shown by the browser itself."""
    return HttpResponse(
        content_of(attachment),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )
