"""Ledgers: a list page, its fragment, print and spreadsheet from one declaration.

A ledger is a dataclass, served by a plain view; any page of it may be replaced by a view of its own. See
docs/pages.md for how to declare one.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jiceng.core.filters import LedgerFilters
from jiceng.core.pages import PageRequest, page
from jiceng.core.paging import COUNT_LIMIT, Order, capped_count, window
from jiceng.core.spreadsheets import write_table
from jiceng.core.tables import Column, classes, lines

VIEW, EXPORT = "view", "export"
PRINTED_ROWS = 2_000
EXPORTED_ROWS = 50_000
CHUNK = 2_000
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = QuerySet[Any]
View = Callable[[HttpRequest], HttpResponse]

# Sent inside the transaction of an export, with ledger, actor, rows (how many) and filters (names only).
exported = Signal()


@dataclass(frozen=True)
class Button:
    """A link above the list, for officers whose post holds the action."""

    title: str
    url_name: str
    action: str
    icon: str = "plus"


@dataclass(frozen=True)
class Ledger:
    """A list of register rows.

    `rows(today)` gives what it lists, within the scope; `key` is the unique column that names a row. The
    first sortable column is the order to begin with. `prepare(rows, today)` reads what else the columns of
    one page show, in one go. A ledger that needs a third hook is a view.
    """

    code: str
    title: str
    rows: Callable[[dt.date], Rows]
    columns: tuple[Column, ...]
    filters: type[LedgerFilters] = LedgerFilters
    key: str = "id"
    action: str = VIEW
    prepare: Callable[[list[Any], dt.date], None] | None = None
    buttons: tuple[Button, ...] = ()
    empty: str = "没有符合条件的记录"
    note: str = ""
    begins: str = ""
    sorts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sorts", {c.code: c.sort for c in self.columns if c.sort})

    def sort(self, wanted: str) -> str:
        """The sort asked for, as `name` or `-name`; the one to begin with for anything else."""
        if wanted.removeprefix("-") in self.sorts:
            return wanted
        return self.begins or next(iter(self.sorts))

    def order(self, wanted: str) -> Order:
        """The order of a sort."""
        sort = self.sort(wanted)
        return Order(self.sorts[sort.removeprefix("-")], self.key, is_descending=sort.startswith("-"))

    def key_of(self, row: Any) -> Any:
        """The key of a row."""
        return attrgetter(self.key.replace("__", "."))(row)

    def prepared(self, rows: list[Any], today: dt.date) -> list[Any]:
        """The rows with everything that the columns show."""
        if self.prepare is not None and rows:
            self.prepare(rows, today)
        return rows


def ledger_view(ledger: Ledger) -> View:
    """The list page of a ledger; POST gives the spreadsheet of the rows under the filters of the address."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: PageRequest) -> HttpResponse:
        request.actor.require(ledger.action)
        if request.method == "POST":
            return _spreadsheet(ledger, request)
        every = ledger.rows(request.today)
        filters = ledger.filters(request.GET, every, request=request)
        if "print" in request.GET:
            return _print(ledger, request, filters.qs)
        return _list(ledger, request, every, filters)

    view.ledger = ledger  # type: ignore[attr-defined]
    return view  # type: ignore[return-value]


def _list(ledger: Ledger, request: PageRequest, every: Rows, filters: LedgerFilters) -> HttpResponse:
    order = ledger.order(request.GET.get("sort", ""))
    rows = filters.qs
    shown = window(
        rows, order, every=every, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "title": ledger.title,
        "ledger": ledger,
        "filters": filters,
        "sort": request.GET.get("sort", ""),
        "headers": _headers(ledger, request.GET),
        "lines": lines(ledger.columns, ledger.prepared(shown.rows, request.today), ledger.key_of),
        "count": _count_text(capped_count(rows)),
        "previous": _address(request.GET, before=shown.before) if shown.before is not None else "",
        "next": _address(request.GET, after=shown.after) if shown.after is not None else "",
        "here": request.get_full_path(),
        "for_print": _address(request.GET, print="1"),
        "may_export": request.actor.may(EXPORT),
        "buttons": [button for button in ledger.buttons if request.actor.may(button.action)],
    }
    return page(request, "core/ledger.html", context, fragment="core/ledger_rows.html")


def _print(ledger: Ledger, request: PageRequest, rows: Rows) -> HttpResponse:
    found = list(_ordered(ledger, request, rows)[: PRINTED_ROWS + 1])
    context = {
        "title": ledger.title,
        "ledger": ledger,
        "headers": _headers(ledger, request.GET),
        "lines": lines(
            ledger.columns,
            ledger.prepared(found[:PRINTED_ROWS], request.today),
            ledger.key_of,
            links=False,
        ),
        "cut_at": PRINTED_ROWS if len(found) > PRINTED_ROWS else 0,
    }
    return page(request, "core/ledger_print.html", context)


def _spreadsheet(ledger: Ledger, request: PageRequest) -> HttpResponse:
    """The rows of the list, whole identity numbers never: built before it is sent, and recorded."""
    request.actor.require(EXPORT)
    filters = ledger.filters(request.GET, ledger.rows(request.today), request=request)
    file = io.BytesIO()
    readers = [column.read for column in ledger.columns]
    rows = _in_chunks(ledger, _ordered(ledger, request, filters.qs)[:EXPORTED_ROWS], request.today)
    written = write_table(
        file,
        [column.title for column in ledger.columns],
        ([_for_sheet(read(row)) for read in readers] for row in rows),
        text_columns=[column.title for column in ledger.columns if column.kind == "code"],
        kind="xlsx",
    )
    used = sorted(name for name in filters.filters if request.GET.get(name))
    exported.send(sender=Ledger, ledger=ledger, actor=request.actor, rows=written, filters=used)
    name = quote(f"{ledger.title}-{request.today.isoformat()}.xlsx")
    return HttpResponse(
        file.getvalue(),
        content_type=SPREADSHEET,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _for_sheet(value: Any) -> Any:
    """A sheet knows no time zones: moments stand there as the clock on the wall showed them."""
    return timezone.make_naive(value) if isinstance(value, dt.datetime) else value


def _ordered(ledger: Ledger, request: PageRequest, rows: Rows) -> Rows:
    return ledger.order(request.GET.get("sort", "")).applied(rows)


def _in_chunks(ledger: Ledger, rows: Rows, today: dt.date) -> Iterator[Any]:
    # A cursor of the server: the rows are not all in memory at once.
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from ledger.prepared(chunk, today)


def _headers(ledger: Ledger, asked: QueryDict) -> list[dict[str, Any]]:
    wanted = ledger.sort(asked.get("sort", ""))
    return [_header(column, wanted, asked) for column in ledger.columns]


def _header(column: Column, wanted: str, asked: QueryDict) -> dict[str, Any]:
    header = {"title": column.title, "classes": classes(column), "href": "", "direction": ""}
    if not column.sort:
        return header
    if wanted.removeprefix("-") == column.code:
        header["direction"] = "descending" if wanted.startswith("-") else "ascending"
    next_sort = f"-{column.code}" if wanted == column.code else column.code
    return header | {"href": _address(asked, sort=next_sort)}


def _address(asked: QueryDict, **changes: Any) -> str:
    """The address of the same list, from its first page unless a border is given."""
    query = asked.copy()
    for name in ("after", "before", "print"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _count_text(count: int) -> str:
    return f"超过{COUNT_LIMIT}" if count > COUNT_LIMIT else str(count)
