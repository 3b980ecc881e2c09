"""Who answers for a resident, dated (BX 三(四), A3): without anybody the community's office does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Action, allows
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.regions.rules import LEVELS
from jiceng.residents import rules
from jiceng.residents.models import Assignment, Resident
from jiceng.residents.services.standing import left_on, place_of

ASSIGNED = sentence("officer_assigned", "指定了居民的责任人")


class AssignmentRefused(Refused):
    """An officer who cannot answer for the resident from that day."""


def assign_officer(
    *, actor: Actor, residents: Sequence[Resident], officer: User, on: dt.date, today: dt.date
) -> Act[Assignment]:
    """Let an officer answer for residents from a day; who did so before does it up to the eve.

    The officer holds a post that may write in the place of each. The act's row is that of the first. Raises
    NotAllowed, AssignmentRefused.
    """
    for resident in residents:
        actor.require(Action.WRITE, resident.path)
    if not residents:
        raise AssignmentRefused("请至少选择一名居民", "residents")
    with acting(actor, today) as work:
        locked = [work.lock(resident) for resident in sorted(residents, key=lambda each: each.pk)]
        made = {resident.pk: _assign(work, resident, officer, on) for resident in locked}
        return work.done(ASSIGNED, made[residents[0].pk], officer=officer.pk, people=len(made))


def officers_for(path: str, on: dt.date) -> list[User]:
    """Officers who hold on a day a post that may write at a place, in order of name."""
    above = [path[:length] for length in LEVELS if length <= len(path)]
    posts = Post.objects.held_on(on).filter(office__region__path__in=above).select_related("user")
    users = {post.user_id: post.user for post in posts if allows(post.role, Action.WRITE)}
    return sorted(users.values(), key=lambda user: (user.name, user.pk))


def _assign(work: Work, resident: Resident, officer: User, on: dt.date) -> Assignment:
    wrong = rules.wrong_day(on, today=work.today, birth=resident.birth, left_on=left_on(resident))
    refuse(mistakes(on=wrong), AssignmentRefused)
    if officer not in officers_for(resident.path, on):
        raise AssignmentRefused(f"{officer}在{on}没有该社区的任职岗位", "officer")
    later = Assignment.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident).order_by("start")
    last = later.last()
    if last is not None and last.start > on:
        raise AssignmentRefused(f"{resident.name}自{last.start}起已另有责任人", "on")
    if last is not None and last.officer_id == officer.pk:
        raise AssignmentRefused(f"{officer}已是{resident.name}的责任人", "officer")
    if last is not None and last.start == on:
        return work.amend(work.lock(last), officer=officer)
    if last is not None:
        work.amend(work.lock(last), stop=on)
    return work.create(Assignment(resident=resident, officer=officer, start=on, **place_of(resident)))
