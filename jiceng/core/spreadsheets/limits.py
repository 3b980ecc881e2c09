"""How much of a file is taken, checked before a workbook is unpacked into memory.

The reader keeps a whole sheet in memory, as a full rectangle however few cells are filled, and ends the
process when memory runs out; so the sizes that a workbook declares are looked at first. The reader itself
stops at a part that is larger than declared.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from jiceng.core.spreadsheets.errors import FileTooLarge, UnreadableFile

_MEGABYTE = 1024 * 1024
_HEAD_BYTES = 64 * 1024
# Sheets up to this size are searched for far-off cells whatever they declare; it takes a few hundredths of
# a second. A larger one is believed: a false extent is not made by accident, and imports run in the worker.
_SEARCHED_BYTES = 4 * _MEGABYTE
_LONGEST_REFERENCE = 32
# What the standard library raises for damaged, encrypted and unknown kinds of archives.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_EXTENT = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?ref\s*=\s*["'](?:\w+:)?([A-Z]{1,3})(\d{1,7})["']""")
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")


@dataclass(frozen=True)
class Limits:
    """The most that is taken of one file.

    `unpacked_bytes` and `cells` (the rectangle from the first cell to the last) concern workbooks.
    """

    file_bytes: int = 256 * _MEGABYTE
    unpacked_bytes: int = 1024 * _MEGABYTE
    rows: int = 1_048_576
    cells: int = 30_000_000

    def check_file(self, size: int) -> None:
        """Raise FileTooLarge for a file of too many bytes."""
        if size > self.file_bytes:
            raise FileTooLarge(f"文件超过{self.file_bytes // _MEGABYTE}MB，请分成几个文件")

    def check_rows(self, rows: int) -> None:
        """Raise FileTooLarge for too many rows."""
        if rows > self.rows:
            raise FileTooLarge(f"数据超过{self.rows}行，请分成几个文件")

    def check_workbook(self, file: IO[bytes]) -> None:
        """Look at an .xlsx before it is unpacked.

        Raises UnreadableFile when it is not one, FileTooLarge for what would not fit in memory.
        """
        try:
            with zipfile.ZipFile(file) as archive:
                self._check_archive(archive)
        except _BROKEN as error:
            raise UnreadableFile("文件已损坏或不是Excel工作簿，请用Excel或WPS另存为.xlsx") from error

    def _check_archive(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > self.unpacked_bytes:
            raise FileTooLarge(f"工作簿解压后超过{self.unpacked_bytes // _MEGABYTE}MB，请分成几个文件")
        if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
            raise UnreadableFile("不是Excel工作簿，请用Excel或WPS另存为.xlsx")
        for part in parts:
            if _SHEET.fullmatch(part.filename):
                with archive.open(part) as sheet:
                    self._check_extent(sheet, part.file_size)

    def _check_extent(self, sheet: IO[bytes], size: int) -> None:
        head = sheet.read(_HEAD_BYTES)
        declared = _EXTENT.search(head)
        if declared:
            self._check_corner(declared[1], declared[2])
        if not declared or size <= _SEARCHED_BYTES:
            rows, columns = 0, 0
            for column, row in _references(head, sheet):
                rows, columns = max(rows, int(row)), max(columns, _column_number(column))
            self._check_rectangle(rows, columns)

    def _check_corner(self, column: bytes, row: bytes) -> None:
        self._check_rectangle(int(row), _column_number(column))

    def _check_rectangle(self, rows: int, columns: int) -> None:
        if rows * columns > self.cells:
            raise FileTooLarge(
                f"工作表有{rows}行、{columns}列，超出可导入的范围；远处可能有误填的单元格，请删除多余的行和列后再导入"
            )


def _references(head: bytes, sheet: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Column letters and row of every cell of a sheet, read piece by piece."""
    piece, rest = head, b""
    while piece:
        yield from _CELL.findall(rest + piece)
        # A reference may be cut by the end of a piece; seeing one twice does no harm.
        rest, piece = (rest + piece)[-_LONGEST_REFERENCE:], sheet.read(_MEGABYTE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
