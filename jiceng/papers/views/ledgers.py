"""Official ledgers: the list of those in force, and one of them for a region and a day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.filters import LedgerFilters, day
from jiceng.core.ledgers import SPREADSHEET
from jiceng.core.pages import page
from jiceng.core.paging import window
from jiceng.core.printing import PrintFailed
from jiceng.core.printing.responses import shown_in_browser
from jiceng.core.tables import Column, classes, lines
from jiceng.papers.services.ledgers import OfficialLedger, ledgers_in_force, open_ledger
from jiceng.papers.services.taking import TooLong, export_ledger, print_ledger
from jiceng.papers.services.volumes import print_volumes
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.policy.layouts import LOCATED, LayoutColumn
from jiceng.policy.populations import FutureDay
from jiceng.regions.ledgers import PlaceFilter
from jiceng.regions.models import Region

ALWAYS_SHOWN = 6  # columns; the others are left out on telephones
PERSON_PAGES = {"resident": "person", "household": "household"}


class OfficialFilters(LedgerFilters):
    """Which region, and which day."""

    place = PlaceFilter(method="as_asked")
    on = day("日期", "start", "exact")

    def as_asked(self, rows: Any, name: str, value: str) -> Any:
        """The region is no filter of rows: a ledger is opened for it."""
        return rows


@require_safe
@needs(Action.VIEW)
def index(request: AccountRequest) -> HttpResponse:
    """The ledgers in force where the officer works."""
    region = request.post.office.region
    context = {
        "title": "官方台账",
        "region": region,
        "ledgers": ledgers_in_force(region, request.today),
        "may_export": request.actor.may(Action.EXPORT),
    }
    return page(request, "papers/ledgers.html", context)


@require_safe
@needs(Action.VIEW)
def ledger(request: AccountRequest, code: str) -> HttpResponse:
    """One ledger, a page of its rows."""
    asked = request.GET
    opened = _opened(request, code, asked.get("place", ""), asked.get("on", ""))
    chosen = asked.copy()
    chosen.setdefault("on", opened.day.isoformat())
    filters = OfficialFilters(chosen, Region.objects.none(), request=request)
    rows = opened.rows()
    with reading_all():
        shown = window(
            rows,
            opened.order,
            every=rows,
            after=asked.get("after", ""),
            before=asked.get("before", ""),
        )
        cells = opened.cells(shown.rows)
        count = opened.size()
    columns = [_as_shown(column, n) for n, column in enumerate(opened.columns)]
    context = {
        "title": opened.title,
        "filters": filters,
        "rows_template": "papers/ledger_rows.html",
        "opened": opened,
        "headers": [{"title": column.title, "classes": classes(column)} for column in columns],
        "lines": lines(columns, _linked(request, opened, shown.rows, cells), lambda row: row["key"]),
        "count": count,
        "previous": _address(request, before=shown.before) if shown.before is not None else "",
        "next": _address(request, after=shown.after) if shown.after is not None else "",
        "may_export": request.actor.may(Action.EXPORT),
    }
    return page(request, "core/ledger.html", context, fragment="papers/ledger_rows.html")


@require_POST
@needs(Action.EXPORT)
def take(request: AccountRequest, code: str) -> HttpResponseBase:
    """The ledger as a PDF to print, or as a workbook."""
    opened = _opened(request, code, request.POST.get("place", ""), request.POST.get("on", ""))
    name = f"{opened.title}-{opened.region.name}-{opened.day}"
    if request.POST.get("kind") == "xlsx":
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"}
        content = export_ledger(actor=request.actor, ledger=opened)
        return HttpResponse(content, content_type=SPREADSHEET, headers=headers)
    try:
        return shown_in_browser(request, print_ledger(actor=request.actor, ledger=opened), name)
    except (TooLong, PrintFailed) as why:
        messages.error(request, str(why))
        query = f"?place={opened.region.code}&on={opened.day}"
        return redirect(reverse("official-ledger", args=[code]) + query)


@require_POST
@needs(Action.EXPORT)
def volumes(request: AccountRequest) -> HttpResponseBase:
    """The list of volumes of the officer's region, or of one below it."""
    region = _place(request, request.POST.get("place", ""))
    try:
        content = print_volumes(actor=request.actor, region=region, day=request.today, today=request.today)
    except (TooLong, PrintFailed) as why:
        messages.error(request, str(why))
        return redirect("official-ledgers")
    return shown_in_browser(request, content, f"卷宗目录-{region.name}-{request.today}")


def _place(request: AccountRequest, code: str) -> Region:
    """The region of a code within the scope, else 404; the officer's own without a code."""
    if not code:
        return request.post.office.region
    region: Region = get_object_or_404(
        scope.in_scope(Region.objects.select_related("office", "parent")), code=code
    )
    return region


def _opened(request: AccountRequest, code: str, place: str, on: str) -> OfficialLedger:
    """The ledger that is asked for; 404 beyond the scope, and where no pack lays it out."""
    region = _place(request, place)
    try:
        return open_ledger(
            actor=request.actor,
            region=region,
            code=code,
            day=_day(on) or request.today,
            today=request.today,
        )
    except (NotInForce, FutureDay) as missing:
        raise Http404 from missing


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _as_shown(column: LayoutColumn, place: int) -> Column:
    """A column of the layout as one of the page."""
    return Column(
        column.code,
        column.title,
        lambda row: row["cells"][place],
        kind=column.kind,
        link=(lambda row: row["href"]) if not place else "",
        secondary=place >= ALWAYS_SHOWN,
    )


def _linked(
    request: AccountRequest, opened: OfficialLedger, rows: list[Any], cells: list[list[Any]]
) -> list[dict[str, Any]]:
    """Rows with their address, where the subject still lies in the scope of the officer."""
    subject = opened.layout.subject
    key, name = LOCATED[subject].key, PERSON_PAGES[subject]
    made = []
    for row, shown in zip(rows, cells, strict=True):
        pk = getattr(row, key)
        home = row.resident.path if subject == "resident" else row.path
        href = reverse(name, args=[pk]) if request.actor.scope.covers(home) else ""
        made.append({"key": pk, "cells": shown, "href": href})
    return made


def _address(request: AccountRequest, **border: Any) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in border.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
