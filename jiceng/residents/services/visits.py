"""Visits and calls (走访): one form for a whole household and several reasons, one row a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.residents import rules
from jiceng.residents.choices import VISIT_REASON
from jiceng.residents.models import Resident, Visit
from jiceng.residents.services.standing import left_on, place_of

VISITED = sentence("visit_recorded", "登记了走访")


class VisitRefused(Refused):
    """A visit that cannot be recorded like this."""


def record_visit(
    *,
    actor: Actor,
    residents: Sequence[Resident],
    on: dt.date,
    way: str,
    reasons: Collection[str],
    outcome: str = "",
    content: str = "",
    visitor: str = "",
    today: dt.date,
) -> Act[Visit]:
    """Record one visit or call to one or several people (BX 三(三)3(5)); a blank outcome counts as met.

    The act's row is that of the first person. A visit entered after its day is known from today (补录).
    Raises NotAllowed, VisitRefused, also when the very same visit is on file already.
    """
    for resident in residents:
        actor.require(Action.WRITE, resident.path)
    if not residents:
        raise VisitRefused("请至少选择一名居民", "residents")
    refuse(rules.wrong_visit(way, reasons, outcome), VisitRefused)
    said = {
        "on": on,
        "way": way,
        "reasons": VISIT_REASON.sort(reasons),
        "outcome": outcome,
        "content": content.strip(),
        "visitor": visitor.strip() or str(actor.user),
    }
    with acting(actor, today) as work:
        # In one order, so that two visits to one household do not wait for each other.
        locked = [work.lock(resident) for resident in sorted(residents, key=lambda each: each.pk)]
        for resident in locked:
            _require_possible(resident, said, on, today)
        visits = {
            resident.pk: work.create(Visit(resident=resident, **place_of(resident), **said))
            for resident in locked
        }
        return work.done(VISITED, visits[residents[0].pk], people=len(visits))


def _require_possible(resident: Resident, said: dict[str, object], on: dt.date, today: dt.date) -> None:
    wrong = rules.wrong_day(on, today=today, birth=resident.birth, left_on=left_on(resident))
    refuse(mistakes(on=wrong and f"{resident.name}：{wrong}"), VisitRefused)
    if Visit.objects.filter(resident=resident, **said).exists():
        raise VisitRefused(f"{resident.name}的这次走访已经登记")
