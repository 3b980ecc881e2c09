"""Dated facts of residents: one version a change, each sighting kept (BX 三(三)4, R3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.differences import differences_from
from jiceng.core.models import Spell
from jiceng.core.registers import Conflict, Refused, mistakes, refuse
from jiceng.residents import rules
from jiceng.residents.models import Facts, Resident, Sighting
from jiceng.residents.services.standing import latest_survey, latest_version, place_of

RECORDED = sentence("facts_recorded", "登记了居民信息的变动")
CORRECTED = sentence("facts_corrected", "更正了居民信息")

SURVEYED = ("surveyed_on", "surveyor")
_ENDED = {"left", "departure"}
_FRAME = {field.name for field in Spell._meta.get_fields()} | {"id", "resident", "household"} | _ENDED
# The names of the facts, all but the household.
FACTS = tuple(f.name for f in Facts._meta.concrete_fields if f.name not in {*_FRAME, *SURVEYED})


class Shown(NamedTuple):
    """The version of facts that an officer looked at when changing them."""

    version_id: int
    lock_version: int


class FactsRefused(Refused):
    """Facts that cannot be recorded like this."""


def record_facts(
    *,
    actor: Actor,
    resident: Resident,
    on: dt.date,
    changes: dict[str, Any],
    declined: Collection[str] = (),
    surveyor: str = "",
    shown: Shown | None = None,
    today: dt.date,
) -> Act[Facts]:
    """What a survey of a day found: `changes` (of `FACTS` and `household`) hold from that day.

    Opens a new version; on the day of the latest one corrects that. None means: not known any more. Without
    changes only the sighting is kept, with the facts that the person `declined` to state. `shown` is the
    version that the officer looked at. Raises NotAllowed, FactsRefused, Conflict.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        latest = _latest(work, resident, shown)
        wrong = rules.wrong_day(on, today=today, birth=resident.birth, left_on=latest.stop)
        wrong = wrong or rules.wrong_survey_day(on, latest_survey(latest))
        refuse(mistakes(on=wrong) | _wrong_changes(changes, latest), FactsRefused)
        version = _surveyed(work, resident, latest, on, changes, surveyor)
        note_sighting(work, resident, on, surveyor, declined)
        return work.done(RECORDED, version, fields=sorted({*changes, *declined}))


def correct_facts(
    *, actor: Actor, version: Facts, changes: dict[str, Any], lock_version: int | None = None, today: dt.date
) -> Act[Facts]:
    """Correct what was wrong in a version all along; its days stay. A frozen report keeps what it had.

    Raises NotAllowed, FactsRefused, Conflict.
    """
    actor.require(Action.WRITE, version.path)
    with acting(actor, today) as work:
        version = work.lock(version, lock_version)
        refuse(_wrong_changes(changes, version), FactsRefused)
        return work.done(CORRECTED, work.amend(version, **changes), fields=sorted(changes))


def note_sighting(
    work: Work, resident: Resident, on: dt.date, surveyor: str, declined: Collection[str] = ()
) -> None:
    """Keep that somebody saw the person on a day, and what the person would not state.

    A sighting that was taken back by an undo counts again.
    """
    if unknown := set(declined) - set(FACTS):
        raise TypeError(f"no facts of a resident: {', '.join(sorted(unknown))}")
    known = Sighting.every.filter(resident=resident, on=on, surveyor=surveyor).first()
    if known is None:
        refused = [name for name in FACTS if name in declined]
        seen = Sighting(resident=resident, on=on, surveyor=surveyor, declined=refused, **place_of(resident))
        work.create(seen)
        return
    before = known.declined if known.voided_at is None else []
    refused = [name for name in FACTS if name in declined or name in before]
    work.amend(known, voided_at=None, void_reason="", declined=refused)


def succeed(work: Work, version: Facts, on: dt.date, **changes: Any) -> Facts:
    """Close a locked version at a day and open one that carries on from it, as far as it went."""
    ended = {"stop": version.stop, "left": version.left, "departure": version.departure}
    work.amend(version, stop=on, left=False, departure="")
    return follow(work, version, on, **{**ended, **changes})


def follow(work: Work, version: Facts, on: dt.date, **changes: Any) -> Facts:
    """Open a version from a day with what an earlier one says but for the changes."""
    carried = {f.attname: getattr(version, f.attname) for f in _carried_fields()}
    opened = Facts(**carried, start=on)
    for name, value in changes.items():
        setattr(opened, name, value)
    return work.create(opened)


def _carried_fields() -> list[Any]:
    kept = {"resident", "household", "region", "path", *SURVEYED, *FACTS}
    return [f for f in Facts._meta.concrete_fields if f.name in kept]


def _surveyed(
    work: Work, resident: Resident, latest: Facts, on: dt.date, changes: dict[str, Any], surveyor: str
) -> Facts:
    changes = {name: value for name, value in changes.items() if getattr(latest, name) != value}
    if not changes:
        return latest
    seen = {"surveyed_on": on, "surveyor": surveyor or latest.surveyor}
    if on in (latest.start, latest.surveyed_on):
        return work.amend(latest, **seen, **changes)
    return succeed(work, latest, on, **seen, **changes)


def _latest(work: Work, resident: Resident, shown: Shown | None) -> Facts:
    """The latest version, locked; Conflict when the one that was shown is another or has changed."""
    latest = latest_version(resident)
    if shown is not None and shown.version_id != latest.pk:
        old = Facts.every.filter(resident=resident, pk=shown.version_id).first()
        raise Conflict(*differences_from(old, latest))
    return work.lock(latest, shown.lock_version if shown else None)


def _wrong_changes(changes: dict[str, Any], version: Facts) -> dict[str, str]:
    if unknown := set(changes) - {*FACTS, "household"}:
        raise TypeError(f"no facts of a resident: {', '.join(sorted(unknown))}")
    household = changes.get("household")
    if household is not None and household.region_id != version.region_id:
        return {"household": "应为居民所在社区的家庭"}
    return {}
