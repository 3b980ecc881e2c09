"""A report as an .xlsx in an official layout: title, who reports, table, signatures, A4 landscape."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from jiceng.core.spreadsheets.official import looks, set_up_page
from jiceng.reporting.models import Filing
from jiceng.reporting.rules import columns_of
from jiceng.reporting.services.reports import Report

FIRST_WIDTH, OTHER_WIDTH = 34, 12


def write_sheet(report: Report) -> bytes:
    """The workbook of a report."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("报表")
    styles = looks(book)
    last = len(report.form.column)
    set_up_page(sheet, "A4", 3)
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, last, OTHER_WIDTH)
    sheet.merge_range(0, 0, 0, last, report.form.label, styles["title"])
    sheet.merge_range(1, 0, 1, last, _heading(report), styles["small"])
    _table(sheet, report, styles)
    foot = 4 + len(report.form.row)
    sheet.write(foot, 0, "单位负责人：", styles["small"])
    sheet.write(foot, max(2, last - 3), "填表人：", styles["small"])
    sheet.write(foot, last, "（公章）", styles["small"])
    sheet.write(foot + 1, 0, note_of(report), styles["small"])
    book.close()
    return buffer.getvalue()


def _heading(report: Report) -> str:
    state = Filing.State(report.state).label
    parts = [
        f"填报单位：{report.region.office.name}",
        f"报告期：{report.period.label}",
        f"状态：{state}",
        "单位：人、户",
    ]
    return "    ".join(parts)


def note_of(report: Report) -> str:
    """What stands below a report: its article, and which version it is."""
    revision = f"第{report.freeze.revision}版" if report.freeze else "未上报，按现有登记计算"
    return f"依据：{report.form.article or '—'}；{revision}。横线为不适用的栏目。"


def _table(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    columns = report.form.column
    sheet.write(3, 0, "项目", styles["head"])
    for x, column in enumerate(columns, 1):
        sheet.write(3, x, column.label, styles["head"])
    for y, row in enumerate(report.form.row, 4):
        sheet.write(y, 0, row.label, styles["label"])
        mine = columns_of(report.form, row)
        for x, column in enumerate(columns, 1):
            value = report.cells[row.code].get(column.code)
            if column.code not in mine or value is None:
                sheet.write(y, x, "—", styles["blank"])
            else:
                sheet.write_number(y, x, value, styles["rate" if row.digits else "number"])
