"""Bringing 100,000 residents in from an .xlsx, against the least work that fills the same tables.

Every turn works on a fresh copy of a database that holds the regions only: what a run leaves behind would
slow down the next one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from benchmarks import rival
from benchmarks.city import CITY, FILES, make, say
from benchmarks.ground import copied_database
from benchmarks.measuring import Ratio, in_turns
from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.spreadsheets import write_table
from jiceng.demo.city import HEADERS
from jiceng.home.imports import run_import

ROWS, RIVAL_ROWS = 100_000, 5_000
ROUNDS = 3
LEDGER = "residents"
STATEMENTS = (Path(__file__).parent / "sql" / "import_unchecked.sql").read_text(encoding="utf-8").split(";\n")


def measure() -> Iterator[Ratio]:
    """The floor, and django-import-export in its bulk mode."""
    full, part = _workbook(ROWS), _workbook(RIVAL_ROWS)
    with copied_database(prepare=_load_regions) as fresh:
        medians = in_turns(
            {"floor": lambda: _unchecked(full), "product": lambda: _product(full)}, ROUNDS, fresh, warm=False
        )
        rivals = {
            "blind": lambda: rival.bring_in(part, blind=True),
            "documented": lambda: rival.bring_in(part),
        }
        spent = in_turns(rivals, 1, fresh, warm=False)
    yield Ratio(f"import of {ROWS:,} residents", medians["floor"], medians["product"], 1.6)
    # The bound is for an import that can be run twice; docs/speed.md tells what the other means.
    for name, bound in (("documented", 5), ("blind", None)):
        what = f"django-import-export, bulk, one table, {name} ({RIVAL_ROWS:,} rows, scaled)"
        yield Ratio(what, spent[name] * ROWS / RIVAL_ROWS, medians["product"], bound, is_rival=True)


def _load_regions() -> None:
    call_command("regions", "load", within=CITY, stdout=sys.stderr)


def _workbook(rows: int) -> Path:
    """The first surveys of so many residents, as a clerk would send them."""
    path = FILES / f"{LEDGER}-{rows}.xlsx"
    if not path.exists():
        say(f"  writing {path.name}")
        wave = make(rows).surveys()[0]
        headers = HEADERS[LEDGER]
        write_table(path, headers, ([row[h] for h in headers] for row in islice(wave, rows)))
    return path


def _product(path: Path) -> None:
    with scope.entered(scope.WHOLE):
        outcome = run_import(
            actor=command_actor(), ledger=LEDGER, data=path, file_name=path.name,
            region=None, today=today(), history=True,
        )  # fmt: skip
    if (outcome.created, outcome.rejected) != (outcome.rows, 0):
        raise AssertionError(f"{outcome}: {outcome.rejects[:3]}")


def _unchecked(path: Path) -> None:
    """The floor: no check, no encryption, no code list; the same tables, indexes and constraints."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    headers = next(rows)
    with scope.entered(scope.WHOLE), transaction.atomic(), connection.cursor() as cursor:
        user = command_actor().user.pk
        cursor.execute("select set_config('work_mem', '64MB', true)")
        columns = ", ".join(f'"{header}" text' for header in headers)
        cursor.execute(f"create temporary table file (row serial, {columns}) on commit drop")
        _copy(cursor, headers, rows)
        for statement in STATEMENTS:
            cursor.execute(statement, {"user": user, "today": today()})


def _copy(cursor: Any, headers: list[Any], rows: Iterator[list[Any]]) -> None:
    names = ", ".join(f'"{header}"' for header in headers)
    with cursor.copy(f"copy file ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)
