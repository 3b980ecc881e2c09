"""Empty workbooks to fill in: the headers of a layout, drop-downs for code lists, and a sheet of notes.

Heads and lists are locked, without a password: what was changed nevertheless is found by the marks that the
workbook carries on a hidden sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from jiceng.core.spreadsheets.workbooks import LISTS_SHEET, MARKS_SHEET
from jiceng.core.spreadsheets.writing import HEADER_LOOK, TEXT_LOOK, width_of

REQUIRED_MARK = "★"
NOTES_SHEET = "填写说明"
ROWS_WITH_LISTS = 20_000
SEVERAL, NOT_LISTED = "可填多项，以顿号分隔", "不在列表中，请确认是否为通用说法"
NARROWEST, WIDEST_NOTE = 10, 90


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in; `offers` are the values of its drop-down."""

    header: str
    is_required: bool = False
    offers: Sequence[str] = ()
    takes_several: bool = False


# What may still be done in a locked sheet, besides filling in.
ALLOWED = dict.fromkeys(
    ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)


def write_template(
    target: IO[bytes], title: str, columns: Sequence[TemplateColumn], marks: Mapping[str, str]
) -> None:
    """Write the workbook: every column keeps what is typed as text, so that no digit is lost.

    Values that are not in a drop-down are let through after a question: imports know synonyms and codes.
    """
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(title)
        header, text = book.add_format(HEADER_LOOK), book.add_format({**TEXT_LOOK, "locked": False})
        sheet.protect(options=ALLOWED)
        sheet.freeze_panes(1, 0)
        lists = book.add_worksheet(LISTS_SHEET)
        lists.hide()
        lists.protect()
        for place, column in enumerate(columns):
            marked = f"{REQUIRED_MARK}{column.header}" if column.is_required else column.header
            sheet.write_string(0, place, marked, header)
            sheet.set_column(place, place, max(width_of(marked) + 2, NARROWEST), text)
            if column.offers:
                _offer(sheet, lists, place, column)
        _write_notes(book, columns)
        _write_marks(book, marks)


def _write_marks(book: xlsxwriter.Workbook, marks: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(MARKS_SHEET)
    sheet.very_hidden()
    sheet.protect()
    for row, mark in enumerate(marks.items()):
        for place, text in enumerate(mark):
            sheet.write_string(row, place, text)


def _offer(sheet: Worksheet, lists: Worksheet, place: int, column: TemplateColumn) -> None:
    """A drop-down that reads from the hidden sheet: written into the rule itself, a list may not be long."""
    lists.write_column(0, place, column.offers)
    name = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
    rule = {
        "validate": "list",
        "source": f"={LISTS_SHEET}!{name}$1:{name}${len(column.offers)}",
        "error_type": "information" if column.takes_several else "warning",
        "error_title": column.header,
        "error_message": "可填多项，以顿号分隔"
        if column.takes_several
        else "不在列表中，请确认是否为通用说法",
    }
    sheet.data_validation(1, place, ROWS_WITH_LISTS, place, rule)


def _write_notes(book: xlsxwriter.Workbook, columns: Sequence[TemplateColumn]) -> None:
    notes = book.add_worksheet(NOTES_SHEET)
    header, wrapped = book.add_format(HEADER_LOOK), book.add_format({"text_wrap": True, "valign": "top"})
    for place, title in enumerate(("列名", "是否必填", "可填内容")):
        notes.write_string(0, place, title, header)
    for row, column in enumerate(columns, start=1):
        notes.write_string(row, 0, column.header, wrapped)
        notes.write_string(row, 1, "必填" if column.is_required else "", wrapped)
        several = f"（{SEVERAL}）" if column.takes_several else ""
        notes.write_string(row, 2, "、".join(column.offers) + several, wrapped)
    notes.set_column(0, 0, max((width_of(column.header) for column in columns), default=0) + 2)
    notes.set_column(1, 1, NARROWEST)
    notes.set_column(2, 2, WIDEST_NOTE)
