"""The reports below a region side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jiceng.core.pages import page
from jiceng.reporting.forms import CompareForm
from jiceng.reporting.services.children import Child, SideBySide, side_by_side
from jiceng.reporting.services.progress import open_acts
from jiceng.reporting.views.asked import Asked, about_a_report
from jiceng.reporting.views.tables import shown


@require_safe
@about_a_report
def children_page(asked: Asked) -> HttpResponse:
    """One line a child: state, punctuality, the chosen cells, and what may be done from here."""
    found = side_by_side(**asked.call)
    chooser = CompareForm(asked.request.GET, form=found.form)
    cells = chooser.cells()
    digits = {row.code: row.digits for row in found.form.row}
    context = {
        "title": f"下级对照：{asked.region.name}",
        "asked": asked,
        "above": asked.above,
        "found": found,
        "chooser": chooser,
        "headings": [heading for _, _, heading in cells],
        "lines": [_line(asked, child, cells, digits) for child in found.children],
        "total": _total(asked, found, cells, digits),
        "submitted": sum(child.progress.is_frozen for child in found.children if child.is_expected),
        "expected": sum(child.is_expected for child in found.children),
        "is_running": asked.period.last > asked.request.today,
    }
    return page(asked.request, "reporting/children.html", context, fragment="reporting/children_table.html")


Chosen = list[tuple[str, str, str]]


def _line(asked: Asked, child: Child, cells: Chosen, digits: dict[str, int]) -> dict[str, Any]:
    region = child.region
    acts = open_acts(
        actor=asked.request.actor,
        region=region,
        state=child.progress.state,
        period=asked.period,
        today=asked.request.today,
    )
    return {
        "child": child,
        "report": asked.url("report", region=region),
        "children": "" if region.is_community else asked.url("report-children", region=region),
        "accept": asked.url("report-accept", region=region) if "accept" in acts else "",
        "return": asked.url("report-return", region=region) if "return" in acts else "",
        "cells": [
            {
                "text": shown(child.cells.get(row, {}).get(column), digits[row]),
                "href": asked.url("report-cell", row, column, region=region),
            }
            for row, column, _ in cells
        ],
    }


def _total(asked: Asked, found: SideBySide, cells: Chosen, digits: dict[str, int]) -> list[dict[str, Any]]:
    differing = set(found.differing)
    return [
        {
            "text": shown(found.total.get(row, {}).get(column), digits[row]),
            "href": asked.url("report-cell", row, column),
            "differs": (row, column) in differing,
        }
        for row, column, _ in cells
    ]
