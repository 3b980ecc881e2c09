"""The papers of a resident or household: which can be printed today, and printing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.printing import PrintFailed
from jiceng.core.printing.responses import shown_in_browser
from jiceng.papers.documents import DOCUMENTS, Document, offered
from jiceng.papers.models import Paper
from jiceng.papers.services.issuing import PaperRefused, issue, may_issue, on_day
from jiceng.residents.models import Household, Resident

LATEST = 5


@dataclass(frozen=True)
class About:
    """What papers are about; `name` is that of its page, of which the addresses here are parts."""

    name: str
    model: type[Resident] | type[Household]

    def find(self, pk: int) -> Any:
        """The row, 404 beyond the scope."""
        return get_object_or_404(self.model.objects.select_related("region__office"), pk=pk)

    def whom(self, row: Any) -> str:
        """How the row is called."""
        return row.name if isinstance(row, Resident) else f"{row.number}户"


RESIDENT, HOUSEHOLD = About("person", Resident), About("household", Household)


@require_safe
@needs(Action.VIEW)
def person_papers(request: AccountRequest, pk: int) -> HttpResponse:
    """What can be printed about a resident."""
    return _papers(request, RESIDENT, pk)


@require_safe
@needs(Action.VIEW)
def household_papers(request: AccountRequest, pk: int) -> HttpResponse:
    """What can be printed about a household."""
    return _papers(request, HOUSEHOLD, pk)


@require_POST
@needs(Action.EXPORT)
def person_paper(request: AccountRequest, pk: int, code: str) -> HttpResponseBase:
    """Print a document about a resident."""
    return _paper(request, RESIDENT, pk, code)


@require_POST
@needs(Action.EXPORT)
def household_paper(request: AccountRequest, pk: int, code: str) -> HttpResponseBase:
    """Print a document about a household."""
    return _paper(request, HOUSEHOLD, pk, code)


def _papers(request: AccountRequest, about: About, pk: int) -> HttpResponse:
    row = about.find(pk)
    shows(request, f"{about.name}-papers", subject_id=row.pk, path=row.path)
    documents = offered(row._meta.model_name, on_day(row, request.today))
    issued = Paper.objects.filter(path__gte=request.actor.scope.lo, path__lt=request.actor.scope.hi)
    latest = issued.filter(**{row._meta.model_name: row}).select_related("office__region", "printed_by")
    context = {
        "title": f"打印：{about.whom(row)}",
        "whom": about.whom(row),
        "row": row,
        "back": reverse(about.name, args=[pk]),
        "paper_url": f"{about.name}-paper",
        "dossier": reverse(f"{about.name}-dossier", args=[pk]),
        "documents": [each for each in documents if may_issue(request.actor, each, row.path)],
        "may_print": request.actor.may(Action.EXPORT, row.path),
        "latest": [(DOCUMENTS[p.document], p) for p in latest.order_by("-pk")[:LATEST]],
    }
    return page(request, "papers/panel_page.html", context, fragment="papers/panel.html")


def _paper(request: AccountRequest, about: About, pk: int, code: str) -> HttpResponseBase:
    row = about.find(pk)
    document = _document(row, code)
    try:
        paper, content = issue(actor=request.actor, document=document, subject=row, today=request.today)
    except (PaperRefused, PrintFailed) as why:
        messages.error(request, str(why))
        return redirect(reverse(about.name, args=[pk]))
    return shown_in_browser(request, content, f"{document.title}-{about.whom(row)}-{paper.number}")


def _document(row: Any, code: str) -> Document:
    document = DOCUMENTS.get(code)
    if document is None or document.subject != row._meta.model_name:
        raise Http404
    return document
