"""Importing ledgers: send a file, follow its run, take the rejected rows out and send them again."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.importing import Context, Reject
from jiceng.core.ledgers import SPREADSHEET
from jiceng.core.models import ImportRun
from jiceng.core.pages import page
from jiceng.core.spreadsheets import FileTooLarge, TemplateColumn, write_template
from jiceng.home.imports import LEDGERS, result_of, start_import
from jiceng.home.imports.following import FollowUpRefused, bring_in, take_rejects
from jiceng.home.imports.forms import ImportForm
from jiceng.residents.imports.people import ELSEWHERE

LATEST_RUNS = 20
REJECTS_A_PAGE = 100
MEGABYTE = 1024 * 1024
State = ImportRun.State
RUNNING = (State.WAITING, State.CHECKING)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.IMPORT)
def imports(request: AccountRequest) -> HttpResponse:
    """Send a file; below, the latest runs of the office."""
    form = _form(request)
    if form.is_valid():
        given = form.cleaned_data
        file = given.pop("file")
        try:
            run = start_import(actor=request.actor, data=file.read(), file_name=file.name, **given)
        except FileTooLarge as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import-run", pk=run.pk)
    runs = list(_runs().order_by("-pk")[:LATEST_RUNS])
    context = {
        "title": "导入台账",
        "form": form,
        "ledgers": LEDGERS.values(),
        "runs": [_described(run) for run in runs],
        "to_correct": next((run for run in runs if run.rejected and run.is_kept), None),
    }
    return page(request, "home/imports.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Action.IMPORT)
def run(request: AccountRequest, pk: int) -> HttpResponse:
    """A run: how far it is, and what came of it. The fragment asks for itself until the run has ended."""
    run = _described(_run(pk))
    context: dict[str, Any] = {"title": f"导入{run.title}", "run": run, "is_running": run.state in RUNNING}
    result = result_of(run)
    if result is not None:
        context |= {"result": result} | _page_of(request, result.rejects)
    return page(request, "home/import.html", context, fragment="home/import_run.html")


@require_POST
@needs(Action.IMPORT)
def rejects(request: AccountRequest, pk: int) -> HttpResponse:
    """The workbook of rejected rows, to be corrected and sent again; recorded."""
    run = _described(_run(pk))
    try:
        workbook = take_rejects(actor=request.actor, run=run)
    except FollowUpRefused as refused:
        messages.error(request, str(refused))
        return redirect("import-run", pk=pk)
    return _workbook(workbook, f"{run.title}-退回-{request.today.isoformat()}.xlsx")


@require_POST
@needs(Action.IMPORT)
def again(request: AccountRequest, pk: int) -> HttpResponse:
    """Bring in a file that was only checked."""
    try:
        started = bring_in(actor=request.actor, run=_run(pk))
    except FollowUpRefused as refused:
        messages.error(request, str(refused))
        return redirect("import-run", pk=pk)
    return redirect("import-run", pk=started.pk)


@require_safe
@needs(Action.IMPORT)
def template(request: AccountRequest) -> HttpResponse:
    """The empty workbook of a ledger."""
    ledger = LEDGERS.get(request.GET.get("ledger", ""))
    if ledger is None:
        raise Http404
    context = Context(request.user.pk, request.today, request.post.office.region)
    columns = [
        TemplateColumn(each.header, each.required, each.offers(context), each.takes_several)
        for each in ledger.columns
    ]
    file = io.BytesIO()
    write_template(file, ledger.title, columns)
    return _workbook(file.getvalue(), f"{ledger.title}-导入模板.xlsx")


def _form(request: AccountRequest) -> ImportForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, actor=request.actor, region=request.post.office.region, today=request.today)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        # Django has not kept the file.
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
        form.fields["file"].error_messages["required"] = f"文件超过{most}MB，请分成几个文件"
    return form


def _runs() -> Any:
    """The runs within the officer's scope, without their files."""
    runs = scope.in_scope(ImportRun.objects.select_related("started_by", "region"))
    return runs.defer("upload", "result").annotate(is_kept=Q(result__isnull=False))


def _run(pk: int) -> ImportRun:
    runs = scope.in_scope(ImportRun.objects.select_related("started_by", "region"))
    return get_object_or_404(runs.defer("upload"), pk=pk)


def _described(run: Any) -> Any:
    run.title = LEDGERS[run.ledger].title if run.ledger in LEDGERS else run.ledger
    run.percent = round(100 * run.rows_checked / run.rows_total) if run.rows_total else 0
    return run


def _page_of(request: AccountRequest, rejects: list[Reject]) -> dict[str, Any]:
    """The reasons of one page, perhaps of one column only."""
    columns = Counter(reject.field for reject in rejects)
    chosen = request.GET.get("column", "")
    found = [reject for reject in rejects if reject.field == chosen] if chosen in columns else rejects
    text = request.GET.get("from", "")
    start = min(int(text), len(found)) if text.isdecimal() and len(text) < 9 else 0
    end = start + REJECTS_A_PAGE
    return {
        "rejects": found[start:end],
        "columns": columns.most_common(),
        "column": chosen if chosen in columns else "",
        "reasons": len(rejects),
        "previous": max(start - REJECTS_A_PAGE, 0) if start else None,
        "next": end if end < len(found) else None,
        "elsewhere": len({reject.row for reject in rejects if ELSEWHERE in reject.reason}),
    }


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=SPREADSHEET, headers=headers)
