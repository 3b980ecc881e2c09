"""New residents, their names and households (domain R2: a person once in the whole deployment)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import CharField

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core import parsing
from jiceng.core.cells import InvalidValue
from jiceng.core.chinese import initials, pinyin_key
from jiceng.core.identity import Identity, parse_identity
from jiceng.core.registers import Refused, mistakes, refuse, told
from jiceng.core.secrets import cipher, digester
from jiceng.regions.models import Region
from jiceng.residents import rules
from jiceng.residents.models import BEGINNING, Facts, Household, IdentityClaim, Resident
from jiceng.residents.services.facts import FACTS, note_sighting

REGISTERED = sentence("resident_registered", "登记了居民")
CLAIMED_ELSEWHERE = sentence("claim_met", "登记居民时得知该号码由其他社区负责")
RENAMED = sentence("resident_renamed", "更正了居民姓名")


class ResidentRefused(Refused):
    """A resident who cannot be registered or corrected like this."""


class AlreadyHere(ResidentRefused):
    """The person is on file within the officer's scope: `resident`."""

    def __init__(self, resident: Resident) -> None:
        super().__init__("该公民身份号码已登记，请直接打开该居民的页面", "number")
        self.resident = resident


class RegisteredElsewhere(ResidentRefused):
    """The person is looked after by an office beyond the scope; nothing else about the person is told."""

    def __init__(self, claim: IdentityClaim) -> None:
        self.office = claim.region.office.name
        super().__init__(f"该号码已由{self.office}登记；如本人已迁入本社区，请由本社区提出迁移申请", "number")


def register_resident(
    *,
    actor: Actor,
    region: Region,
    number: str,
    name: str,
    household_number: str = "",
    surveyed_on: dt.date | None = None,
    surveyor: str = "",
    declined: Collection[str] = (),
    today: dt.date,
    **facts: Any,
) -> Act[Resident]:
    """Register a person in a community, with first facts (`FACTS`) that hold as far back as anybody asks.

    `declined` names facts that the person would not state.
    Raises NotAllowed, AlreadyHere, RegisteredElsewhere, ResidentRefused.
    """
    actor.require(Action.WRITE, region.path)
    identity = identity_of(number, today)
    on = surveyed_on or today
    wrong = mistakes(surveyed_on=rules.wrong_day(on, today=today, birth=identity.birth))
    refuse(wrong | _wrong_place(region, today), ResidentRefused)
    require_unclaimed(actor=actor, number=identity.number, today=today)
    with acting(actor, today) as work:
        place = {"region": region, "path": region.path}
        resident = work.create(Resident(**place, **of_number(identity), **_of_name(name)))
        IdentityClaim.objects.create(digest=resident.number_digest, region=region, resident_id=resident.pk)
        household = find_household(work, region, household_number) if household_number.strip() else None
        seen = {"surveyed_on": on, "surveyor": surveyor or None}
        values = {fact: facts.pop(fact, None) for fact in FACTS}
        if facts:
            raise TypeError(f"no facts of a resident: {', '.join(facts)}")
        start = dt.date.fromisoformat(BEGINNING)
        work.create(Facts(**place, resident=resident, household=household, start=start, **seen, **values))
        note_sighting(work, resident, on, surveyor, declined)
        return work.done(REGISTERED, resident)


def correct_name(
    *, actor: Actor, resident: Resident, name: str, lock_version: int | None = None, today: dt.date
) -> Act[Resident]:
    """Correct a name; frozen reports keep the one they were made with.

    Raises NotAllowed, ResidentRefused, Conflict.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident, lock_version)
        return work.done(RENAMED, work.amend(resident, **_of_name(name)))


def open_household(*, actor: Actor, region: Region, number: str, today: dt.date) -> Household:
    """The household of a number in a community, opened if nobody had it yet.

    Not an act of its own that could be undone: a number without members is nothing. Raises NotAllowed,
    ResidentRefused.
    """
    actor.require(Action.WRITE, region.path)
    refuse(_wrong_place(region, today), ResidentRefused)
    with told():
        return find_household(Work(actor.user, today, actor=actor), region, number)


def find_household(work: Work, region: Region, number: str) -> Household:
    """The household of a number, opened with this writing if new. It stays when the act is undone."""
    try:
        text = parsing.limited(parsing.text, _longest(Household, "number"))(number)
    except InvalidValue as wrong:
        raise ResidentRefused(wrong.expected, "household_number") from None
    if not text:
        raise ResidentRefused("请填写家庭编号", "household_number")
    household, _ = Household.every.get_or_create(
        region=region,
        number=text,
        defaults={"path": region.path, "known_on": work.today, "entered_by": work.by},
    )
    found: Household = household
    return found


def claim_of(number: str, today: dt.date) -> IdentityClaim | None:
    """Who looks after the person of a number, anywhere in the deployment; the caller audits the question.

    Raises ResidentRefused for a number that is none.
    """
    digest = digester().digest(identity_of(number, today).number)
    return IdentityClaim.objects.select_related("region__office").filter(digest=digest).first()


def require_unclaimed(*, actor: Actor, number: str, today: dt.date) -> None:
    """Raise AlreadyHere or RegisteredElsewhere when somebody looks after the person already.

    The answer is logged; call this outside of the transaction of an act, which leaves nothing when it fails.
    """
    claim = claim_of(number, today)
    if claim is None:
        return
    resident = Resident.objects.filter(pk=claim.resident_id).first()
    if resident is not None:
        raise AlreadyHere(resident)
    record(actor, CLAIMED_ELSEWHERE, path=actor.path, region=claim.region.code)
    raise RegisteredElsewhere(claim)


def identity_of(number: str, today: dt.date) -> Identity:
    """What a number says. Raises ResidentRefused for one that is none."""
    try:
        return parse_identity(number, today=today)
    except InvalidValue as wrong:
        raise ResidentRefused(wrong.expected, "number") from None


def of_number(identity: Identity) -> dict[str, Any]:
    """The columns of a resident that follow from the number."""
    number = identity.number
    return {
        "number_cipher": cipher().encrypt(number),
        "number_digest": digester().digest(number),
        "last4_digest": digester().last4(number),
        "sex": identity.sex,
        "birth": identity.birth,
    }


def _of_name(name: str) -> dict[str, str]:
    """A name with the keys by which it is sorted and searched."""
    try:
        text = parsing.limited(parsing.person_name, _longest(Resident, "name"))(name)
    except InvalidValue as wrong:
        raise ResidentRefused(wrong.expected, "name") from None
    if not text:
        raise ResidentRefused("请填写姓名", "name")
    return {
        "name": text,
        "pinyin": pinyin_key(text)[: _longest(Resident, "pinyin")],
        "initials": initials(text)[: _longest(Resident, "initials")],
    }


def _longest(model: type[Resident | Household], name: str) -> int:
    field = model._meta.get_field(name)
    assert isinstance(field, CharField)
    return field.max_length or 0


def _wrong_place(region: Region, today: dt.date) -> dict[str, str]:
    """Residents live in communities that exist."""
    if not region.is_community:
        return {"region": f"{region.name}不是社区"}
    if region.closed_on is not None and region.closed_on <= today:
        return {"region": f"{region.name}已于{region.closed_on}撤销"}
    return {}
