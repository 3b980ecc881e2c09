"""The columns that packs may put into official ledgers. Rooms register theirs from AppConfig.ready.

A column reads the row that locates the subject on the day of the ledger, or what was found beside it: the job
that is open, the registration, the determinations. That is asked once for all rows of a page, so that a page
costs as many queries as it has registers. No column shows a birth date: beside a masked number it would give
the number away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jiceng.policy.lines import Location
from jiceng.policy.vocabulary import SUBJECTS, DuplicateWord

Find = Callable[[Sequence[Any], dt.date], Mapping[int, Any]]
Kind = Literal["text", "code", "number", "day"]


@dataclass(frozen=True)
class LayoutColumn:
    """A column of official ledgers of one subject.

    `value` takes the located row or, with `find`, what that found for it; a row without is blank. `width` is
    the share of the paper, in Chinese characters. `order` is the ORM path on the located row, never null, by
    which a ledger may be sorted.
    """

    code: str
    title: str
    subject: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 5
    find: Find | None = None
    order: str = ""


@dataclass(frozen=True)
class Located:
    """How the rows of a subject are read: which column names the subject, and what is joined."""

    key: str
    joined: tuple[str, ...] = ()


COLUMNS: dict[tuple[str, str], LayoutColumn] = {}
LOCATED: dict[str, Located] = {}


def ledger_subject(subject: str, located: Located) -> None:
    """Make a subject one that official ledgers can list."""
    LOCATED[subject] = located


def ledger_columns(*columns: LayoutColumn) -> None:
    """Add columns to the vocabulary of layouts."""
    for column in columns:
        if COLUMNS.setdefault((column.subject, column.code), column) is not column:
            raise DuplicateWord(column.code)


def wrong_columns(entry: Mapping[str, Any], subject: str, where: Location) -> Iterator[tuple[Location, str]]:
    """(location, reason) of what is wrong with the columns of a ledger of a pack."""
    if subject not in LOCATED:
        yield (*where, "subject"), f"不能为{SUBJECTS[subject].label}建立台账"
        return
    known = {code: column for (owner, code), column in COLUMNS.items() if owner == subject}
    listed = entry.get("columns")
    listed = listed if isinstance(listed, list) else []
    for n, code in enumerate(listed):
        if isinstance(code, str) and code not in known:
            yield (*where, "columns", n), f"没有名为 {code} 的栏目"
        elif code in listed[:n]:
            yield (*where, "columns", n), f"{code} 重复"
    sort = entry.get("sort")
    if isinstance(sort, str) and not (sort in known and known[sort].order):
        orders = "、".join(code for code, column in sorted(known.items()) if column.order)
        yield (*where, "sort"), f"不能按 {sort} 排序（可用：{orders}）"
    sums = entry.get("sums")
    for n, code in enumerate(sums if isinstance(sums, list) else []):
        if code not in listed or code not in known or known[code].kind != "number":
            yield (*where, "sums", n), f"{code} 不是本台账的数字栏目，不能合计"


def columns_of(subject: str, codes: Sequence[str]) -> list[LayoutColumn]:
    """The columns of a layout that was checked, in its order."""
    return [COLUMNS[subject, code] for code in codes]


def read(columns: Sequence[LayoutColumn], subject: str, rows: Sequence[Any], day: dt.date) -> list[list[Any]]:
    """The cells of located rows; every source is asked once."""
    asked = dict.fromkeys(column.find for column in columns if column.find is not None)
    found = {find: find(rows, day) for find in asked}
    key = LOCATED[subject].key
    return [[_cell(column, row, found, getattr(row, key)) for column in columns] for row in rows]


def _cell(column: LayoutColumn, row: Any, found: Mapping[Any, Mapping[int, Any]], pk: int) -> Any:
    if column.find is None:
        return column.value(row)
    beside = found[column.find].get(pk)
    return None if beside is None else column.value(beside)
