"""Reading a spreadsheet: the headers of its first row, then its rows with the types of their cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from jiceng.core.cells import Cell, typed
from jiceng.core.spreadsheets.errors import EmptyFile, HeaderError, UnreadableFile
from jiceng.core.spreadsheets.limits import Limits
from jiceng.core.spreadsheets.neutral import undo_neutralised
from jiceng.core.spreadsheets.workbooks import Template, first_sheet, first_sheet_of_old

NumberedRow = tuple[int, list[Cell]]

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PIECE_BYTES = 1024 * 1024
_REQUIRED_MARKS = "★*＊"
_HAN = re.compile(r"[\u3400-\u9fff]")
# Counts as white space, and cannot stand in a cell of a workbook.
_JOINT = "\x1f"


@dataclass(frozen=True)
class Table:
    """The first sheet of a file.

    `rows` gives the number of the row in the sheet (the headers are row 1) and a cell for every header;
    empty rows are left out. It can be gone through once, and raises SpreadsheetError where the file ends
    to be readable. `expected_rows` is an upper bound, for showing progress. `template` is there when the file
    was made from one of ours.
    """

    headers: list[str]
    rows: Iterator[NumberedRow]
    expected_rows: int
    template: Template | None = None


def read_table(source: Path | bytes, name: str | None = None, *, limits: Limits | None = None) -> Table:
    """Open a spreadsheet given by path or content; `name` is the file's name as sent, by default the path's.

    What the file is, its content says; only a .csv has no mark of its own and goes by the name.
    Raises SpreadsheetError with a Chinese message.
    """
    limits = limits or Limits()
    name = name if name is not None else source.name if isinstance(source, Path) else ""
    limits.check_file(source.stat().st_size if isinstance(source, Path) else len(source))
    with _opened(source) as file:
        start = file.read(len(_OLE))
        if not start:
            raise EmptyFile("文件是空的")
        if start.startswith(_ZIP):
            limits.check_workbook(file)
    if start.startswith((_ZIP, _OLE)):
        sheet = first_sheet(source) if start.startswith(_ZIP) else first_sheet_of_old(source)
        limits.check_rows(sheet.count - 1)
        return _table(enumerate(sheet.rows, start=1), sheet.count - 1, sheet.template)
    if name.lower().endswith(".csv"):
        return _read_csv(source, limits)
    raise UnreadableFile("只接受.xlsx、.xls、.csv文件；文件内容不是Excel工作簿，请用Excel或WPS另存为.xlsx")


def _opened(source: Path | bytes) -> IO[bytes]:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def _read_csv(source: Path | bytes, limits: Limits) -> Table:
    encoding, lines = _encoding(source)
    rows = _csv_rows(source, encoding, limits)
    return _table(rows, max(lines - 1, 0))


def _encoding(source: Path | bytes) -> tuple[str, int]:
    """The encoding that the whole file obeys, and its number of lines."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = 1
        try:
            with _opened(source) as file:
                while piece := file.read(_PIECE_BYTES):
                    if b"\0" in piece:
                        raise UnreadableFile("不是文本文件，请用Excel或WPS另存为.xlsx")
                    decoder.decode(piece)
                    lines += piece.count(b"\n")
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding, lines
    raise UnreadableFile("文字编码无法识别，应为UTF-8或GB18030，请用Excel或WPS另存为.xlsx")


def _csv_rows(source: Path | bytes, encoding: str, limits: Limits) -> Iterator[NumberedRow]:
    number, width = 0, 0
    with io.TextIOWrapper(_opened(source), encoding=encoding, newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            for number, cells in enumerate(reader, start=1):
                limits.check_rows(number - 1)
                width = width or len(cells)
                if len(cells) > width and any(cells[width:]):
                    raise UnreadableFile(f"第{number}行的列数多于表头的{width}列，请检查逗号和引号")
                yield number, cast(list[Cell], cells)
        except csv.Error as error:
            raise UnreadableFile(f"第{number + 1}行的引号不成对或内容过长，无法读取") from error


def _table(rows: Iterator[NumberedRow], expected_rows: int, template: Template | None = None) -> Table:
    first = next(rows, None)
    if first is None:
        raise EmptyFile("文件是空的")
    headers = _headers(first[1])
    return Table(headers, _filled(rows, len(headers)), expected_rows, template)


def _headers(cells: list[Cell]) -> list[str]:
    headers = [_header(typed(cell)) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise HeaderError("第1行应为表头，现为空行")
    named = [header for header in headers if header]
    twice = sorted({header for header in named if named.count(header) > 1})
    if twice:
        raise HeaderError(f"表头有重复的列：{'、'.join(twice)}")
    return headers


def _header(text: str) -> str:
    """A header as the contract writes it: no mark of a required column, no spaces or breaks in Chinese."""
    words = undo_neutralised(text).strip().strip(_REQUIRED_MARKS).split()
    return ("" if _HAN.search(text) else " ").join(words)


def _filled(rows: Iterator[NumberedRow], width: int) -> Iterator[NumberedRow]:
    """Rows with something in them, as wide as the headers, formulas' neutralisation undone."""
    for number, cells in rows:
        del cells[width:]
        # One join answers both questions at once for a row of text, which most rows are.
        try:
            joined = _JOINT.join(cells)  # type: ignore[arg-type]
        except TypeError:
            joined = _JOINT.join(map(typed, cells))
        if not joined or joined.isspace():
            continue
        if "'" in joined:
            cells = [undo_neutralised(cell) if isinstance(cell, str) else cell for cell in cells]
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        yield number, cells
