"""Death and departure, noted once for all rooms, and returns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.dispatch import Signal

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import mistakes, refuse
from jiceng.residents import rules
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import Assignment, Facts, Resident
from jiceng.residents.services.facts import follow
from jiceng.residents.services.moving import MoveRefused, end_assignments
from jiceng.residents.services.standing import latest_version

DEPARTED = sentence("resident_departed", "登记了居民迁离")
DIED = sentence("resident_died", "登记了居民死亡")
RETURNED = sentence("resident_returned", "登记了居民重新在册")

# Sent within the act, so that every room ends with the same `work` what a death or departure ends, or raises
# Refused; undoing the act undoes it all. resident (locked), on (first day not here), kind (DepartureKind),
# work, answers (what the form asked for the rooms, by name). The sender is Resident.
resident_departed = Signal()
# A departure was entered by mistake and is taken back: resident, on, work. Rooms reopen what they had ended.
departure_taken_back = Signal()


def record_departure(
    *,
    actor: Actor,
    resident: Resident,
    on: dt.date,
    kind: DepartureKind | str,
    lock_version: int | None = None,
    today: dt.date,
    **answers: Any,
) -> Act[Facts]:
    """Death, or departure from the deployment; `on` is the first day on which the person is not here.

    A death also ends what must end in the other rooms (`resident_departed`), which find in `answers` what
    they asked. Flows of the period still count the person where he lived last (contracts, section 4). The
    act's row is the version that ended, and `lock_version` that of the person. Raises NotAllowed,
    MoveRefused, Conflict, and what the rooms refuse.
    """
    actor.require(Action.WRITE, resident.path)
    kind = DepartureKind(kind)
    with acting(actor, today) as work:
        resident = work.lock(resident, lock_version)
        latest = work.lock(latest_version(resident))
        wrong = rules.wrong_day(on, today=today, birth=resident.birth, left_on=latest.stop)
        wrong = wrong or rules.wrong_departure(on, latest.start)
        refuse(mistakes(on=wrong), MoveRefused)
        version = work.amend(latest, stop=on, left=True, departure=kind)
        end_assignments(work, resident, on)
        resident_departed.send(Resident, resident=resident, on=on, kind=kind, work=work, answers=answers)
        act = DIED if kind == DepartureKind.DIED else DEPARTED
        return work.done(act, version, kind=kind.value, on=on.isoformat())


def record_return(*, actor: Actor, resident: Resident, on: dt.date, today: dt.date) -> Act[Facts]:
    """Somebody who had departed is here again from a day, with the facts known last.

    On the day of the departure itself this takes the departure back, and what it had ended is open again. A
    death can only be taken back. Raises NotAllowed, MoveRefused.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        latest = work.lock(latest_version(resident))
        if latest.stop is None:
            raise MoveRefused("该居民目前在册")
        refuse(mistakes(on=rules.wrong_return(on, latest.stop, latest.departure, today=today)), MoveRefused)
        if on == latest.stop:
            version = work.amend(latest, stop=None, left=False, departure="")
            _assign_again(work, resident, on)
            departure_taken_back.send(Resident, resident=resident, on=on, work=work)
        else:
            version = follow(work, latest, on)
        return work.done(RETURNED, version, on=on.isoformat())


def _assign_again(work: Work, resident: Resident, on: dt.date) -> None:
    """Who answered for the person up to the departure does so again."""
    later = Q(stop=None) | Q(stop__gt=on)
    last = Assignment.objects.filter(resident=resident, stop=on).order_by("start").last()
    if last is not None and not Assignment.objects.filter(later, resident=resident).exists():
        work.amend(work.lock(last), stop=None)
