"""Spreadsheet files made for tests."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from jiceng.core.cells import Cell
from jiceng.core.spreadsheets import read_table

# Two rows of every kind of cell, as xlwt 1.3 writes them; the row between them is empty.
OLD_WORKBOOK = Path(__file__).parent / "data" / "labour-force.xls"


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book)
    return file.getvalue()


def sheet(*rows: Sequence[object]) -> bytes:
    """A workbook whose first sheet holds the rows."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)

    return workbook(fill)


def with_part(content: bytes, name: str, replace: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts rewritten."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            text = source.read(part)
            archive.writestr(part, replace(text.decode()) if part == name else text)
    return target.getvalue()


def rows_of(content: bytes, name: str = "人员.xlsx") -> list[tuple[int, list[Cell]]]:
    return list(read_table(content, name).rows)
