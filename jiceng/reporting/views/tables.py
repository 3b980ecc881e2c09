"""The table of a report as the template shows it: texts, links, and what differs from a second reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from jiceng.policy.schema import Row
from jiceng.reporting.rules import NOT_APPLICABLE, columns_of, shown
from jiceng.reporting.services.reports import Report
from jiceng.reporting.views.asked import Asked

PART_OF_THE_ABOVE = "其中："


class Cell(NamedTuple):
    """A cell; `other` is the same cell of a second report, where that differs."""

    text: str
    href: str
    other: str = ""
    other_href: str = ""
    difference: str = ""


class Line(NamedTuple):
    """A row of the table; `is_part` when the row counts a part of the one above."""

    label: str
    is_part: bool
    definition: str
    cells: list[Cell]


def table(
    asked: Asked,
    found: Report,
    *,
    query: dict[str, Any],
    other: Report | None = None,
    other_query: Any = None,
) -> list[Line]:
    """The rows of a report, its numbers linked to their people with `query`; differences beside `other`."""
    lines = []
    for row in found.form.row:
        mine = columns_of(found.form, row)
        cells = [
            _cell(asked, row, column.code, found, query, other, other_query or {})
            if column.code in mine
            else Cell(NOT_APPLICABLE, "")
            for column in found.form.column
        ]
        is_part = row.label.startswith(PART_OF_THE_ABOVE)
        lines.append(Line(row.label, is_part, asked.url("report-definition", row.code), cells))
    return lines


def _cell(
    asked: Asked,
    row: Row,
    column: str,
    found: Report,
    query: dict[str, Any],
    other: Report | None,
    other_query: dict[str, Any],
) -> Cell:
    value = found.cells.get(row.code, {}).get(column)
    href = _href(asked, row, column, query) if value is not None else ""
    plain = Cell(shown(value, row.digits), href)
    if other is None:
        return plain
    second = other.cells.get(row.code, {}).get(column)
    if shown(second, row.digits) == plain.text:
        return plain
    difference = signed(second, value, row.digits)
    return Cell(
        plain.text,
        href,
        shown(second, row.digits),
        _href(asked, row, column, other_query) if second is not None else "",
        difference,
    )


def _href(asked: Asked, row: Row, column: str, query: dict[str, Any]) -> str:
    address = asked.url("report-cell", row.code, column)
    return f"{address}?{urlencode(query)}" if query else address


def signed(now: Any, then: Any, digits: int = 0) -> str:
    """The difference of two numbers with its sign, or nothing where one is missing."""
    if now is None or then is None:
        return ""
    return f"{Decimal(str(now)) - Decimal(str(then)):+,.{digits}f}"
