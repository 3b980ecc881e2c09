"""Rejected rows as the page of an import shows them: the cells at fault as entries, or the reasons only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiceng.accounts.access import AccountRequest, shows
from jiceng.core.cells import Cell, InvalidValue, typed
from jiceng.core.identity import mask, parse_identity
from jiceng.core.importing import Column, Context, Fault, Reject
from jiceng.core.models import ImportRun
from jiceng.home.imports import LEDGERS, Result
from jiceng.home.imports.correcting import is_fixable
from jiceng.residents.imports.people import ELSEWHERE

ROWS_A_PAGE = 20
REASONS_A_PAGE = 100
LONGEST_NUMBER = 9  # digits of a row in an address


def whole_number(text: str) -> int:
    """The number of a row, or 0 for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0


@dataclass(frozen=True)
class Entry:
    """A cell to correct; without a reason it is only offered."""

    name: str
    header: str
    value: str
    reasons: list[str]
    offers: str  # id of the list of values to choose from; blank for none


@dataclass(frozen=True)
class Line:
    """A rejected row: what to correct, and the other cells that say which one it is."""

    row: int
    entries: list[Entry]
    others: list[tuple[str, str]]
    is_open: bool
    only_repeats: bool


@dataclass
class Asked:
    """What the address of the page picks from the rejects: those of a kind or a column, from one on."""

    fault: str = ""
    column: str = ""
    start: int = 0
    opened: int = 0
    typed: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def by(cls, request: AccountRequest) -> Asked:
        """Read the address; what makes no sense is passed over."""
        fault = request.GET.get("fault", "")
        return cls(
            fault if fault in Fault.values else "",
            request.GET.get("column", ""),
            whole_number(request.GET.get("from", "")),
            whole_number(request.GET.get("open", "")),
        )

    def picks(self, reject: Reject) -> bool:
        """Whether a reject is among those asked for."""
        return self.fault in ("", reject.fault) and self.column in ("", reject.field)


def rejects_context(request: AccountRequest, run: ImportRun, result: Result, asked: Asked) -> dict[str, Any]:
    """What the page of a run shows of its rejects: entries to correct, or their reasons only."""
    every = result.rejects
    picked = [each for each in every if asked.picks(each)]
    kinds = Counter(fault for _, fault in {(each.row, each.fault) for each in every})
    context = {
        "asked": asked,
        "faults": [(code, label, kinds[code]) for code, label in Fault.choices if kinds[code]],
        "columns": Counter(each.field for each in every).most_common(),
        "elsewhere": len({each.row for each in every if ELSEWHERE in each.reason}),
    }
    if not is_fixable(run):
        shown = picked[asked.start : asked.start + REASONS_A_PAGE]
        return context | {"reasons": shown} | _pages(asked.start, len(picked), REASONS_A_PAGE)
    shows(request, "import-rejects", subject_id=run.pk, path=run.path)
    rows = sorted({each.row for each in picked})
    lines = _Lines(request, run, result, asked)
    context["lines"] = [lines.line(row) for row in rows[asked.start : asked.start + ROWS_A_PAGE]]
    context["offers"] = lines.offers()
    return context | _pages(asked.start, len(rows), ROWS_A_PAGE)


class _Lines:
    """Makes the lines of a page, and remembers which lists of values they need."""

    def __init__(self, request: AccountRequest, run: ImportRun, result: Result, asked: Asked) -> None:
        self._asked, self._today = asked, request.today
        self._columns = LEDGERS[run.ledger].columns
        context = Context(request.user.pk, request.today, run.region)
        offers = {place: column.offers(context) for place, column in enumerate(self._columns)}
        self._offers = {place: values for place, values in offers.items() if values}
        headers = result.rows.headers
        self._cells = {row: dict(zip(headers, cells, strict=True)) for row, cells in result.rows.rows}
        self._rejects: dict[int, list[Reject]] = {}
        for reject in result.rejects:
            self._rejects.setdefault(reject.row, []).append(reject)
        self._used: set[int] = set()

    def line(self, row: int) -> Line:
        """A rejected row."""
        rejects, cells, is_open = self._rejects[row], self._cells[row], row == self._asked.opened
        at_fault = {each.field for each in rejects}
        entries = [
            self._entry(row, place, [each.reason for each in rejects if each.field == column.header])
            for place, column in enumerate(self._columns)
            if is_open or column.header in at_fault
        ]
        others = [
            (column.header, self._shown(column, cells[column.header]))
            for column in self._columns
            if column.header not in at_fault and cells.get(column.header) not in (None, "") and not is_open
        ]
        return Line(row, entries, others, is_open, {each.fault for each in rejects} == {Fault.FILE})

    def offers(self) -> Iterable[tuple[str, Sequence[str]]]:
        """The lists of values that the entries name."""
        return [(f"offers-{place}", self._offers[place]) for place in sorted(self._used)]

    def _entry(self, row: int, place: int, reasons: list[str]) -> Entry:
        header = self._columns[place].header
        if place in self._offers:
            self._used.add(place)
        value = self._asked.typed.get(row, {}).get(header, typed(self._cells[row].get(header)))
        offers = f"offers-{place}" if place in self._offers else ""
        return Entry(f"cell-{row}-{place}", header, value, reasons, offers)

    def _shown(self, column: Column, cell: Cell) -> str:
        """A cell that only says which row it is; numbers of people masked."""
        if not column.is_identity:
            return typed(cell)
        try:
            return mask(parse_identity(cell, today=self._today).number)
        except InvalidValue as wrong:
            return wrong.value


def _pages(start: int, count: int, step: int) -> dict[str, Any]:
    return {
        "previous": max(start - step, 0) if start else None,
        "next": start + step if start + step < count else None,
    }
