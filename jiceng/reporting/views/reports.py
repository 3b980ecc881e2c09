"""A report and what may be done with it: submit, accept, return, export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.roles import Action
from jiceng.core.ledgers import SPREADSHEET
from jiceng.core.pages import page
from jiceng.regions.models import Region
from jiceng.reporting.forms import ReturnForm
from jiceng.reporting.models import Filing, FilingAct
from jiceng.reporting.rules import STEPS
from jiceng.reporting.services.exporting import export_report
from jiceng.reporting.services.filing import FilingRefused, accept, return_, submit
from jiceng.reporting.services.late_listing import late_listing
from jiceng.reporting.services.progress import due_day, open_acts, progress_of, with_first_submission
from jiceng.reporting.services.redefined import of_report
from jiceng.reporting.services.reports import Report
from jiceng.reporting.views.asked import Asked, about_a_report, is_live
from jiceng.reporting.views.tables import table

NAMES_SHOWN = 30
NEEDED = {"submit": Action.SUBMIT, "accept": Action.REVIEW, "return": Action.REVIEW}
DONE = {"submit": "报表已上报", "accept": "报表已审核通过", "return": "报表已退回"}


@require_safe
@about_a_report
def report_page(asked: Asked) -> HttpResponse:
    """The report with state, checks, late entries and history; `live` adds what the registers say now."""
    found = asked.found()
    live = asked.found(live=True) if is_live(asked.request) else None
    lines = table(asked, found, query={}, other=live, other_query={"live": 1})
    counts_later = found.freeze is None and asked.region.is_community
    context = {
        **_head(asked, found),
        "title": found.form.label,
        "lines": lines,
        "is_live": live is not None,
        "differences": sum(bool(cell.difference) for line in lines for cell in line.cells),
        "may_go_live": found.is_frozen or not asked.region.is_community,
        **({} if counts_later else _late(asked, found)),
        "late_later": asked.url("report-late") if counts_later else "",
        "history": _history(found.filing),
        "redefined": of_report(asked.region, asked.code, asked.period),
        "revisions": range(found.freeze.revision, 1, -1) if found.freeze else [],
    }
    return page(asked.request, "reporting/report.html", context, fragment="reporting/report_table.html")


@require_safe
@about_a_report
def late_page(asked: Asked) -> HttpResponse:
    """The late entries; a draft loads them after the page, for earlier periods are counted again."""
    found = asked.found()
    context = {
        "title": f"补录：{asked.region.name} {asked.period.label}",
        "asked": asked,
        "found": found,
        **_late(asked, found),
    }
    return page(asked.request, "reporting/late_page.html", context, fragment="reporting/late.html")


@require_http_methods(["GET", "HEAD", "POST"])
@about_a_report
def submit_page(asked: Asked) -> HttpResponse:
    """Confirm and submit the own report."""
    return _act_page(asked, "submit", forms.Form, submit)


@require_http_methods(["GET", "HEAD", "POST"])
@about_a_report
def accept_page(asked: Asked) -> HttpResponse:
    """Accept the report of a region below."""
    return _act_page(asked, "accept", forms.Form, accept, seen=_seen(asked))


@require_http_methods(["GET", "HEAD", "POST"])
@about_a_report
def return_page(asked: Asked) -> HttpResponse:
    """Return the report of a region below, with a reason."""
    return _act_page(asked, "return", ReturnForm, return_, seen=_seen(asked))


@require_POST
@about_a_report
def export(asked: Asked) -> HttpResponse:
    """The report as a workbook in its official layout."""
    content = export_report(**asked.call, live=asked.request.POST.get("live") == "1")
    name = quote(f"{asked.found().form.label}-{asked.region.name}-{asked.period.code}.xlsx")
    return HttpResponse(
        content,
        content_type=SPREADSHEET,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _act_page(
    asked: Asked, act: str, form_class: type[forms.Form], service: Callable[..., Filing], **more: Any
) -> HttpResponse:
    """One act: what it means and its form on GET, the service on POST; a refusal stands on the form."""
    request = asked.request
    request.actor.require(NEEDED[act])
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            service(**asked.call, **form.cleaned_data, **more)
        except FilingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{asked.region.name}{asked.period.label}{DONE[act]}")
            return redirect(_back(asked))
    found = asked.found()
    context = {
        **_head(asked, found),
        "title": f"{STEPS[act].label}：{asked.region.name} {asked.period.label}",
        "act": act,
        "act_label": STEPS[act].label,
        "form": form,
        "back": _back(asked),
        "comes_from_children": _comes_from_children(asked),
        "late_later": asked.url("report-late") if act == "submit" and asked.region.is_community else "",
    }
    return page(request, "reporting/act.html", context)


def _seen(asked: Asked) -> int | None:
    """The revision that the page showed when the officer decided."""
    seen = asked.request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 5 else None


def _comes_from_children(asked: Asked) -> bool:
    asked_for = asked.request.POST or asked.request.GET
    return asked_for.get("from") == "children" and asked.above is not None


def _back(asked: Asked) -> str:
    if _comes_from_children(asked):
        return asked.url("report-children", region=asked.above)
    return asked.url("report")


def _head(asked: Asked, found: Report) -> dict[str, Any]:
    """What the top of every page about a report shows."""
    request = asked.request
    filing = (
        with_first_submission(Filing.objects.filter(pk=found.filing.pk)).first() if found.filing else None
    )
    return {
        "asked": asked,
        "found": found,
        "progress": progress_of(filing, due_day(found.form, found.period), request.today),
        "acts": open_acts(
            actor=request.actor,
            region=asked.region,
            state=found.state,
            period=asked.period,
            today=request.today,
        ),
        "is_running": asked.period.last > request.today,
        "may_export": request.actor.may(Action.EXPORT),
        "missing": _names(found.incomplete),
        "above": asked.above,
    }


def _late(asked: Asked, found: Report) -> dict[str, Any]:
    late = late_listing(actor=asked.request.actor, found=found, today=asked.request.today)
    labels = {row.code: row.label for row in found.form.row}
    return {"late": late, "late_lines": [{"entry": e, "label": labels.get(e.row, e.row)} for e in late.lines]}


def _names(codes: list[str]) -> dict[str, Any]:
    shown = Region.objects.filter(code__in=codes[:NAMES_SHOWN]).order_by("path")
    return {"count": len(codes), "regions": list(shown), "more": max(0, len(codes) - NAMES_SHOWN)}


def _history(filing: Filing | None) -> list[dict[str, Any]]:
    """The acts in their order; each submission made the next revision."""
    if filing is None:
        return []
    lines, revision = [], 0
    for act in FilingAct.objects.filter(filing=filing).select_related("by").order_by("pk"):
        revision += act.act == "submit"
        lines.append({"act": act, "label": STEPS[act.act].label, "revision": revision})
    return lines[::-1]
