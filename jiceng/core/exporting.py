"""Exports of ledgers in the layout of their imports: what a region has on file on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from django.db import connection

from jiceng.core.identity import mask
from jiceng.core.importing import Column, Ledger
from jiceng.core.scope import Scope
from jiceng.core.spreadsheets import write_table

ROWS_AT_ONCE = 2_000


def export(
    ledger: Ledger, path: str, on: dt.date, target: Path | IO[bytes], *, kind: str | None = None, masked: bool
) -> int:
    """Write what is on file below a path on a day and return the number of rows.

    It is read within the scope entered by the caller, in a transaction. Identity numbers are masked or whole;
    no birth date is among the columns. `kind` is "xlsx" or "csv", by default what the target's name ends
    with.
    Raises ValueError for another kind, FileTooLarge for more rows than a sheet has.
    """
    kept_as_text = [column.header for column in ledger.columns if column.fields[0].kind in ("text", "bytea")]
    rows = _rows(ledger, path, on, [_shown(column, masked) for column in ledger.columns])
    return write_table(target, ledger.headers, rows, text_columns=kept_as_text, kind=kind)


def _shown(column: Column, masked: bool) -> Callable[[Any], Any]:
    if not (column.is_identity and masked):
        return column.unstored
    return lambda stored: mask(column.unstored(stored))


def _rows(
    ledger: Ledger, path: str, on: dt.date, shown: Sequence[Callable[[Any], Any]]
) -> Iterator[list[Any]]:
    source, within = ledger.source, Scope.of(path)
    sql = (
        f"select {', '.join(column.stored for column in ledger.columns)} from {source.tables}"
        f" where {source.path} >= %(lo)s and {source.path} < %(hi)s and {source.where}"
        f" order by {source.order}"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"lo": within.lo, "hi": within.hi, "on": on})
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for row in rows:
                yield [show(value) for show, value in zip(shown, row, strict=True)]
