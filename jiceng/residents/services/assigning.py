"""Who answers for a resident, dated (BX 三(四), A3): without anybody the community's office does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Action, allows
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.regions.rules import LEVELS
from jiceng.residents import rules
from jiceng.residents.models import Assignment, Facts, Resident
from jiceng.residents.services.standing import left_on, place_of

ASSIGNED = sentence("officer_assigned", "指定了居民的责任人")
HANDED_OVER = sentence("caseload_handed_over", "移交了责任居民")


class AssignmentRefused(Refused):
    """An officer who cannot answer for the resident from that day."""


def assign_officer(
    *,
    actor: Actor,
    residents: Sequence[Resident],
    officer: User,
    on: dt.date,
    area: str = "",
    today: dt.date,
) -> Act[Assignment]:
    """Let an officer answer for residents from a day; who did so before does it up to the eve.

    The officer holds a post that may write in the place of each; `area` names the building or list by which
    they were chosen. Of several, those that are the officer's already stay as they are. The act's row is that
    of the first. Raises NotAllowed, AssignmentRefused.
    """
    for resident in residents:
        actor.require(Action.WRITE, resident.path)
    if not residents:
        raise AssignmentRefused("请至少选择一名居民", "residents")
    with acting(actor, today) as work:
        locked = [work.lock(resident) for resident in sorted(residents, key=lambda each: each.pk)]
        answers = [_assign(work, resident, officer, on, area.strip()) for resident in locked]
        made = [row for row in answers if row is not None]
        if not made:
            raise AssignmentRefused(
                f"{officer}已是{'、'.join(each.name for each in locked[:3])}的责任人", "officer"
            )
        return work.done(ASSIGNED, made[0], officer=officer.pk, people=len(made))


def officers_for(path: str, on: dt.date) -> list[User]:
    """Officers who hold on a day a post that may write at a place, in order of name."""
    above = [path[:length] for length in LEVELS if length <= len(path)]
    posts = Post.objects.held_on(on).filter(office__region__path__in=above).select_related("user")
    users = {post.user_id: post.user for post in posts if allows(post.role, Action.WRITE)}
    return sorted(users.values(), key=lambda user: (user.name, user.pk))


def caseload(officer: User, on: dt.date, area: str | None = None) -> Any:
    """Who an officer answers for on a day, of those in place; in one area, if one is given."""
    in_place = Facts.objects.open_on(on).filter(resident=OuterRef("resident"))
    rows = Assignment.objects.open_on(on).filter(Exists(in_place), officer=officer)
    return rows if area is None else rows.filter(area=area)


def hand_over(
    *, actor: Actor, officer: User, to: User, on: dt.date, area: str | None = None, today: dt.date
) -> Act[Assignment]:
    """Hand a whole caseload of the scope, or one area of it, to another officer from a day.

    The areas stay as they are. Raises NotAllowed, AssignmentRefused.
    """
    actor.require(Action.WRITE, actor.path)
    refuse(mistakes(on=rules.wrong_day(on, today=today)), AssignmentRefused)
    if to.pk == officer.pk:
        raise AssignmentRefused("接收人与移交人不能是同一人", "to")
    with acting(actor, today) as work:
        # Those who came to the officer after that day would be handed over before they came.
        later = caseload(officer, today, area).filter(start__gt=on).order_by("start").last()
        if later is not None:
            raise AssignmentRefused(f"有居民自{later.start}起才由{officer}负责，移交日期不能早于该日", "on")
        rows = list(caseload(officer, on, area).select_for_update(of=("self",)).order_by("pk"))
        if not rows:
            raise AssignmentRefused(f"{officer}名下没有可移交的居民")
        for path in {row.path for row in rows}:
            if to not in officers_for(path, on):
                raise AssignmentRefused(f"{to}在{on}没有这些居民所在社区的任职岗位", "to")
        made = [_succeed(work, row, to, on) for row in rows]
        detail: dict[str, Any] = {"officer": officer.pk, "to": to.pk, "area": area, "on": on.isoformat()}
        return work.done(HANDED_OVER, made[0], path=actor.path, people=len(made), **detail)


def _assign(work: Work, resident: Resident, officer: User, on: dt.date, area: str) -> Assignment | None:
    """The new spell; None where the officer answers already, in that area."""
    wrong = rules.wrong_day(on, today=work.today, birth=resident.birth, left_on=left_on(resident))
    refuse(mistakes(on=wrong), AssignmentRefused)
    if officer not in officers_for(resident.path, on):
        raise AssignmentRefused(f"{officer}在{on}没有该社区的任职岗位", "officer")
    later = Assignment.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident).order_by("start")
    last = later.last()
    if last is not None and last.start > on:
        raise AssignmentRefused(f"{resident.name}自{last.start}起已另有责任人", "on")
    if last is not None and (last.officer_id, last.area) == (officer.pk, area):
        return None
    if last is not None and last.start == on:
        return work.amend(work.lock(last), officer=officer, area=area)
    if last is not None:
        work.amend(work.lock(last), stop=on)
    made = Assignment(resident=resident, officer=officer, start=on, area=area, **place_of(resident))
    return work.create(made)


def _succeed(work: Work, row: Assignment, to: User, on: dt.date) -> Assignment:
    if row.start == on:
        return work.amend(row, officer=to)
    work.amend(row, stop=on)
    place = {"region_id": row.region_id, "path": row.path, "resident_id": row.resident_id}
    return work.create(Assignment(officer=to, start=on, area=row.area, **place))
