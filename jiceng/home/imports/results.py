"""What is kept of a finished run for a week, encrypted: the reasons, and the rejected rows as a workbook."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from jiceng.core.cells import Cell
from jiceng.core.importing import Outcome, Reject, SentRows
from jiceng.core.models import ImportRun
from jiceng.core.secrets import decrypt_file, encrypt_file
from jiceng.core.spreadsheets import REASON_HEADER, RejectedRow, read_table, write_rejects


@dataclass
class Result:
    """What is kept of a finished run besides its counts.

    `notes` are remarks about the file as a whole, in words for users.
    """

    unknown_columns: list[str]
    rejects: list[Reject] = field(default_factory=list)
    rejects_workbook: bytes | None = None
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, outcome: Outcome) -> Result:
        """What to keep of an import."""
        workbook = outcome.rejects_workbook if outcome.rejects else None
        return cls(outcome.unknown_columns, outcome.rejects, workbook, outcome.notes)

    @property
    def sealed(self) -> bytes:
        """Encrypted, to lie in the run."""
        kept = asdict(self)
        workbook = kept["rejects_workbook"]
        kept["rejects_workbook"] = base64.b64encode(workbook).decode() if workbook else None
        return encrypt_file(json.dumps(kept, ensure_ascii=False).encode())

    @cached_property
    def rows(self) -> SentRows:
        """The rejected rows with their numbers in the file, as they were sent or last corrected."""
        if self.rejects_workbook is None:
            return SentRows([], [])
        table = read_table(self.rejects_workbook, "rejects.xlsx")
        numbers = sorted({reject.row for reject in self.rejects})
        width = len(table.headers) - (REASON_HEADER in table.headers)
        cells = [row[:width] for _, row in table.rows]
        return SentRows(table.headers[:width], list(zip(numbers, cells, strict=True)))

    def keep(self, headers: list[str], rows: Sequence[tuple[int, list[Cell]]], rejects: list[Reject]) -> None:
        """Put other rejected rows in place of those kept."""
        self.rejects = sorted(rejects, key=lambda reject: reject.row)
        reasons: dict[int, list[tuple[str | None, str]]] = {}
        for reject in self.rejects:
            reasons.setdefault(reject.row, []).append((reject.field, reject.reason))
        book = io.BytesIO()
        bad = (RejectedRow(cells, reasons[row]) for row, cells in sorted(rows, key=lambda each: each[0]))
        write_rejects(book, headers, bad, kind="xlsx")
        self.rejects_workbook = book.getvalue() if rejects else None


def result_of(run: ImportRun) -> Result | None:
    """Return what is kept of a finished run; None before it ends and after a week."""
    if run.result is None:
        return None
    kept = json.loads(decrypt_file(run.result))
    workbook = kept["rejects_workbook"]
    return Result(
        kept["unknown_columns"],
        [Reject(**reject) for reject in kept["rejects"]],
        base64.b64decode(workbook) if workbook else None,
        kept.get("notes", []),
    )


def ended(outcome: Outcome, run: ImportRun) -> dict[str, Any]:
    """The columns of a run whose file was imported or checked."""
    result = Result.of(outcome)
    result.unknown_columns = [header for header in result.unknown_columns if header not in run.aliases]
    return {
        "state": ImportRun.State.CHECKED if run.is_dry_run else ImportRun.State.DONE,
        "finished_at": timezone.now(),
        "rows_total": outcome.rows,
        "rows_checked": outcome.rows,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "repeated": outcome.repeated,
        "rejected": outcome.rejected,
        "written_at": [outcome.written_at] if outcome.written_at else [],
        "result": result.sealed,
    }
