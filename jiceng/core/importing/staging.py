"""The staging table, what look-ups add to it, the checks on it, and rows that stand twice in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from jiceng.core import scope
from jiceng.core.importing.declaration import Fault, LateReject, Ledger
from jiceng.core.importing.work import READY, STAGED, Work, quoted


def make_staging(ledger: Ledger, work: Work) -> None:
    """Make the empty staging table."""
    columns = ", ".join(f'"{each.name}" {each.kind}' for each in ledger.fields)
    work.execute(f"drop table if exists pg_temp.{STAGED}")
    work.execute(f"create temporary table {STAGED} (row integer, {columns}) on commit drop")


def fill_staging(fields: list[str], rows: Iterable[tuple[Any, ...]], key: Iterable[str], work: Work) -> None:
    """Copy converted rows into it: (row, *fields); the planner is told about the key."""
    with work.cursor.copy(f"copy {STAGED} (row, {quoted(*fields)}) from stdin") as copy:
        write_row = copy.write_row
        for row in rows:
            write_row(row)
    work.execute(f"analyze {STAGED} ({quoted(*key)})")


def look_up(ledger: Ledger, work: Work) -> None:
    """Make the table of rows to be written: the staged ones with what the database knows about them."""
    if ledger.look_up.beyond:
        with scope.widened(scope.WHOLE, reason="codes are single in the deployment; no person is looked up"):
            for name, query in ledger.look_up.beyond.items():
                work.make_table(name, query)
    found = "".join(f', {expression} as "{name}"' for name, expression in ledger.look_up.finds.items())
    work.make_table(READY, f"select s.*{found} from {STAGED} s {ledger.look_up.joins}")


def failed_checks(ledger: Ledger, work: Work) -> list[LateReject]:
    """Rows that fail a check of the ledger, once for each check."""
    return [
        LateReject(row, check.header, check.expected, check.fault)
        for check in ledger.checks
        for (row,) in work.rows(f"select w.row from {READY} w where {check.fails}")
    ]


def remove(rows: Iterable[int], work: Work) -> None:
    """Take rows out of those to be written."""
    numbers = list(rows)
    if numbers:
        work.execute(f"delete from {READY} where row = any(%(numbers)s)", numbers=numbers)


class Repeated:
    """Rows with the key of an earlier row of the file: equal ones count once, different ones are rejected."""

    def __init__(self, ledger: Ledger, work: Work) -> None:
        """Find them."""
        key = quoted(*ledger.key)
        self._header = ledger.key_header
        self._first: dict[int, int] = dict(
            work.rows(
                "select row, first from ("
                f"select row, min(row) over (partition by {key}) as first from {READY}) r where row > first"
            )
        )
        self._equal = self._equal_rows(ledger, work) if self._first else set()

    @property
    def rows(self) -> Iterable[int]:
        """All of them: none is written itself."""
        return self._first

    @property
    def equal(self) -> int:
        """How many say the same as an earlier one."""
        return len(self._equal)

    def different(self) -> list[LateReject]:
        """Those that say something else than the first one."""
        return [
            LateReject(row, self._header, f"与第{first}行是同一条记录，但内容不同，只接受前一行", Fault.FILE)
            for row, first in self._first.items()
            if row not in self._equal
        ]

    def following(self, rejects: list[LateReject]) -> list[LateReject]:
        """Rejects of rows that equal one of those rejected: they share its fate."""
        twins: dict[int, list[int]] = defaultdict(list)
        for row in self._equal:
            twins[self._first[row]].append(row)
        return [LateReject(row, r.header, r.expected, r.fault) for r in rejects for row in twins[r.row]]

    def _equal_rows(self, ledger: Ledger, work: Work) -> set[int]:
        said = [each.name for each in ledger.fields if not each.salted]
        return {
            row
            for (row,) in work.rows(
                f"select w.row from unnest(%(rows)s, %(firsts)s) as r(row, first)"
                f" join {READY} w on w.row = r.row join {READY} f on f.row = r.first"
                f" where ({quoted(*said, of='w')}) is not distinct from ({quoted(*said, of='f')})",
                rows=list(self._first),
                firsts=list(self._first.values()),
            )
        }
