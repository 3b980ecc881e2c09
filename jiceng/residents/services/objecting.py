"""Objections of the office that lost a person to a move, and their decision by the office above both.

A move holds from the day it is made. The losing office finds it on its list and has `OBJECTION_DAYS` days to
object with a reason; whoever is above both offices then lets the move stand or takes it back.
"""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, UndoRefused, Work, acting, take_back
from jiceng.accounts.audit import sentence
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.registers import refuse
from jiceng.residents import rules
from jiceng.residents.models import Facts, Move, Resident
from jiceng.residents.services.moving import MOVED, MoveRefused, carry

OBJECTED = sentence("move_objected", "对居民迁出提出了异议")
STANDS = sentence("move_upheld", "裁定了迁移异议：维持迁移")
TAKEN_BACK = sentence("move_taken_back", "裁定了迁移异议：撤回迁移")


def object_to_move(
    *, actor: Actor, move: Move, reason: str, lock_version: int | None = None, today: dt.date
) -> Act[Move]:
    """Object to a move as the office that lost the person, in time and with a reason.

    Raises NotAllowed, MoveRefused, Conflict.
    """
    actor.require(Action.MOVE, move.path)
    with (
        scope.widened(scope.WHOLE, reason="the receiving office and the one above both see the objection"),
        acting(actor, today) as work,
    ):
        move = work.lock(move, lock_version)
        if move.direction != Move.Direction.OUT:
            raise MoveRefused("只有迁出的机构可以提出异议")
        if move.objected_on is not None:
            raise MoveRefused(f"已于{move.objected_on}提出异议")
        wrong = rules.wrong_objection(reason, recorded_on=move.known_on, today=today)
        refuse(wrong, MoveRefused)
        said = {"objection": reason.strip(), "objected_on": today, "objected_by": actor.user}
        move = _amend_both(work, move, **said)
        return work.done(OBJECTED, move, reason=reason.strip())


def decide_objection(
    *, actor: Actor, move: Move, stands: bool, answer: str, lock_version: int | None = None, today: dt.date
) -> Act[Move]:
    """Decide an objection as the office above both communities, with an answer for them.

    A move taken back leaves everything as it was before it; where something was built upon it since, the
    person goes on in the old community from today instead. Raises NotAllowed, MoveRefused, Conflict.
    """
    actor.require(Action.REVIEW, move.path)
    actor.require(Action.REVIEW, move.other.path)
    if not answer.strip():
        raise MoveRefused("请填写裁定意见", "answer")
    with (
        scope.widened(scope.WHOLE, reason="the person's rows lie wherever the move has put them"),
        acting(actor, today) as work,
    ):
        move = work.lock(move, lock_version)
        if move.objected_on is None or move.decision:
            raise MoveRefused("该迁移没有待裁定的异议")
        decision = Move.Decision.STANDS if stands else Move.Decision.TAKEN_BACK
        if not stands:
            _take_back(work, move)
        said = {"decision": decision, "decided_on": today, "decided_by": actor.user, "answer": answer.strip()}
        move = _amend_both(work, move, **said)
        return work.done(STANDS if stands else TAKEN_BACK, move, reason=answer.strip())


def _amend_both(work: Work, move: Move, **said: object) -> Move:
    if move.twin is not None:
        work.amend(work.lock(move.twin), **said)
    return work.amend(move, **said)


def _take_back(work: Work, move: Move) -> None:
    incoming, outgoing = _sides(move)
    resident = work.lock(Resident.objects.get(pk=move.resident_id))
    if resident.region_id != incoming.region_id:
        raise MoveRefused("该居民此后又已迁往其他社区，不能撤回")
    if not _undone(work, incoming):
        carry(work, resident, outgoing.region, work.today, _household_before(outgoing))


def _sides(move: Move) -> tuple[Move, Move]:
    assert move.twin is not None
    return (move, move.twin) if move.direction == Move.Direction.IN else (move.twin, move)


def _undone(work: Work, incoming: Move) -> bool:
    """Whether every row of the move could be put back as it was before."""
    acts = AuditEntry.objects.filter(action=MOVED, subject_id=incoming.resident_id, path=incoming.path)
    label = Move._meta.label_lower
    for entry in acts.order_by("-at"):
        rows = entry.detail["rows"]
        if [label, incoming.pk] in [row[:2] for row in rows]:
            try:
                take_back(work, [row for row in rows if row[0] != label])
            except UndoRefused:
                return False
            return True
    return False


def _household_before(outgoing: Move) -> str:
    versions = Facts.objects.filter(resident=outgoing.resident_id, region=outgoing.region_id)
    last = versions.select_related("household").order_by("start").last()
    return last.household.number if last is not None and last.household is not None else ""
