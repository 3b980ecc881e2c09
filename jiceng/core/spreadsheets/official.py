"""The look of official sheets: their formats, and a page that printers print as the office above wants it."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

PAPERS = {"A3": 8, "A4": 9}  # as the format numbers them


def looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The formats of an official sheet by what they are for."""
    frame = {"border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 18, "align": "center", "font_name": "宋体"}),
        "small": book.add_format({"font_size": 10, "font_name": "宋体"}),
        "head": book.add_format(
            {**frame, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EEF2F6"}
        ),
        "label": book.add_format({"border": 1}),
        "text": book.add_format({**frame, "text_wrap": True, "num_format": "@"}),
        "day": book.add_format({**frame, "num_format": "yyyy-mm-dd", "align": "center"}),
        "number": book.add_format({**frame, "num_format": "#,##0"}),
        "money": book.add_format({**frame, "num_format": "#,##0.00"}),
        "rate": book.add_format({"border": 1, "num_format": "0.00"}),
        "blank": book.add_format({"border": 1, "align": "center", "font_color": "#888888"}),
    }


def set_up_page(sheet: Worksheet, paper: str, last_head_row: int) -> None:
    """A landscape page as wide as the table, its heads on every page, and page n of m at its foot."""
    sheet.set_landscape()
    sheet.set_paper(PAPERS[paper])
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, last_head_row)
    sheet.set_footer("&R第 &P 页 共 &N 页")
