"""What came of an import: counts, reasons, and the workbook of rejected rows to correct and send again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Protocol

from jiceng.core.cells import Cell, InvalidValue
from jiceng.core.importing.declaration import Fault
from jiceng.core.spreadsheets import RejectedRow, Table, read_table, write_rejects


@dataclass(frozen=True)
class Reject:
    """Why a row was not taken: the row of the spreadsheet (headers = 1), the field, its value, the reason."""

    row: int
    field: str
    value: str
    reason: str
    fault: str = Fault.CELL

    @classmethod
    def of(cls, row: int, header: str, error: InvalidValue, fault: str = Fault.CELL) -> Reject:
        """A cell that cannot be taken; its value comes masked where it is a person's number."""
        return cls(row, header, error.value, error.reason(header), fault)

    @classmethod
    def blank(cls, row: int, header: str) -> Reject:
        """A required cell with nothing in it."""
        return cls(row, header, "", f"{header}不能为空")

    @property
    def as_json(self) -> dict[str, Any]:
        """The reject of contracts, section 3."""
        return {"row": self.row, "field": self.field, "value": self.value, "reason": self.reason}


class Sent(Protocol):
    """Rows sent to be imported; they may be gone through more than once."""

    def table(self) -> Table:
        """The rows from the first one on, under the headers that the ledger knows."""
        ...


@dataclass(frozen=True)
class SourceFile:
    """The file as it was sent; the name tells a .csv.

    `aliases` says what unknown headers stand for. A column that the file itself has is not replaced by one.
    """

    data: bytes | Path
    name: str
    aliases: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> Table:
        """Read the file. Raises SpreadsheetError."""
        table = read_table(self.data, self.name)
        return replace(table, headers=named(table.headers, self.aliases))


@dataclass(frozen=True)
class SentRows:
    """Rows of a file that are sent once more, corrected, each with its number in that file."""

    headers: list[str]
    rows: Sequence[tuple[int, list[Cell]]]

    def table(self) -> Table:
        """The rows as they are; copies, since readers change them."""
        return Table(self.headers, ((number, list(cells)) for number, cells in self.rows), len(self.rows))


def named(headers: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """Headers by what they stand for; nothing is named twice."""
    taken, found = set(headers), []
    for header in headers:
        meaning = aliases.get(header) or header
        found.append(header if meaning in taken else meaning)
        taken.add(found[-1])
    return found


@dataclass(frozen=True)
class Outcome:
    """Counts of rows (not of reasons), and the reasons in the order of rows and columns.

    `repeated` are the unchanged rows that only say again what another row of the file said. `written_at`
    marks the rows that were written (`entered_at`, `changed_at`); None when nothing was kept.
    `reach` is the path below which the good rows lie. `notes` are remarks about the file as a whole.
    """

    rows: int
    created: int
    updated: int
    repeated: int
    unknown_columns: list[str]
    rejects: list[Reject]
    file: Sent = field(repr=False)
    written_at: dt.datetime | None = None
    reach: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """How many rows left everything as it was."""
        return self.rows - self.created - self.updated - self.rejected

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
            "rejects": [reject.as_json for reject in self.rejects],
        }

    def write_rejects(self, target: Path | IO[bytes], kind: str | None = None) -> None:
        """Write the rejected rows in the layout they came in, with the reasons; `kind` as for `write_table`.

        The file is read a second time: rejected rows are few, and not worth keeping all of them at hand.
        """
        table = self.file.table()
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
