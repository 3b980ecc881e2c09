"""What is behind a number: its people, the parts of a rate, its definition, the revision before."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from jiceng.core.pages import page
from jiceng.policy.schema import Form, Row
from jiceng.reporting.rules import columns_of
from jiceng.reporting.services.definitions import days_counted, definition, formula_in_words, parts_of
from jiceng.reporting.services.opening import people
from jiceng.reporting.services.redefined import of_report
from jiceng.reporting.services.reports import Report
from jiceng.reporting.services.revisions import Change, compare
from jiceng.reporting.views.asked import Asked, about_a_report, is_live, log_people, page_number
from jiceng.reporting.views.tables import shown, table


@require_safe
@about_a_report
def cell_page(asked: Asked, row: str, column: str) -> HttpResponse:
    """The people of a counted cell, 100 a page; of a rate the cells that it is made of."""
    number, live = _revision(asked), is_live(asked.request)
    found = asked.revision(number) if number else asked.found(live=live)
    wanted = _row(found.form, row)
    if column not in columns_of(found.form, wanted) or row not in found.cells:
        raise Http404
    context = {
        "title": wanted.label,
        "asked": asked,
        "found": found,
        "row": wanted,
        "column": next(c for c in found.form.column if c.code == column),
        "is_live": live and not number,
        "revision": number or (found.freeze.revision if found.freeze else 0),
        "query": _query(number, live),
        "definition": asked.url("report-definition", row),
        "redefined": of_report(asked.region, asked.code, asked.period, row),
        "changes": asked.url("report-changes", row, column) if _has_members(wanted) else "",
    }
    if wanted.formula is not None:
        context["parts"] = _parts(asked, found, wanted, column, context["query"])
        context["formula"] = formula_in_words(found.form, wanted.formula)
        context["value"] = shown(found.cells[row].get(column), wanted.digits)
        return page(asked.request, "reporting/rate.html", context)
    context["people"] = people(
        actor=asked.request.actor,
        found=found,
        row=row,
        column=column,
        today=asked.request.today,
        live=live,
        page=page_number(asked.request),
    )
    log_people(asked.request, asked.region, context["people"].shown)
    return page(asked.request, "reporting/people.html", context, fragment="reporting/people_list.html")


@require_safe
@about_a_report
def definition_page(asked: Asked, row: str) -> HttpResponse:
    """What a row counts, in words, with its legal basis."""
    found = asked.found()
    wanted = _row(found.form, row)
    meant = definition(asked.region, found.form, wanted, asked.period, found.freeze)
    context = {
        "title": f"口径：{wanted.label}",
        "asked": asked,
        "found": found,
        "definition": meant,
        "days_counted": days_counted(meant, asked.period, asked.request.today),
        "redefined": of_report(asked.region, asked.code, asked.period, row),
    }
    return page(
        asked.request, "reporting/definition.html", context, fragment="reporting/definition_body.html"
    )


@require_safe
@about_a_report
def revision_page(asked: Asked, number: int) -> HttpResponse:
    """A revision beside the one before it: cells, and who came and went."""
    found = compare(**asked.call, number=number, page=page_number(asked.request))
    context = {
        "title": f"修订对比：{asked.region.name} {asked.period.label}",
        "asked": asked,
        "found": found.now,
        "comparison": found,
        "number": number,
        "lines": table(
            asked,
            found.then,
            query={"revision": number - 1},
            other=found.now,
            other_query={"revision": number},
        ),
        "changes": [_changed(found.now.form, change) for change in found.changes],
        "query": "",
    }
    log_people(asked.request, asked.region, [change.person for change in found.changes])
    return page(asked.request, "reporting/revision.html", context, fragment="reporting/revision_people.html")


def _changed(form: Form, change: Change) -> dict[str, Any]:
    """A change with labels in place of codes."""
    labels = {each.code: each.label for each in (*form.row, *form.column)}
    then, now = change.columns_then, change.columns_now
    moved = [[c for c in these if c not in those] for these, those in ((then, now), (now, then))]
    return {
        "person": change.person,
        "entered": _joined(labels, change.entered),
        "left": _joined(labels, change.left),
        "moved": " → ".join(_joined(labels, codes) or "无" for codes in moved)
        if change.has_moved_column
        else "",
    }


def _joined(labels: dict[str, str], codes: list[str]) -> str:
    return "、".join(labels.get(code, code) for code in codes)


def _has_members(row: Row) -> bool:
    return row.formula is None and row.duty is None


def _revision(asked: Asked) -> int:
    number = asked.request.GET.get("revision", "")
    return int(number) if number.isdecimal() and len(number) < 5 else 0


def _query(number: int, live: bool) -> str:
    if number:
        return f"revision={number}&"
    return "live=1&" if live else ""


def _row(form: Form, code: str) -> Row:
    for row in form.row:
        if row.code == code:
            return row
    raise Http404


def _parts(asked: Asked, found: Report, rate: Row, column: str, query: str) -> list[dict[str, Any]]:
    assert rate.formula is not None
    return [
        {
            "label": row.label,
            "text": shown(found.cells.get(row.code, {}).get(part), row.digits),
            "href": f"{asked.url('report-cell', row.code, part)}?{query}".rstrip("?&"),
            "definition": asked.url("report-definition", row.code),
        }
        for row, part in parts_of(found.form, rate.formula, column)
    ]
