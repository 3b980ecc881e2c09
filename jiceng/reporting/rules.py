"""Pure rules of filings: who may move from where to where, and the arithmetic between cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiceng.policy.formula import compute
from jiceng.policy.schema import Form, Row

Number = int | Decimal | None
Cells = dict[str, dict[str, Number]]
Counts = Mapping[tuple[str, str], int]

TOTAL = "total"
NOT_APPLICABLE = "—"
FROZEN = ("submitted", "accepted", "locked")


@dataclass(frozen=True)
class Step:
    """An act on a filing: the states it may start from, and the state it leads to."""

    start: tuple[str, ...]
    end: str
    label: str


STEPS = {
    "submit": Step(("draft", "returned"), "submitted", "上报"),
    "accept": Step(("submitted",), "accepted", "审核通过"),
    "return": Step(("submitted", "accepted", "locked"), "returned", "退回"),
}


def columns_of(form: Form, row: Row) -> list[str]:
    """The columns in which a row has a cell; only residents are divided by columns, others have a total."""
    if row.columns is not None:
        return row.columns
    columns = [column.code for column in form.column]
    is_divided = row.formula is not None or (row.count is not None and row.subject == "resident")
    return columns if is_divided else [code for code in columns if code == TOTAL]


def finished(form: Form, counts: Counts) -> Cells:
    """Every cell of a form from its counts: formulas are recomputed from summed parts, never averaged."""
    cells: Cells = {}
    for row in form.row:
        if row.formula is None:
            cells[row.code] = {column: counts.get((row.code, column), 0) for column in columns_of(form, row)}
    for row in form.row:
        if row.formula is not None:
            cells[row.code] = {
                column: compute(row.formula, _value(cells, column), row.digits)
                for column in columns_of(form, row)
            }
    return {row.code: cells[row.code] for row in form.row}


def broken_checks(form: Form, cells: Cells) -> list[str]:
    """The messages of the checks between cells that do not hold."""
    broken = []
    for check in form.check:
        columns = [column.code for column in form.column]
        if any(compute(check.rule, _value(cells, column)) is False for column in columns):
            broken.append(check.message)
    return broken


def _value(cells: Cells, column: str) -> Any:
    def value(name: str) -> Number:
        row, _, own_column = name.partition(".")
        return cells.get(row, {}).get(own_column or column)

    return value


def added(
    counts: Mapping[tuple[str, str], int], cells: Mapping[str, Mapping[str, Any]], form: Form
) -> Counts:
    """Counts plus the counted cells of another, frozen filing."""
    total = dict(counts)
    for row in form.row:
        if row.formula is None:
            for column in columns_of(form, row):
                value = cells.get(row.code, {}).get(column)
                total[row.code, column] = total.get((row.code, column), 0) + int(value or 0)
    return total


def next_state(state: str, act: str) -> str | None:
    """Where an act leads from a state, or None when it may not be done."""
    step = STEPS[act]
    return step.end if state in step.start else None


def punctuality(first_submitted: dt.date | None, due: dt.date, today: dt.date) -> str:
    """`on_time` or `late` by the first submission, whatever was returned since; else `missing` or `pending`.

    The due day itself is still in time.
    """
    if first_submitted is None:
        return "missing" if today > due else "pending"
    return "late" if first_submitted > due else "on_time"


def shown(value: Any, digits: int = 0) -> str:
    """A number for people: thousands apart, a rate with its digits, a dash for what does not apply."""
    if value is None:
        return NOT_APPLICABLE
    return f"{Decimal(str(value)):,.{digits}f}"
