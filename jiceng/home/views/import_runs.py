"""One import: how far it is, what came of it, and what is done with it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.importing import Obstacle, UndoStopped
from jiceng.core.ledgers import SPREADSHEET
from jiceng.core.models import ImportRun
from jiceng.core.pages import page
from jiceng.home.imports import LEDGERS, result_of
from jiceng.home.imports.aliases import IGNORED, AliasRefused, remember
from jiceng.home.imports.following import FollowUpRefused, bring_in, send_again, take_rejects
from jiceng.home.imports.undoing import UndoRefused, named, undo_import
from jiceng.home.views.import_lines import Asked, rejects_context

State = ImportRun.State
RUNNING = (State.WAITING, State.CHECKING)
LEFT_OUT = "-"  # the choice for a column that is not to be imported


@require_safe
@needs(Action.IMPORT)
def run(request: AccountRequest, pk: int) -> HttpResponse:
    """A run: how far it is, and what came of it. The fragment asks for itself until the run has ended."""
    return run_page(request, find_run(pk))


@require_POST
@needs(Action.IMPORT)
def rejects(request: AccountRequest, pk: int) -> HttpResponse:
    """The workbook of rejected rows, to be corrected and sent again; recorded."""
    run = find_run(pk)
    try:
        workbook = take_rejects(actor=request.actor, run=run)
    except FollowUpRefused as refused:
        return _back(request, pk, str(refused))
    return workbook_reply(workbook, f"{run.title}-退回-{request.today.isoformat()}.xlsx")


@require_POST
@needs(Action.IMPORT)
def again(request: AccountRequest, pk: int) -> HttpResponse:
    """Bring in a file that was only checked."""
    try:
        started = bring_in(actor=request.actor, run=find_run(pk))
    except FollowUpRefused as refused:
        return _back(request, pk, str(refused))
    return redirect("import-run", pk=started.pk)


@require_POST
@needs(Action.IMPORT)
def name_columns(request: AccountRequest, pk: int) -> HttpResponse:
    """Remember what unknown columns stand for, and import the file once more where one is now known."""
    run = find_run(pk)
    result = result_of(run)
    unknown = result.unknown_columns if result else []
    said = {header: request.POST.get(f"meaning-{n}", "") for n, header in enumerate(unknown)}
    meanings = {header: IGNORED if to == LEFT_OUT else to for header, to in said.items() if to}
    try:
        remember(actor=request.actor, ledger=run.ledger, meanings=meanings, unknown=unknown)
        if not any(meanings.values()):
            return _back(request, pk)
        started = send_again(actor=request.actor, run=run)
    except (AliasRefused, FollowUpRefused) as refused:
        return _back(request, pk, str(refused))
    return redirect("import-run", pk=started.pk)


@require_POST
@needs(Action.IMPORT)
def undo(request: AccountRequest, pk: int) -> HttpResponse:
    """Undo an import; what stands in the way is listed."""
    run, reason = find_run(pk), request.POST.get("reason", "")
    try:
        undone = undo_import(actor=request.actor, run=run, reason=reason, today=request.today)
    except UndoRefused as refused:
        return run_page(request, run, reason=reason, undo_mistake=str(refused))
    except UndoStopped as stopped:
        return run_page(request, run, reason=reason, undo_mistake=str(stopped), obstacles=stopped.obstacles)
    messages.success(request, f"已撤销该次导入：作废{undone.created}条记录，恢复{undone.updated}条记录")
    return redirect("import-run", pk=pk)


def run_page(
    request: AccountRequest,
    run: Any,
    *,
    asked: Asked | None = None,
    mistake: str = "",
    undo_mistake: str = "",
    obstacles: Iterable[Obstacle] = (),
    reason: str = "",
) -> HttpResponse:
    """The page of a run, with what was refused where it was asked for."""
    listed, others = named(obstacles)
    context: dict[str, Any] = {
        "title": f"导入{run.title}",
        "run": run,
        "is_running": run.state in RUNNING,
        "ignored": [header for header, meaning in run.aliases.items() if meaning == IGNORED],
        "taken_for": [(header, meaning) for header, meaning in run.aliases.items() if meaning],
        "mistake": mistake,
        "undo_mistake": undo_mistake,
        "obstacles": listed,
        "other_obstacles": others,
        "reason": reason,
    }
    result = result_of(run)
    if result is not None:
        context |= {"result": result, "headers": LEDGERS[run.ledger].headers}
        context |= rejects_context(request, run, result, asked or Asked.by(request))
    status = 422 if mistake or undo_mistake else 200
    return page(request, "home/import.html", context, fragment="home/import_run.html", status=status)


def find_run(pk: int) -> Any:
    """A run within the officer's scope, with what it is called; 404 for others."""
    runs = scope.in_scope(ImportRun.objects.select_related("started_by", "undone_by", "region"))
    runs = runs.defer("upload").annotate(has_upload=Q(upload__isnull=False))
    return described(get_object_or_404(runs, pk=pk))


def described(run: Any) -> Any:
    """A run with the title of its ledger, how far it is, and how many rows were given up."""
    run.title = LEDGERS[run.ledger].title if run.ledger in LEDGERS else run.ledger
    run.percent = round(100 * run.rows_checked / run.rows_total) if run.rows_total else 0
    run.dropped = run.rows_total - run.created - run.updated - run.unchanged - run.rejected
    return run


def workbook_reply(content: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under a name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=SPREADSHEET, headers=headers)


def _back(request: AccountRequest, pk: int, mistake: str = "") -> HttpResponse:
    if mistake:
        messages.error(request, mistake)
    return redirect("import-run", pk=pk)
