"""Columns of a ledger: one list that serves the page, print and the spreadsheet, so they cannot disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

Value = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A column: its title and what it takes from a row, an attribute path (`region.name`) or a function.

    `kind` is text, number, day or code (never wrapped). `sort` is the ORM path of a column that is never null
    and has an index. `link` is the name of a URL that takes the key of the row, or a function from the row to
    an address ("" = none). A `secondary` column is left out on telephones.
    """

    code: str
    title: str
    value: str | Value = ""
    kind: str = "text"
    sort: str = ""
    link: str | Callable[[Any], str] = ""
    secondary: bool = False

    @property
    def read(self) -> Value:
        """The function from a row to its value."""
        value = self.value or self.code
        return value if callable(value) else attrgetter(value)


class Cell(NamedTuple):
    """A cell as the template shows it."""

    text: str
    classes: str
    href: str


class Line(NamedTuple):
    """A row as the template shows it; `href` opens it."""

    cells: list[Cell]
    href: str


def lines(columns: Sequence[Column], rows: Iterable[Any], key: Value) -> list[Line]:
    """Rows for the page: texts, classes and links, made in one pass without a look at the request."""
    readers = [(column.read, classes(column), _address(column.link, key)) for column in columns]
    made = []
    for row in rows:
        cells, row_href = [], ""
        for read, css, address in readers:
            href = address(row) if address else ""
            row_href = row_href or href
            cells.append(Cell(shown(read(row)), css, href))
        made.append(Line(cells, row_href))
    return made


def _address(link: str | Value, key: Value) -> Callable[[Any], str] | None:
    if callable(link):
        return link
    return (lambda row: reverse(link, args=[key(row)])) if link else None


def classes(column: Column) -> str:
    """The CSS classes of a column."""
    return f"kind-{column.kind}{' secondary' if column.secondary else ''}"


def shown(value: Any) -> str:
    """A value as people read it on a page: blank for what is not known, 是 and 否, days as 2026-09-30."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)
