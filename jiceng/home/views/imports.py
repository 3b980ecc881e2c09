"""Importing ledgers: send a file, take an empty workbook, and what is remembered about columns."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.importing import Context, write_template_of
from jiceng.core.models import HeaderAlias, ImportRun
from jiceng.core.pages import page
from jiceng.core.spreadsheets import FileTooLarge
from jiceng.home.imports import LEDGERS, start_import
from jiceng.home.imports.aliases import forget, remembered
from jiceng.home.imports.forms import ImportForm
from jiceng.home.views.import_runs import described, workbook_reply

LATEST_RUNS = 20
MEGABYTE = 1024 * 1024


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
        "runs": [described(run) for run in runs],
        "to_correct": next((run for run in runs if _waits(run)), None),
        "aliases": [_alias(each) for each in remembered(request.actor)],
    }
    return page(request, "home/imports.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Action.IMPORT)
def template(request: AccountRequest) -> HttpResponse:
    """The empty workbook of a ledger."""
    ledger = LEDGERS.get(request.GET.get("ledger", ""))
    if ledger is None:
        raise Http404
    file = io.BytesIO()
    write_template_of(ledger, Context(request.user.pk, request.today, request.post.office.region), file)
    return workbook_reply(file.getvalue(), f"{ledger.title}-导入模板.xlsx")


@require_POST
@needs(Action.IMPORT)
def forget_alias(request: AccountRequest, pk: int) -> HttpResponse:
    """Forget what a header stands for."""
    alias = get_object_or_404(scope.in_scope(HeaderAlias.objects.all()), pk=pk)
    forget(actor=request.actor, alias=alias)
    return redirect("imports")


def _waits(run: Any) -> bool:
    """Whether rejected rows of a run are still to be corrected."""
    return bool(run.rejected and run.is_kept and run.state != ImportRun.State.UNDONE)


def _alias(alias: HeaderAlias) -> Any:
    alias.title = LEDGERS[alias.ledger].title if alias.ledger in LEDGERS else alias.ledger  # type: ignore[attr-defined]
    return alias


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
