"""One import at work in the database: its cursor, and the values that its statements share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STAGED = "import_staged"  # temporary table of converted rows, `s` in the SQL of declarations
READY = "import_ready"  # the same with what look-ups found, `w`


@dataclass(frozen=True)
class Work:
    """A cursor within the transaction of the import; `shared` are the parameters every statement may name.

    They are `user` (id of who imports), `today`, `is_history` and `now`, the moment that marks every row
    written by this import and no other.
    """

    cursor: Any
    shared: Mapping[str, Any]

    def execute(self, sql: str, **params: Any) -> int:
        """Run a statement and return the number of rows it touched."""
        self.cursor.execute(sql, {**self.shared, **params})
        return int(self.cursor.rowcount)

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        self.execute(sql, **params)
        return list(self.cursor.fetchall())

    def make_table(self, name: str, query: str, **params: Any) -> None:
        """Make a temporary table from a query; it goes with the transaction."""
        self.execute(f"drop table if exists pg_temp.{name}")
        self.execute(f"create temporary table {name} on commit drop as {query}", **params)


def quoted(*names: str, of: str = "") -> str:
    """Column names as a list for SQL, of an alias if one is given."""
    before = f"{of}." if of else ""
    return ", ".join(f'{before}"{name}"' for name in names)
