"""What came of an import: counts, reasons, and the workbook of rejected rows to correct and send again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from jiceng.core.cells import InvalidValue
from jiceng.core.spreadsheets import RejectedRow, read_table, write_rejects


@dataclass(frozen=True)
class Reject:
    """Why a row was not taken: the row of the spreadsheet (headers = 1), the field, its value, the reason."""

    row: int
    field: str
    value: str
    reason: str

    @classmethod
    def of(cls, row: int, header: str, error: InvalidValue) -> Reject:
        """A cell that cannot be taken; its value comes masked where it is a person's number."""
        return cls(row, header, error.value, error.reason(header))

    @classmethod
    def blank(cls, row: int, header: str) -> Reject:
        """A required cell with nothing in it."""
        return cls(row, header, "", f"{header}不能为空")


@dataclass(frozen=True)
class SourceFile:
    """The file as it was sent; the name tells a .csv."""

    data: bytes | Path
    name: str


@dataclass(frozen=True)
class Outcome:
    """Counts of rows (not of reasons), and the reasons in the order of rows and columns."""

    rows: int
    created: int
    updated: int
    unchanged: int
    unknown_columns: list[str]
    rejects: list[Reject]
    file: SourceFile = field(repr=False)

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return len({reject.row for reject in self.rejects})

    def as_json(self) -> dict[str, Any]:
        """The document of contracts, section 3."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "unknown_columns": self.unknown_columns,
            "rejects": [vars(reject) for reject in self.rejects],
        }

    def write_rejects(self, target: Path | IO[bytes], kind: str | None = None) -> None:
        """Write the rejected rows in the layout they came in, with the reasons; `kind` as for `write_table`.

        The file is read a second time: rejected rows are few, and not worth keeping all of them at hand.
        """
        table = read_table(self.file.data, self.file.name)
        write_rejects(target, table.headers, self._rejected_rows(table.rows), kind=kind)

    @property
    def rejects_workbook(self) -> bytes:
        """The rejected rows as an .xlsx."""
        book = io.BytesIO()
        self.write_rejects(book, "xlsx")
        return book.getvalue()

    def _rejected_rows(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[RejectedRow]:
        reasons: dict[int, list[tuple[str | None, str]]] = {}
        for reject in self.rejects:
            reasons.setdefault(reject.row, []).append((reject.field, reject.reason))
        return (RejectedRow(cells, reasons[number]) for number, cells in rows if number in reasons)
