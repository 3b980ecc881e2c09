"""An import taken back as a whole, with a reason, or not at all; and what stands in the way, by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import SHORTEST_REASON
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.importing import Obstacle, Written, undo
from jiceng.core.models import ImportRun
from jiceng.core.registers import Refused
from jiceng.home.imports.acts import LEDGERS
from jiceng.residents.models import Household, Resident

UNDONE = sentence("import_undone", "撤销了一次导入（作废其新建的记录，恢复其更改的内容）")
LISTED_OBSTACLES = 50
State = ImportRun.State


class UndoRefused(Refused):
    """An import that is not there to be undone, or without a reason."""


def undo_import(*, actor: Actor, run: ImportRun, reason: str, today: dt.date) -> Written:
    """Undo an import and its corrections: void what it created, restore what it changed; all or nothing.

    Whoever may import at the place of the run may undo it.
    Raises NotAllowed, UndoRefused, and UndoStopped with the rows that have changed since or are built upon.
    """
    actor.require(Action.IMPORT, run.path)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise UndoRefused("请填写撤销原因", "reason")
    if len(reason) > _longest_reason():
        raise UndoRefused(f"撤销原因不能超过{_longest_reason()}个字", "reason")
    with scope.widened(scope.WHOLE, reason="rows that have moved on stand in the way wherever they lie now"):
        run = ImportRun.objects.select_for_update(of=("self",)).defer("upload", "result").get(pk=run.pk)
        if run.state != State.DONE or not run.written_at:
            raise UndoRefused("该次导入没有可以撤销的内容")
        written = undo(
            LEDGERS[run.ledger],
            run.written_at,
            user_id=actor.user.pk,
            today=today,
            reason=f"撤销导入：{reason}",
        )
        ImportRun.objects.filter(pk=run.pk).update(
            state=State.UNDONE, undone_at=timezone.now(), undone_by=actor.user, undo_reason=reason
        )
        record(
            actor,
            UNDONE,
            path=run.path,
            reason=reason,
            ledger=run.ledger,
            run=run.pk,
            voided=written.created,
            restored=written.updated,
        )
    return written


@dataclass(frozen=True)
class Named:
    """A row that stands in the way, as the page shows it; without an address when it has no page."""

    register: str
    name: str
    why: str
    href: str = ""


def named(obstacles: Iterable[Obstacle]) -> tuple[list[Named], int]:
    """(the first rows that stand in the way, within the scope; how many others there are)."""
    found, every = [], list(obstacles)
    for model, group in groupby(every, key=lambda each: each.model):
        why = {each.pk: each.why for each in group}
        wanted = LISTED_OBSTACLES - len(found)
        for row in model.every.filter(pk__in=list(why)[:wanted]).order_by("pk"):
            name, href = _name(row)
            found.append(Named(str(model._meta.verbose_name), name, why[row.pk], href))
    return found, len(every) - len(found)


def _name(row: Any) -> tuple[str, str]:
    """Whom a row is about, and where that is shown."""
    subject = getattr(row, "resident", None) or getattr(row, "household", None) or row
    if isinstance(subject, Resident):
        return subject.name, reverse("person", args=[subject.pk])
    if isinstance(subject, Household):
        return subject.number, reverse("household", args=[subject.pk])
    return str(getattr(subject, "name", "")), ""


def _longest_reason() -> int:
    # The rows keep it behind a word of ours in a column of the same length.
    return (ImportRun._meta.get_field("undo_reason").max_length or 0) - len("撤销导入：")
