"""Rejected rows saved from the page of an import: they are imported again, what is still wrong stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.importing import Column, ImportRefused
from jiceng.home.imports import LEDGERS
from jiceng.home.imports.correcting import Corrected, Corrections, correct
from jiceng.home.imports.following import FollowUpRefused
from jiceng.home.views.import_lines import Asked, whole_number
from jiceng.home.views.import_runs import find_run, run_page


@require_POST
@needs(Action.IMPORT)
def correct_rejects(request: AccountRequest, pk: int) -> HttpResponse:
    """Save the entries of the page: these rows are imported again, what is still wrong stays."""
    run = find_run(pk)
    corrections = _corrections(request, LEDGERS[run.ledger].columns)
    try:
        corrected = correct(actor=request.actor, run=run, corrections=corrections, today=request.today)
    except (FollowUpRefused, ImportRefused) as refused:
        asked = Asked.by(request)
        asked.typed = corrections.cells
        return run_page(request, run, asked=asked, mistake=str(refused))
    messages.success(request, _told(corrected))
    return redirect(f"{reverse('import-run', args=[pk])}{_query(request) if corrected.left else ''}")


def _told(corrected: Corrected) -> str:
    dropped = f"，不再导入{corrected.dropped}行" if corrected.dropped else ""
    left = f"，还有{corrected.left}行待改正" if corrected.left else "，退回的行已全部处理"
    return f"已入账{corrected.taken}行{dropped}{left}"


def _query(request: AccountRequest) -> str:
    kept = request.GET.copy()
    kept.pop("open", None)
    return f"?{kept.urlencode()}" if kept else ""


def _corrections(request: AccountRequest, columns: tuple[Column, ...]) -> Corrections:
    cells: dict[int, dict[str, str]] = {number: {} for number in _numbers(request, "row")}
    for row, found in cells.items():
        for place, column in enumerate(columns):
            text = request.POST.get(f"cell-{row}-{place}")
            if text is not None:
                found[column.header] = text.strip()
    return Corrections(cells, _numbers(request, "drop"), _numbers(request, "anyway"))


def _numbers(request: AccountRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name) if (number := whole_number(text))]
