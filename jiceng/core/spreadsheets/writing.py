"""Writing spreadsheets: exports that import again unchanged, and rejected rows to correct and send again."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jiceng.core.cells import typed
from jiceng.core.spreadsheets.errors import FileTooLarge
from jiceng.core.spreadsheets.neutral import neutralised

REASON_HEADER = "退回原因"

_LONGEST_TEXT = 32_767
_LAST_ROW = 1_048_576
_FIRST_YEAR = 1900  # a sheet knows no earlier day; such a one is written as text
_ROWS_MEASURED = 200
_NARROWEST, _WIDEST = 8, 50
HEADER_LOOK: dict[str, str | int | bool] = {
    "bold": True,
    "bg_color": "#DCE6F1",
    "border": 1,
    "align": "center",
    "text_wrap": True,
}
TEXT_LOOK: dict[str, str | int] = {"num_format": 49}  # what is typed stays text
_FORMATS: dict[str, dict[str, str | int]] = {
    "text": TEXT_LOOK,
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "money": {"num_format": "0.00"},
    "number": {},
}
_HIGHLIGHT: dict[str, str | int] = {"bg_color": "#FFE699"}

Target = Path | IO[bytes]


@dataclass(frozen=True)
class RejectedRow:
    """A row as it was sent, and why it was not taken: (header of the cell at fault or None, reason)."""

    cells: Sequence[object]
    reasons: Sequence[tuple[str | None, str]]


def write_table(
    target: Target,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    text_columns: Collection[str] = (),
    kind: str | None = None,
) -> int:
    """Write a table and return the number of its rows.

    `kind` is "xlsx" or "csv", by default what the path ends with. Cells may be text, numbers, days, flags
    (是/否) and None. Text that looks like a formula is neutralised. Columns named in `text_columns` keep what
    is typed into them as text, so that no digit of a number is lost.
    Raises ValueError for another kind, FileTooLarge for more rows than a sheet has.
    """
    plain = (_Row(cells) for cells in rows)
    return _write(target, kind, headers, plain, text_columns)


def write_rejects(
    target: Target, headers: Sequence[str], rows: Iterable[RejectedRow], *, kind: str | None = None
) -> int:
    """Write rejected rows in the layout they came in, with the reasons in a last column; return their number.

    In a workbook the cells at fault are highlighted and every column keeps what is typed as text. A column of
    reasons from an earlier round is replaced.
    """
    kept = [place for place, header in enumerate(headers) if header != REASON_HEADER]
    layout = [headers[place] for place in kept] + [REASON_HEADER]
    marked = (_Row(_with_reason(row, kept), {field for field, _ in row.reasons}) for row in rows)
    return _write(target, kind, layout, marked, layout)


class _Row(NamedTuple):
    """Cells to write, and the headers of those that stand out."""

    cells: Sequence[object]
    highlighted: Collection[str | None] = ()


def _write(
    target: Target,
    kind: str | None,
    headers: Sequence[str],
    rows: Iterable[_Row],
    text_columns: Collection[str],
) -> int:
    write_as = {"xlsx": _write_xlsx, "csv": _write_csv}.get(kind or _suffix(target))
    if write_as is None:
        raise ValueError("只能写为.xlsx或.csv文件")
    with _file(target) as file:
        return write_as(file, headers, rows, text_columns)


@contextmanager
def _file(target: Target) -> Iterator[IO[bytes]]:
    """The file to write into; one given by path appears under its name only when it is whole."""
    if not isinstance(target, Path):
        yield target
        return
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(target)
    except OSError as error:
        error.filename = str(target)  # the name that its user knows
        raise
    finally:
        draft.unlink(missing_ok=True)


def _write_xlsx(
    file: IO[bytes], headers: Sequence[str], rows: Iterable[_Row], text_columns: Collection[str]
) -> int:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = _Sheet(book, headers, text_columns)
        for row in rows:
            sheet.add(row)
        return sheet.finish()


class _Sheet:
    """The one sheet of a workbook, written from top to bottom."""

    def __init__(
        self, book: xlsxwriter.Workbook, headers: Sequence[str], text_columns: Collection[str]
    ) -> None:
        self._headers = headers
        self._text_columns = text_columns
        self._formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        self._highlighted = {name: book.add_format(look | _HIGHLIGHT) for name, look in _FORMATS.items()}
        self._sheet = book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._widths = [width_of(header) for header in headers]
        self._row = 0
        header_format = book.add_format(HEADER_LOOK)
        for column, header in enumerate(headers):
            self._sheet.write_string(0, column, neutralised(header), header_format)

    def add(self, row: _Row) -> None:
        """Write the next row; cells of the highlighted headers stand out, blank ones too."""
        self._row += 1
        if self._row >= _LAST_ROW:
            raise FileTooLarge(f"超过一张工作表的{_LAST_ROW}行，请缩小范围或导出为.csv")
        for column, (header, cell) in enumerate(zip(self._headers, row.cells, strict=True)):
            formats = self._highlighted if header in row.highlighted else self._formats
            if self._row <= _ROWS_MEASURED:
                self._widths[column] = max(self._widths[column], width_of(_shown(cell)))
            if cell is not None and cell != "":
                _write_cell(self._sheet, self._row, column, cell, formats)
            elif header in row.highlighted:
                self._sheet.write_blank(self._row, column, None, formats["text"])

    def finish(self) -> int:
        """Set the widths and return the number of rows."""
        for column, header in enumerate(self._headers):
            width = min(max(self._widths[column] + 2, _NARROWEST), _WIDEST)
            look = self._formats["text" if header in self._text_columns else "number"]
            self._sheet.set_column(column, column, width, look)
        return self._row


def _write_cell(sheet: Worksheet, row: int, column: int, cell: object, formats: dict[str, Format]) -> None:
    if isinstance(cell, str):  # first, since nearly all are; writing cells is most of the time of an export
        # A sheet holds no longer text; registers keep none that long.
        sheet.write_string(row, column, neutralised(cell)[:_LONGEST_TEXT], formats["text"])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, formats["moment"])
    elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, formats["money" if isinstance(cell, Decimal) else "number"])
    else:
        sheet.write_string(row, column, neutralised(_shown(cell)), formats["text"])


def _write_csv(
    file: IO[bytes], headers: Sequence[str], rows: Iterable[_Row], text_columns: Collection[str]
) -> int:
    # The mark at the start, written once, tells spreadsheet programs that the text is UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(map(neutralised, headers))
    written = 0
    for row in rows:
        writer.writerow([neutralised(_shown(cell)) for cell in row.cells])
        written += 1
    text.detach()  # flushes, and leaves the file open to its owner
    return written


def _with_reason(row: RejectedRow, kept: Sequence[int]) -> list[object]:
    reasons = "；".join(reason for _, reason in row.reasons)
    return [*(row.cells[place] for place in kept), reasons]


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, str | int | float | date) or cell is None:
        return typed(cell)
    return str(cell)


def width_of(text: str) -> int:
    """How wide a text stands, in characters of Latin type."""
    longest = max(text.split("\n"), key=len)[:_WIDEST]
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in longest)


def _suffix(target: Target) -> str:
    return target.suffix.lower().removeprefix(".") if isinstance(target, Path) else ""
