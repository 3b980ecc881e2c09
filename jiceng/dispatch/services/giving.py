"""Tasks from above (D1): given to named offices below, answered by a reply, accepted or returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.dispatch import rules
from jiceng.dispatch.choices import Judgement
from jiceng.dispatch.models import Charge, Reply, Task
from jiceng.dispatch.services.filing import File, keep
from jiceng.regions.models import Office, Region

GIVEN = sentence("task_given", "交办了任务")
REPLIED = sentence("task_replied", "回复了交办任务")
ACCEPTED = sentence("reply_accepted", "通过了交办任务的回复")
RETURNED = sentence("reply_returned", "退回了交办任务的回复")


class TaskRefused(Refused):
    """A task or reply that cannot be recorded like this."""


def give_task(
    *,
    actor: Actor,
    offices: Sequence[Office],
    title: str,
    text: str,
    due_on: dt.date,
    file: File | None = None,
    today: dt.date,
) -> Act[Task]:
    """Give a task to offices below the own one. Raises NotAllowed, TaskRefused."""
    actor.require(Action.REVIEW, actor.path)
    wrong = rules.wrong_task(title, text, due_on, given_on=today) | wrong_offices(actor, offices)
    refuse(wrong, TaskRefused)
    with acting(actor, today) as work:
        here = Region.objects.select_related("office").get(path=actor.path)
        place = {"region": here, "path": here.path}
        days = {"title": title.strip(), "given_on": today, "due_on": due_on}
        kept = keep(work, file, place)
        task = work.create(Task(**place, **days, text=text.strip(), attachment=kept))
        for office in offices:
            there = {"region": office.region, "path": office.region.path}
            work.create(Charge(**there, **days, task=task, office=office, giver=here.office.name))
        return work.done(GIVEN, task, offices=len(offices))


def reply_to(
    *, actor: Actor, charge: Charge, text: str, file: File | None = None, today: dt.date
) -> Act[Reply]:
    """Answer a task of the own office; it discharges the task. Raises NotAllowed, TaskRefused."""
    actor.require(Action.WRITE, charge.path)
    if actor.path != charge.path:
        raise TaskRefused("交办任务由承办机构回复")
    with acting(actor, today) as work:
        charge = work.lock(charge)
        if not text.strip():
            raise TaskRefused("请填写完成情况", "text")
        if not Charge.objects.pending().filter(pk=charge.pk).exists():
            raise TaskRefused("该任务已有回复，无需再次回复")
        place = {"region_id": charge.region_id, "path": charge.path}
        kept = keep(work, file, place)
        made = Reply(**place, charge=charge, on=today, text=text.strip(), attachment=kept)
        return work.done(REPLIED, work.create(made))


def judge_reply(
    *,
    actor: Actor,
    reply: Reply,
    judgement: str,
    remark: str = "",
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Reply]:
    """Accept a reply, or return it with a reason: then the task is open again.

    Only the office that gave the task, or one above it. Raises NotAllowed, TaskRefused, Conflict.
    """
    actor.require(Action.REVIEW, task_of(reply.charge).path)
    with acting(actor, today) as work:
        reply = work.lock(reply, lock_version)
        if reply.judgement:
            raise TaskRefused(f"该回复已于{reply.judged_on}验收")
        is_returned = judgement == Judgement.RETURNED
        refuse(mistakes(remark="请填写退回原因" if is_returned and not remark.strip() else None), TaskRefused)
        changed = work.amend(reply, judgement=Judgement(judgement), judged_on=today, remark=remark.strip())
        return work.done(RETURNED if is_returned else ACCEPTED, changed, reason=remark.strip())


def task_of(charge: Charge) -> Task:
    """The whole task of a charge that lies in the scope; it lies with the giver, who may be above."""
    with scope.widened(scope.WHOLE, reason="who is charged with a task reads it"):
        return Task.every.select_related("attachment", "region").get(pk=charge.task_id)


def offices_below(path: str, on: dt.date) -> Any:
    """The offices of the two levels below a region on a day, to give tasks to and to call to meetings."""
    here = Region.objects.get(path=path)
    below = Region.objects.within(path).existing_on(on)
    below = below.filter(level__gt=here.level, level__lte=here.level + 2)
    return Office.objects.filter(region__in=below).select_related("region").order_by("region__path")


def wrong_offices(actor: Actor, offices: Sequence[Office]) -> dict[str, str]:
    """Named offices lie below the own one."""
    if not offices:
        return {"offices": "请至少选择一个机构"}
    own = actor.path
    strangers = [each for each in offices if not each.region.path.startswith(own) or each.region.path == own]
    return mistakes(offices=f"{strangers[0]}不是下级机构" if strangers else None)
