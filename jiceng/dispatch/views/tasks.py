"""Tasks: given, read, answered, accepted or returned, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.acts import void_row
from jiceng.accounts.roles import Action
from jiceng.core.pages import page, refusal
from jiceng.core.registers import Refused
from jiceng.dispatch import rules
from jiceng.dispatch.forms import JudgeForm, ReplyForm, TaskForm, WithdrawForm
from jiceng.dispatch.models import Charge, Reply, Task
from jiceng.dispatch.services import task_of
from jiceng.dispatch.views.answers import after, download, just_done, saved

REFUSED = 400


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.REVIEW)
def new(request: AccountRequest) -> HttpResponse:
    """Give a task to offices below."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TaskForm(*given, actor=request.actor, today=request.today)
    act = saved(request, form, "任务已交办") if given else None
    if act is not None:
        first = Charge.objects.filter(task=act.row).order_by("path").first()
        return after("charge", first.pk, act)
    context = {"title": "交办新任务", "form": form, "back": "tasks", "save": "交办"}
    return page(request, "dispatch/new.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Action.VIEW)
def charge(request: AccountRequest, pk: int) -> HttpResponse:
    """A task as one office is charged with it."""
    return _page(request, _charge(pk))


@require_POST
@needs(Action.WRITE)
def reply(request: AccountRequest, pk: int) -> HttpResponse:
    """Answer it."""
    found = _charge(pk)
    form = ReplyForm(request.POST, request.FILES, actor=request.actor, today=request.today, charge=found)
    act = saved(request, form, "已回复")
    return after("charge", pk, act) if act is not None else _page(request, found, reply_form=form)


@require_POST
@needs(Action.REVIEW)
def judge(request: AccountRequest, pk: int) -> HttpResponse:
    """Accept the reply of an office, or return it."""
    found = _charge(pk)
    row = _standing(found)
    if row is None:
        raise Http404
    request.actor.require(Action.REVIEW, task_of(found).path)
    form = JudgeForm(request.POST, actor=request.actor, today=request.today, row=row)
    act = saved(request, form, "验收意见已登记")
    return after("charge", pk, act) if act is not None else _page(request, found, judge_form=form)


@require_POST
@needs(Action.VOID)
def withdraw(request: AccountRequest, pk: int) -> HttpResponse:
    """Withdraw a task from every office, with a reason; by the office that gave it, or above."""
    task = get_object_or_404(Task, pk=_charge(pk).task_id)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        void_row(actor=request.actor, row=task, reason=reason, today=request.today)
    except Refused as refused:
        return refusal(request, str(refused), status=REFUSED, title="不能撤回")
    messages.success(request, "任务已撤回")
    return redirect("tasks")


@require_safe
@needs(Action.VIEW)
def task_file(request: AccountRequest, pk: int) -> HttpResponse:
    """The file that came with the task."""
    attachment = task_of(_charge(pk)).attachment
    if attachment is None:
        raise Http404
    return download(attachment)


@require_safe
@needs(Action.VIEW)
def reply_file(request: AccountRequest, pk: int) -> HttpResponse:
    """The file that came with a reply."""
    row = get_object_or_404(Reply.objects.select_related("attachment"), pk=pk, attachment__isnull=False)
    return download(row.attachment)


def _charge(pk: int) -> Charge:
    rows = Charge.objects.with_reply().select_related("office", "region")
    found: Charge = get_object_or_404(rows, pk=pk)
    return found


def _standing(found: Charge) -> Reply | None:
    row: Reply | None = Reply.objects.filter(charge=found, judgement="").order_by("pk").last()
    return row


def _page(request: AccountRequest, found: Any, **forms: Any) -> HttpResponse:
    today, actor = request.today, request.actor
    task = task_of(found)
    replies = list(
        Reply.objects.filter(charge=found).select_related("attachment", "entered_by").order_by("pk")
    )
    standing = next((row for row in replies if not row.judgement), None)
    status = rules.status_of(found.due_on, found.replied_on, found.judgement, today)
    context: dict[str, Any] = {
        "title": found.title,
        "charge": found,
        "task": task,
        "replies": replies,
        "word": rules.STATUSES[status][0],
        "tone": rules.STATUSES[status][1],
        "days_late": rules.days_late(found.due_on, found.replied_on, today),
        "done": just_done(request),
        "may_withdraw": actor.may(Action.VOID, task.path),
    }
    if found.replied_on is None and actor.path == found.path and actor.may(Action.WRITE):
        context["reply_form"] = forms.get("reply_form") or ReplyForm(actor=actor, today=today, charge=found)
    if standing is not None and actor.may(Action.REVIEW, task.path):
        context["judge_form"] = forms.get("judge_form") or JudgeForm(actor=actor, today=today, row=standing)
    if actor.may(Action.VIEW, task.path):
        others = Charge.objects.with_reply().filter(task=task).exclude(pk=found.pk)
        context["others"] = [
            {
                "row": row,
                "word": rules.STATUSES[rules.status_of(row.due_on, row.replied_on, row.judgement, today)][0],
            }
            for row in others.select_related("office").order_by("path")
        ]
    return page(request, "dispatch/charge.html", context, status=422 if forms else 200)
