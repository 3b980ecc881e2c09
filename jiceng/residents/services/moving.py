"""Moves between communities, pulled by the receiving office; departures from the deployment, and returns."""

from __future__ import annotations

import datetime as dt

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
from jiceng.residents.models import Assignment, Facts, IdentityClaim, Resident
from jiceng.residents.services.facts import follow, succeed
from jiceng.residents.services.following import rows_of_person
from jiceng.residents.services.registering import find_household
from jiceng.residents.services.standing import latest_version

ASKED = sentence("move_asked", "凭完整号码提出了居民迁入")
MOVED = sentence("resident_moved", "办理了居民迁入")
MOVED_AWAY = sentence("resident_moved_away", "居民已由其他社区办理迁入")
DEPARTED = sentence("resident_departed", "登记了居民死亡或迁离")
RETURNED = sentence("resident_returned", "登记了居民重新在册")
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
    household_number: str = "",
    today: dt.date,
) -> Act[Resident]:
    """Take a person over into a community from a day, the first one there (domain R1, R2).

    The claim comes from the person's number (`claim_of`), the only way to a person beyond the scope. The
    facts go on in the new community without a household, unless one is given; past versions keep theirs, so
    past figures do not change. Jobs, registrations, determinations, visits and what else the person has move
    along; who answered for the person does not. Raises NotAllowed, MoveRefused.
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
        old_path = resident.path
        _move_facts(work, resident, to_region, on, household_number)
        _move_rows(work, resident, to_region, on)
        IdentityClaim.objects.filter(resident_id=resident.pk).update(region=to_region)
        record(actor, MOVED_AWAY, path=old_path, subject=resident, to=to_region.code, on=on.isoformat())
        return work.done(MOVED, resident, reason=reason.strip(), on=on.isoformat())


def record_departure(
    *,
    actor: Actor,
    resident: Resident,
    on: dt.date,
    kind: DepartureKind | str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Facts]:
    """Death, or departure from the deployment; `on` is the first day on which the person is not here.

    Flows of the period still count the person where he lived last (contracts, section 4). The act's row is
    the version that ended, and `lock_version` that of the person. Raises NotAllowed, MoveRefused, Conflict.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident, lock_version)
        latest = work.lock(latest_version(resident))
        wrong = rules.wrong_day(on, today=today, birth=resident.birth, left_on=latest.stop)
        wrong = wrong or rules.wrong_departure(on, latest.start)
        refuse(mistakes(on=wrong), MoveRefused)
        version = work.amend(latest, stop=on, left=True)
        _end_assignments(work, resident, on)
        return work.done(DEPARTED, version, kind=DepartureKind(kind).value, on=on.isoformat())


def record_return(*, actor: Actor, resident: Resident, on: dt.date, today: dt.date) -> Act[Facts]:
    """Somebody who had departed is here again from a day, with the facts known last.

    On the day of the departure itself this takes the departure back. Raises NotAllowed, MoveRefused.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        latest = work.lock(latest_version(resident))
        if latest.stop is None:
            raise MoveRefused("该居民目前在册")
        wrong = rules.wrong_day(on, today=today)
        if on < latest.stop:
            wrong = f"不能早于登记的死亡或迁离日期（{latest.stop}）"
        refuse(mistakes(on=wrong), MoveRefused)
        is_mistake = on == latest.stop
        version = work.amend(latest, stop=None, left=False) if is_mistake else follow(work, latest, on)
        return work.done(RETURNED, version, on=on.isoformat())


def _move_facts(
    work: Work, resident: Resident, to_region: Region, on: dt.date, household_number: str
) -> None:
    household = find_household(work, to_region, household_number) if household_number.strip() else None
    there = {"region": to_region, "path": to_region.path, "household": household}
    latest = work.lock(latest_version(resident))
    refuse(mistakes(on=rules.wrong_move_day(on, latest.stop or latest.start)), MoveRefused)
    if latest.stop is not None:
        # Somebody who had departed: on the very day it was a move after all.
        if on == latest.stop:
            work.amend(latest, left=False)
        follow(work, latest, on, **there)
    elif on == latest.start:
        work.amend(latest, **there)
    else:
        succeed(work, latest, on, **there)


def _move_rows(work: Work, resident: Resident, to_region: Region, on: dt.date) -> None:
    place = {"region_id": to_region.pk, "path": to_region.path}
    work.relocate(rows_of_person(resident), **place)
    _end_assignments(work, resident, on)
    # What was agreed for days before the move stays with the office that owed them.
    Waiver.objects.filter(subject="resident", subject_id=resident.pk, last__gte=on).update(
        path=to_region.path
    )
    work.amend(resident, **place)


def _end_assignments(work: Work, resident: Resident, on: dt.date) -> None:
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
