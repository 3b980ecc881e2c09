"""From the rows of a file to converted rows, column by column, with the reasons for those that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jiceng.core.cells import Cell, InvalidValue
from jiceng.core.importing.declaration import Column, Context, Converter, Ledger, MissingColumns
from jiceng.core.importing.outcome import Reject
from jiceng.core.spreadsheets import REASON_HEADER

ROWS_AT_ONCE = 5_000

Row = tuple[Any, ...]
Values = list[Any]


@dataclass(frozen=True)
class _Plan:
    """A column as it stands in this file: its place (None where the file lacks it) and its converter."""

    column: Column
    place: int | None
    convert: Converter


class Reader:
    """Converts the rows of one file.

    Afterwards `rows` is the number of rows read, `rejects` the reasons found, and `kept` holds, for every row
    that was not rejected, the cells of the headers at which it may be rejected later.
    """

    def __init__(self, ledger: Ledger, headers: list[str], context: Context) -> None:
        """Find the columns; MissingColumns when one that is required is not there."""
        known = {*ledger.headers, REASON_HEADER, ""}
        self.unknown_columns = [header for header in headers if header not in known]
        missing = [c.header for c in ledger.columns if c.required and c.header not in headers]
        if missing:
            raise MissingColumns(missing, self.unknown_columns)
        self._context = context
        self._plans = [
            _Plan(column, headers.index(column.header) if column.header in headers else None,
                  column.convert(context))
            for column in ledger.columns
            if column.header in headers or column.fills_blanks
        ]  # fmt: skip
        self._late = {h: headers.index(h) for h in ledger.late_headers if h in headers}
        self.fields = [each.name for plan in self._plans for each in plan.column.fields]
        self.rows = 0
        self.rejects: list[Reject] = []
        self.kept: dict[int, Row] = {}

    def converted(self, rows: Iterable[tuple[int, list[Cell]]], tell: Callable[[int], None]) -> Iterator[Row]:
        """Give (number of the row, *fields) for every good row; `tell` hears how many were read."""
        source = iter(rows)
        while chunk := list(islice(source, ROWS_AT_ONCE)):
            numbers, cells = zip(*chunk, strict=True)
            yield from self._convert(numbers, list(zip(*cells, strict=True)))
            self.rows += len(chunk)
            tell(self.rows)

    def cell(self, row: int, header: str) -> Cell:
        """Return the cell of a good row at a header where it may be rejected; None where there is none."""
        place = list(self._late).index(header) if header in self._late else None
        return None if place is None else self.kept[row][place]

    def _convert(self, numbers: tuple[int, ...], cells: list[tuple[Cell, ...]]) -> Iterator[Row]:
        before = len(self.rejects)
        columns: list[Any] = [numbers]
        for plan in self._plans:
            column = cells[plan.place] if plan.place is not None else (None,) * len(numbers)
            values = self._values(plan, numbers, column)
            columns.extend(zip(*values, strict=True) if len(plan.column.fields) > 1 else [values])
        kept = [cells[place] for place in self._late.values()]
        good: Iterable[Row] = zip(*columns, strict=True)
        late: Iterable[tuple[int, Row]] = zip(numbers, zip(*kept, strict=True), strict=True)
        bad = {reject.row for reject in self.rejects[before:]}
        if bad:
            good = (row for row in good if row[0] not in bad)
            late = (pair for pair in late if pair[0] not in bad)
        self.kept.update(late)
        yield from good

    def _values(self, plan: _Plan, numbers: tuple[int, ...], column: tuple[Cell, ...]) -> Values:
        """Converted cells; a cell that cannot be converted gives a reject, and blanks in its place."""
        try:
            values = list(map(plan.convert, column))
        except InvalidValue:
            values = self._one_by_one(plan, numbers, column)
        if plan.column.required and None in values:
            self._refuse_blanks(plan.column, numbers, values)
        return values

    def _one_by_one(self, plan: _Plan, numbers: tuple[int, ...], column: tuple[Cell, ...]) -> Values:
        width = len(plan.column.fields)
        nothing = (None,) * width if width > 1 else None
        header = plan.column.header
        values = []
        for number, cell in zip(numbers, column, strict=True):
            try:
                values.append(plan.convert(cell))
            except InvalidValue as error:
                self.rejects.append(Reject.of(number, header, error))
                values.append(nothing if width > 1 else _REFUSED)
        return values

    def _refuse_blanks(self, column: Column, numbers: tuple[int, ...], values: Values) -> None:
        nothing = (None,) * len(column.fields)
        for place, value in enumerate(values):
            if value is None:
                self.rejects.append(Reject.blank(numbers[place], column.header))
                values[place] = nothing if len(nothing) > 1 else _REFUSED


_REFUSED = object()  # stands where a cell was refused, so that it is not taken for a blank as well
