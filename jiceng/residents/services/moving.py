"""Moves between communities, pulled by the receiving office, of which the losing one is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.policy.models import Waiver
from jiceng.regions.models import Region
from jiceng.residents import rules
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import Assignment, IdentityClaim, Move, Resident
from jiceng.residents.services.facts import follow, succeed
from jiceng.residents.services.following import rows_of_person
from jiceng.residents.services.registering import find_household
from jiceng.residents.services.standing import latest_version

ASKED = sentence("move_asked", "凭完整号码提出了居民迁入")
MOVED = sentence("resident_moved", "办理了居民迁入")
MOVED_AWAY = sentence("resident_moved_away", "居民已由其他社区办理迁入")
ENDED_BY_MOVE = "居民迁出"


class MoveRefused(Refused):
    """A move, departure or return that cannot be recorded like this."""


def move_resident(
    *,
    actor: Actor,
    claim: IdentityClaim,
    to_region: Region,
    on: dt.date,
    reason: str,
    papers: str = "",
    household_number: str = "",
    today: dt.date,
) -> Act[Resident]:
    """Take a person over into a community from a day, the first one there (domain R1, R2).

    The claim comes from the person's number (`claim_of`), the only way to a person beyond the scope. The
    facts go on in the new community without a household, unless one is given; past versions keep theirs, so
    past figures do not change. Jobs, registrations, determinations, visits and what else the person has move
    along; who answered for the person does not. The losing office finds the move on its list and may object
    (`jiceng.residents.services.objecting`). Raises NotAllowed, MoveRefused.
    """
    actor.require(Action.MOVE, to_region.path)
    refuse(mistakes(on=rules.wrong_day(on, today=today)) | _wrong_target(to_region, on), MoveRefused)
    if not reason.strip():
        raise MoveRefused("请填写迁入原因", "reason")
    # Outside of the act: who asks for a person beyond the scope answers for it, also when it is refused.
    record(actor, ASKED, path=to_region.path, reason=reason.strip())
    with (
        scope.widened(scope.WHOLE, reason="the receiving office pulls a person out of another community"),
        acting(actor, today) as work,
    ):
        resident = work.lock(Resident.objects.get(pk=claim.resident_id))
        if resident.region_id == to_region.pk:
            raise MoveRefused(f"该居民已在{to_region.name}登记")
        from_region = resident.region
        carry(work, resident, to_region, on, household_number)
        said = {"on": on, "reason": reason.strip(), "papers": papers.strip()}
        _tell_both(work, resident, from_region, to_region, **said)
        place = {"path": from_region.path, "subject": resident}
        record(actor, MOVED_AWAY, **place, to=to_region.code, on=on.isoformat())
        return work.done(MOVED, resident, reason=reason.strip(), on=on.isoformat())


def carry(work: Work, resident: Resident, to_region: Region, on: dt.date, household_number: str) -> None:
    """Let a locked person go on in another community from a day, with all that is the person's."""
    _move_facts(work, resident, to_region, on, household_number)
    _move_rows(work, resident, to_region, on)
    IdentityClaim.objects.filter(resident_id=resident.pk).update(region=to_region)


def _tell_both(work: Work, resident: Resident, from_region: Region, to_region: Region, **said: Any) -> None:
    """A row of the move for the list of each office, each with the other as its twin."""
    rows = [
        work.create(Move(resident=resident, region=here, path=here.path, other=there, direction=way, **said))
        for way, here, there in (
            (Move.Direction.OUT, from_region, to_region),
            (Move.Direction.IN, to_region, from_region),
        )
    ]
    for row, twin in (rows, reversed(rows)):
        work.amend(row, twin=twin)


def _move_facts(
    work: Work, resident: Resident, to_region: Region, on: dt.date, household_number: str
) -> None:
    household = find_household(work, to_region, household_number) if household_number.strip() else None
    there = {"region": to_region, "path": to_region.path, "household": household}
    latest = work.lock(latest_version(resident))
    refuse(mistakes(on=rules.wrong_move_day(on, latest.stop or latest.start)), MoveRefused)
    if latest.departure == DepartureKind.DIED:
        raise MoveRefused("该居民已登记为死亡，如登记有误请与原社区核实")
    if latest.stop is not None:
        # Somebody who had departed: on the very day it was a move after all.
        if on == latest.stop:
            work.amend(latest, left=False, departure="")
        follow(work, latest, on, **there)
    elif on == latest.start:
        work.amend(latest, **there)
    else:
        succeed(work, latest, on, **there)


def _move_rows(work: Work, resident: Resident, to_region: Region, on: dt.date) -> None:
    place = {"region_id": to_region.pk, "path": to_region.path}
    work.relocate(rows_of_person(resident), **place)
    end_assignments(work, resident, on)
    # What was agreed for days before the move stays with the office that owed them.
    Waiver.objects.filter(subject="resident", subject_id=resident.pk, last__gte=on).update(
        path=to_region.path
    )
    work.amend(resident, **place)


def end_assignments(work: Work, resident: Resident, on: dt.date) -> None:
    """Nobody of the old office answers for the person from that day on."""
    still_open = Assignment.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident)
    for assignment in still_open.order_by("start"):
        if assignment.start >= on:
            work.void(assignment, ENDED_BY_MOVE)
        else:
            work.amend(assignment, stop=on)


def _wrong_target(region: Region, on: dt.date) -> dict[str, str]:
    if not region.is_community:
        return {"to_region": f"{region.name}不是社区"}
    if (region.closed_on is not None and region.closed_on <= on) or (region.opened_on or on) > on:
        return {"to_region": f"{region.name}在{on}不存在"}
    return {}
