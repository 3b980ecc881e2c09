"""Trends and comparisons of a region: a part of the first page that loads after it, and a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.services.trends import LAST, LAST_YEAR, Compared, Difference, Trends, trends
from jiceng.home.views.front import region_asked
from jiceng.policy.schema import Row
from jiceng.regions.models import Region
from jiceng.reporting.rules import TOTAL
from jiceng.reporting.services.series import LIVE, PARTLY_FROZEN, Point
from jiceng.reporting.views.tables import shown, signed

SOURCES = {LIVE: "实时", PARTLY_FROZEN: "部分上报"}


@require_safe
@needs(Action.VIEW)
def trends_page(request: AccountRequest) -> HttpResponse:
    """Eight quarters of a region, by `?region=CODE` one below the own."""
    region = region_asked(request)
    found = trends(actor=request.actor, region=region, today=request.today)
    context: dict[str, Any] = {"title": f"趋势与对比：{region.name}", "region": region, "found": found}
    if found is not None:
        context |= {
            "now": found.points[-1],
            "last": found.points[LAST].period,
            "last_year": found.points[LAST_YEAR].period,
            "lines": [_line(region, found, each) for each in found.compared],
            "charts": [_chart(region, found, row) for row in found.charted],
            "sources": [SOURCES.get(point.source, "上报数") for point in found.points],
        }
    return page(request, "home/trends.html", context, fragment="home/trends_body.html")


def _line(region: Region, found: Trends, each: Compared) -> dict[str, Any]:
    row = each.row
    return {
        "label": row.label.removeprefix("其中："),
        "now": shown(each.now, row.digits),
        "href": _cell(region, found, row, found.points[-1]) if each.now is not None else "",
        "last": _difference(each.last, row) | {"why": _why(region, found, row, LAST)},
        "last_year": _difference(each.last_year, row) | {"why": _why(region, found, row, LAST_YEAR)},
    }


def _difference(difference: Difference, row: Row) -> dict[str, str]:
    if not difference.change:  # none, or nothing to compare with
        change = "持平" if difference.change is not None else ""
        return {"then": shown(difference.then, row.digits), "change": change, "percent": ""}
    change = signed(difference.change, 0, row.digits) + ("个百分点" if row.formula is not None else "")
    percent = f"{difference.percent:+}%" if difference.percent is not None else ""
    return {"then": shown(difference.then, row.digits), "change": change, "percent": percent}


def _chart(region: Region, found: Trends, row: Row) -> dict[str, Any]:
    cells = [
        {
            "text": shown(point.cells.get(row.code), row.digits),
            "href": _cell(region, found, row, point) if point.cells.get(row.code) is not None else "",
            "source": point.source,
            "period": point.period.code,
        }
        for point in found.points
    ]
    return {"code": row.code, "label": row.label, "cells": cells}


def _cell(region: Region, found: Trends, row: Row, point: Point) -> str:
    return reverse("report-cell", args=[found.form.code, region.code, point.period.code, row.code, TOTAL])


def _why(region: Region, found: Trends, row: Row, place: int) -> str:
    """Who came and went since an earlier period; a rate has no people of its own."""
    if row.formula is not None:
        return ""
    now, then = found.points[-1].period.code, found.points[place].period.code
    address = reverse("report-changes", args=[found.form.code, region.code, now, row.code, TOTAL])
    return f"{address}?with={then}"
