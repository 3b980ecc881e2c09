"""Households that split, merge, take somebody in or get another head: facts of their members (R2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.residents import rules
from jiceng.residents.choices import HouseholdRelation
from jiceng.residents.models import Facts, Household, Resident
from jiceng.residents.services.facts import succeed
from jiceng.residents.services.registering import find_household
from jiceng.residents.services.standing import latest_version

SPLIT = sentence("household_split", "办理了分户")
MERGED = sentence("households_merged", "办理了并户")
JOINED = sentence("household_joined", "办理了居民入户")
RELATED = sentence("household_head_changed", "变更了户主或与户主关系")


class HouseholdRefused(Refused):
    """A change of a household that cannot be made like this."""


def members_on(household: Household, on: dt.date) -> list[Facts]:
    """The versions of facts of who lives in a household on a day, the head first."""
    rows = Facts.objects.filter(household=household).open_on(on).select_related("resident")
    return list(rows.order_by("relation", "resident__birth", "resident_id"))


def split_household(
    *,
    actor: Actor,
    household: Household,
    members: Sequence[Resident],
    number: str,
    head: Resident | None = None,
    on: dt.date,
    today: dt.date,
) -> Act[Household]:
    """Let members go on under a number of their own from a day; the act's row is the new household.

    The relation to the head is not known for those who are not the new head. Raises NotAllowed,
    HouseholdRefused.
    """
    actor.require(Action.WRITE, household.path)
    with acting(actor, today) as work:
        household = work.lock(household)
        here = {each.resident_id for each in members_on(household, on)}
        leaving = {each.pk for each in members}
        if not leaving or not leaving <= here:
            raise HouseholdRefused("请选择该户当日的成员", "members")
        if leaving == here:
            raise HouseholdRefused("全户都迁出时，请更正家庭编号，不必分户", "members")
        new = find_household(work, household.region, number)
        if Facts.objects.filter(household=new).open_on(on).exists():
            raise HouseholdRefused("该家庭编号已有成员；并入已有的家庭，请用“并户”或“入户”", "number")
        for resident in sorted(members, key=lambda each: each.pk):
            relation = HouseholdRelation.HEAD if head is not None and resident.pk == head.pk else None
            _change(work, resident, on, household=new, relation=relation)
        return work.done(SPLIT, new, people=len(leaving), old=household.pk)


def merge_households(
    *, actor: Actor, household: Household, into: Household, on: dt.date, today: dt.date
) -> Act[Household]:
    """Let all members of a household live in another of the community from a day.

    Raises NotAllowed, HouseholdRefused.
    """
    actor.require(Action.WRITE, household.path)
    with acting(actor, today) as work:
        first, second = (work.lock(each) for each in sorted((household, into), key=lambda each: each.pk))
        if first.pk == second.pk or first.region_id != second.region_id:
            raise HouseholdRefused("请填写本社区的另一个家庭编号", "number")
        people = members_on(household, on)
        if not people:
            raise HouseholdRefused("该户当日没有成员", "on")
        for version in sorted(people, key=lambda each: each.resident_id):
            _change(work, version.resident, on, household=into, relation=None)
        return work.done(MERGED, into, people=len(people), old=household.pk)


def join_household(
    *,
    actor: Actor,
    household: Household,
    resident: Resident,
    relation: str | None,
    on: dt.date,
    today: dt.date,
) -> Act[Household]:
    """Let a resident of the community live in a household from a day. Raises NotAllowed, HouseholdRefused."""
    actor.require(Action.WRITE, household.path)
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        household = work.lock(household)
        if resident.region_id != household.region_id:
            raise HouseholdRefused("该居民不在本社区，请先办理迁入", "number")
        if latest_version(resident).household_id == household.pk:
            raise HouseholdRefused("该居民已是本户成员", "number")
        _change(work, resident, on, household=household, relation=relation)
        return work.done(JOINED, household, people=1)


def set_relations(
    *, actor: Actor, household: Household, relations: Mapping[int, str | None], on: dt.date, today: dt.date
) -> Act[Household]:
    """Say from a day who is the head and how the others are related: `relations` by the id of the resident.

    Raises NotAllowed, HouseholdRefused unless there is exactly one head.
    """
    actor.require(Action.WRITE, household.path)
    with acting(actor, today) as work:
        household = work.lock(household)
        people = {each.resident_id: each for each in members_on(household, on)}
        if set(relations) != set(people):
            raise HouseholdRefused("该户成员已有变动，请刷新页面")
        if list(relations.values()).count(HouseholdRelation.HEAD) != 1:
            raise HouseholdRefused("应有且只有一名户主")
        changed = {pk: code for pk, code in relations.items() if people[pk].relation != code}
        if not changed:
            raise HouseholdRefused("没有变更")
        for pk in sorted(changed):
            _change(work, people[pk].resident, on, relation=changed[pk])
        return work.done(RELATED, household, people=len(changed))


def _change(work: Work, resident: Resident, on: dt.date, **changes: object) -> Facts:
    """Let facts hold from a day; who surveyed the rest stays as it was."""
    resident = work.lock(resident)
    latest = work.lock(latest_version(resident))
    wrong = rules.wrong_day(on, today=work.today, birth=resident.birth, left_on=latest.stop)
    wrong = wrong or rules.wrong_household_day(on, latest.start)
    refuse(mistakes(on=wrong and f"{resident.name}：{wrong}"), HouseholdRefused)
    return work.amend(latest, **changes) if on == latest.start else succeed(work, latest, on, **changes)
