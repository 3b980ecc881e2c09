"""Taking an official ledger out of the house, on paper or as a workbook in its layout: asked for and audited.

Identity numbers are masked, and beside them stands the age, never the birth date.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.printing import typeset
from jiceng.core.registers import Refused
from jiceng.core.spans import in_chinese
from jiceng.core.spreadsheets import neutralised
from jiceng.core.spreadsheets.official import looks, set_up_page
from jiceng.core.tables import shown
from jiceng.papers.services.ledgers import OfficialLedger
from jiceng.policy.figures import reading_all
from jiceng.policy.layouts import LayoutColumn

TEMPLATE = "papers/templates/papers/ledger.typ"
LONGEST_PRINT = 20_000  # rows; half a minute, eight hundred pages
SERIAL, TOTAL = "序号", "合计"
SERIAL_WIDTH = 2
CHARACTER = 2.1  # width of a Chinese character in a sheet

TAKEN = sentence("official_ledger_taken", "打印或导出了官方台账（公民身份号码已遮盖）")


class TooLong(Refused):
    """A ledger that is too long to be printed in one go."""


def print_ledger(*, actor: Actor, ledger: OfficialLedger) -> bytes:
    """The ledger as a PDF. Raises NotAllowed, TooLong, PrintFailed."""
    rows = taken(actor, ledger, "pdf", limit=LONGEST_PRINT)
    sums = _sums(ledger, rows)
    return typeset(
        TEMPLATE,
        {
            "title": ledger.title,
            "unit": ledger.region.office.name,
            "day": in_chinese(ledger.day),
            "count": f"{len(rows)} {ledger.unit}",
            "heads": [SERIAL, *(column.title for column in ledger.columns)],
            "widths": [SERIAL_WIDTH, *(column.width for column in ledger.columns)],
            "rows": [[str(n), *map(shown, cells)] for n, cells in enumerate(rows, 1)],
            "sums": [TOTAL, *(shown(sums.get(c.code)) for c in ledger.columns)] if sums else [],
            "paper": ledger.layout.paper.lower(),
            "note": f"{ledger.source}。",
        },
    )


def export_ledger(*, actor: Actor, ledger: OfficialLedger) -> bytes:
    """The ledger as a workbook in its official layout. Raises NotAllowed."""
    rows = taken(actor, ledger, "xlsx")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet, styles = book.add_worksheet("台账"), looks(book)
        last, foot = len(ledger.columns), 3 + len(rows)
        set_up_page(sheet, ledger.layout.paper, 2)
        sheet.merge_range(0, 0, 0, last, ledger.title, styles["title"])
        sheet.merge_range(1, 0, 1, last, _heading(ledger, len(rows)), styles["small"])
        _heads(sheet, ledger.columns, styles)
        for y, cells in enumerate(rows, 3):
            _line(sheet, y, [y - 2, *cells], ledger.columns, styles)
        if sums := _sums(ledger, rows):
            totals = [sums.get(column.code) for column in ledger.columns]
            _line(sheet, foot, [TOTAL, *totals], ledger.columns, styles)
            foot += 1
        sheet.write(foot + 1, 0, f"{ledger.source}。", styles["small"])
        sheet.write(foot + 2, 0, "填表人：          审核人：          负责人：", styles["small"])
    return buffer.getvalue()


def taken(actor: Actor, ledger: OfficialLedger, kind: str, limit: int = 0) -> list[list[Any]]:
    """The rows of a ledger, recorded as taken. Raises NotAllowed, TooLong."""
    actor.require(Action.EXPORT, ledger.region.path)
    with reading_all():
        if limit and ledger.size() > limit:
            raise TooLong(f"超过{limit}{ledger.unit}，请按下级区划分别打印，或导出表格")
        rows = list(ledger.lines())
    record(
        actor,
        TAKEN,
        path=ledger.region.path,
        ledger=ledger.layout.label,
        rows=len(rows),
        on=ledger.day.isoformat(),
        kind=kind,
    )
    return rows


def _sums(ledger: OfficialLedger, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    places = {code: ledger.layout.columns.index(code) for code in ledger.layout.sums}
    sums: dict[str, Any] = dict.fromkeys(places, 0)
    for cells in rows:
        for code, place in places.items():
            sums[code] += cells[place] or 0
    return sums


def _heading(ledger: OfficialLedger, rows: int) -> str:
    return f"填报单位：{ledger.region.office.name}    日期：{ledger.day}    共{rows}{ledger.unit}"


def _heads(sheet: Any, columns: Sequence[LayoutColumn], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 6)
    sheet.write(2, 0, SERIAL, styles["head"])
    for x, column in enumerate(columns, 1):
        sheet.set_column(x, x, max(column.width, len(column.title)) * CHARACTER)
        sheet.write(2, x, column.title, styles["head"])
    sheet.freeze_panes(3, 0)


def _line(
    sheet: Any, y: int, cells: Sequence[Any], columns: Sequence[LayoutColumn], styles: dict[str, Any]
) -> None:
    for x, value in enumerate(cells):
        if isinstance(value, dt.date):
            sheet.write_datetime(y, x, value, styles["day"])
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            sheet.write_number(y, x, value, styles["money" if isinstance(value, Decimal) else "number"])
        else:
            sheet.write_string(y, x, neutralised(shown(value)), styles["text"])
