"""Acts of officers on registers: permission, one transaction, one entry in the log, and undoing.

The entry is the act: it holds the ids and versions of the rows that were written, so that the officer can
undo it for ten minutes as long as nobody has changed those rows since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.models import RegisterRow
from jiceng.core.registers import Refused, Writing, model_of, row_restored, row_voided, told

UNDO_WITHIN = dt.timedelta(minutes=10)
ENTERED_WRONGLY = "录入错误"
SHORTEST_REASON = 2  # characters

UNDONE = sentence("act_undone", "撤销了刚才的操作（录入错误）")
VOIDED = sentence("row_voided", "作废了登记记录")

R = TypeVar("R", bound=RegisterRow)


class UndoRefused(Refused):
    """An act that can no longer be undone."""


class VoidRefused(Refused):
    """A row that cannot be voided."""


@dataclass(frozen=True)
class Act(Generic[R]):
    """What a service did: the row it is about, and the entry of the log by which it can be undone."""

    row: R
    entry: AuditEntry


@dataclass
class Work(Writing):
    """The writing of one act, and its entry in the log."""

    actor: Actor = field(kw_only=True)

    def done(
        self, action: str, row: R, *, reason: str = "", path: str | None = None, **detail: Any
    ) -> Act[R]:
        """Log the act with every row it wrote; the path is the row's unless another is given."""
        place = row.path if path is None else path
        entry = record(self.actor, action, path=place, subject=row, reason=reason, rows=self.rows, **detail)
        return Act(row, entry)

    def done_together(self, action: str, row: R, acts: Iterable[Act[Any]]) -> Act[R]:
        """Log several acts within this one as an act of its own, undone as a whole."""
        rows = [entry for act in acts for entry in act.entry.detail["rows"]]
        return Act(row, record(self.actor, action, path=row.path, subject=row, rows=rows))


@contextmanager
def acting(actor: Actor, today: dt.date) -> Iterator[Work]:
    """One act: all or nothing; a broken constraint is a Refused with its own message."""
    with told():
        yield Work(actor.user, today, actor=actor)


def undo(*, actor: Actor, entry: AuditEntry, now: dt.datetime, today: dt.date) -> AuditEntry:
    """Undo an act of one's own within ten minutes: new rows are voided (录入错误), changed ones restored.

    Raises NotAllowed, and UndoRefused when it is another's act, too old, or a row has changed since.
    """
    actor.require(Action.WRITE, entry.path)
    rows = entry.detail.get("rows")
    if entry.user_id != actor.user.pk:
        raise UndoRefused("只能撤销本人的操作")
    if not rows:
        raise UndoRefused("该操作不能撤销")
    if now - entry.at > UNDO_WITHIN:
        raise UndoRefused("已超过10分钟，不能撤销；如确有错误，请作废相应记录并说明原因")
    # A move is undone in both communities. Only rows that the officer has just written are touched.
    with (
        scope.widened(scope.WHOLE, reason="an act is undone wherever its rows lie"),
        acting(actor, today) as work,
    ):
        taken = take_back(work, rows)
        record(actor, UNDONE, path=entry.path, subject=taken[0], undone=entry.pk)
    return entry


def take_back(work: Work, rows: Iterable[list[Any]], *, reason: str = ENTERED_WRONGLY) -> list[RegisterRow]:
    """Put rows of an act, as its entry in the log names them, back as they were before it; those rows.

    Raises UndoRefused, before anything is written, when one has changed since.
    """
    locked = [(_as_left(label, pk, after), before) for label, pk, before, after in rows]
    voided = [work.void(row, reason) for row, before in locked if before is None]
    restored = [work.restore(row, before) for row, before in reversed(locked) if before is not None]
    for row in voided:
        row_voided.send(sender=type(row), row=row, work=work, alone=False)
    for row in restored:
        row_restored.send(sender=type(row), row=row, work=work)
    return [row for row, _ in locked]


def void_row(*, actor: Actor, row: R, reason: str, today: dt.date, lock_version: int | None = None) -> Act[R]:
    """Void a wrong row of any register with a reason; what depends on it goes with it or stands in the way.

    Raises NotAllowed, VoidRefused without a reason, Refused of the room that the row belongs to, Conflict.
    """
    actor.require(Action.VOID, row.path)
    if len(reason.strip()) < SHORTEST_REASON:
        raise VoidRefused("请填写作废原因", "reason")
    with acting(actor, today) as work:
        row = work.void(work.lock(row, lock_version), reason.strip())
        row_voided.send(sender=type(row), row=row, work=work, alone=True)
        return work.done(VOIDED, row, reason=reason.strip())


def _as_left(label: str, pk: int, version: int) -> RegisterRow:
    """A row of an act, locked; UndoRefused when it has been changed since."""
    row = model_of(label).every.select_for_update(of=("self",)).filter(pk=pk, lock_version=version).first()
    if row is None:
        raise UndoRefused("相关记录此后又有变动，不能撤销；如确有错误，请作废相应记录并说明原因")
    found: RegisterRow = row
    return found
