"""Rejected rows corrected on the page: only they go through the same import again; what is wrong stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.cells import Cell, typed
from jiceng.core.importing import Fault, Outcome, SentRows, hold
from jiceng.core.models import ImportRun
from jiceng.home.imports.acts import LEDGERS, import_rows
from jiceng.home.imports.following import NOT_KEPT, FollowUpRefused
from jiceng.home.imports.results import Result, result_of

CORRECTED = sentence("import_corrected", "在页面上改正了导入退回的行")
FIXABLE_ROWS = 2_000  # more are quicker corrected in the workbook
BUSY = "该台账正在导入，请稍后再保存"
State = ImportRun.State


@dataclass(frozen=True)
class Corrections:
    """What is said about rejected rows, by their number in the file.

    `cells` are entries by header. `dropped` rows are not to be imported at all. Rows that only repeat another
    row of the file are left alone unless something in them was changed or they stand in `anyway`.
    """

    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    dropped: Collection[int] = ()
    anyway: Collection[int] = ()


@dataclass(frozen=True)
class Corrected:
    """How many rows went in or were dropped, and how many are left."""

    taken: int
    dropped: int
    left: int


def is_fixable(run: ImportRun) -> bool:
    """Whether the rejected rows of a run are corrected on its page."""
    return run.state == State.DONE and 0 < run.rejected <= FIXABLE_ROWS


def correct(*, actor: Actor, run: ImportRun, corrections: Corrections, today: dt.date) -> Corrected:
    """Import the corrected rows of a run as part of it. Rows that are no longer rejected are passed over.

    Raises NotAllowed, FollowUpRefused, ImportRefused; then nothing has changed.
    """
    actor.require(Action.IMPORT, run.path)
    run = ImportRun.objects.select_related("region").select_for_update(of=("self",)).get(pk=run.pk)
    result = result_of(run)
    if result is None:
        raise FollowUpRefused(NOT_KEPT)
    if not is_fixable(run):
        raise FollowUpRefused("没有可以在此改正的行")
    if not hold(LEDGERS[run.ledger]):
        raise FollowUpRefused(BUSY)
    pending = _Pending(result, LEDGERS[run.ledger].headers)
    pending.change(corrections)
    sent, dropped = pending.to_send(corrections), pending.among(corrections.dropped)
    outcome = import_rows(
        actor=actor,
        ledger=run.ledger,
        sent=SentRows(pending.headers, [(row, pending.rows[row]) for row in sent]),
        region=run.region,
        today=today,
        history=run.is_history,
        action=CORRECTED,
    )
    rejects = [each for each in result.rejects if each.row not in {*sent, *dropped}] + outcome.rejects
    left = {each.row for each in rejects}
    result.keep(pending.headers, [(row, pending.rows[row]) for row in left], rejects)
    _settle(run, result, outcome, len(left))
    return Corrected(outcome.rows - outcome.rejected, len(dropped), len(left))


def _settle(run: ImportRun, result: Result, outcome: Outcome, left: int) -> None:
    run.created += outcome.created
    run.updated += outcome.updated
    run.unchanged += outcome.unchanged
    run.repeated += outcome.repeated
    run.rejected = left
    run.written_at = [*run.written_at, outcome.written_at]
    run.result = result.sealed
    run.save(
        update_fields=["created", "updated", "unchanged", "repeated", "rejected", "written_at", "result"]
    )


class _Pending:
    """The rejected rows by number, as they were sent, with what is changed in them."""

    def __init__(self, result: Result, known: list[str]) -> None:
        self.headers = list(result.rows.headers)
        self.rows = {number: list(cells) for number, cells in result.rows.rows}
        self._known = known
        self._only_repeat = set(self.rows) - {r.row for r in result.rejects if r.fault != Fault.FILE}
        self._changed: set[int] = set()

    def change(self, corrections: Corrections) -> None:
        """Put the entries into the rows; an entry that says what stands there changes nothing."""
        for row in self.among(corrections.cells):
            for header, text in corrections.cells[row].items():
                self._put(row, header, text)

    def among(self, rows: Collection[int]) -> list[int]:
        """Those of some rows that are still rejected."""
        return sorted(set(rows) & set(self.rows))

    def to_send(self, corrections: Corrections) -> list[int]:
        """The rows to import again, of those that were on the page."""
        left_alone = self._only_repeat - self._changed - set(corrections.anyway)
        return sorted(set(self.among(corrections.cells)) - set(corrections.dropped) - left_alone)

    def _put(self, row: int, header: str, text: str) -> None:
        if header not in self._known:
            return
        if header not in self.headers:
            if not text:
                return
            self.headers.append(header)
            for cells in self.rows.values():
                cells.append(None)
        place = self.headers.index(header)
        before: Cell = self.rows[row][place]
        if text != typed(before):
            self.rows[row][place] = text
            self._changed.add(row)
