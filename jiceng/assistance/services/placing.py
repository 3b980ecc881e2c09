"""Urgent placement (即时就业安置, HB 三(三)3, A2b): marked with a reason, ended by a job or a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.assistance import rules
from jiceng.assistance.models import UrgentNeed
from jiceng.assistance.services.deciding import AssistanceRefused
from jiceng.core.models import Holiday
from jiceng.core.registers import mistakes, refuse
from jiceng.core.workdays import HolidayTable
from jiceng.employment.models import Employment
from jiceng.policy.force import Policy
from jiceng.residents.models import Resident
from jiceng.residents.rules import wrong_day
from jiceng.residents.services import left_on, place_of

MARKED = sentence("urgent_marked", "标记了急需就业人员")
ENDED = sentence("urgent_ended", "终止了即时就业安置")
EVENT = "urgent_need_marked"  # the word by which a pack's duty sets the time


@dataclass(frozen=True)
class TimeAllowed:
    """How long placement may take, and where that is said."""

    days: int
    are_working_days: bool
    source: str

    @cached_property
    def table(self) -> HolidayTable | None:
        """The holidays, where working days count; read once for all rows."""
        days = Holiday.objects.values_list("day", "is_working")
        return dict(days) if self.are_working_days else None

    @property
    def label(self) -> str:
        """The time in words."""
        return f"{self.days}{'个工作日' if self.are_working_days else '天'}"

    def due(self, start: dt.date) -> dt.date:
        """The last day."""
        return rules.urgent_due(start, self.days, self.table)


def time_allowed(policy: Policy) -> TimeAllowed:
    """The time of the duty of the packs in force, else the documented default."""
    for duty in policy.all("duty"):
        if duty.since == EVENT:
            document = policy.origins["duty", duty.code].enactment.document
            working = duty.within_working_days
            days = working if working is not None else duty.within_days
            return TimeAllowed(days or 0, working is not None, f"{document} {duty.article}".strip())
    return TimeAllowed(rules.URGENT_WORKING_DAYS, True, "HB 三(三)3，未规定天数时按10个工作日")


def mark_urgent(
    *, actor: Actor, resident: Resident, reason: str, on: dt.date, today: dt.date
) -> Act[UrgentNeed]:
    """Mark a person without a job as in urgent need from a day.

    Raises NotAllowed, AssistanceRefused, also while an earlier marking still runs.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = wrong_day(on, today=today, birth=resident.birth, left_on=left_on(resident))
        refuse(mistakes(on=wrong, reason=None if reason.strip() else "请填写困难情况"), AssistanceRefused)
        if Employment.objects.filter(resident=resident).open_on(on).exists():
            raise AssistanceRefused("该居民当日已就业", "on")
        if _running(resident).exists():
            raise AssistanceRefused("该居民已标记为急需就业，尚未安置")
        made = UrgentNeed(resident=resident, **place_of(resident), reason=reason.strip(), start=on)
        return work.done(MARKED, work.create(made))


def end_urgent(
    *,
    actor: Actor,
    need: UrgentNeed,
    on: dt.date,
    reason: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[UrgentNeed]:
    """End the marking without a job, with a reason. Raises NotAllowed, AssistanceRefused, Conflict."""
    actor.require(Action.WRITE, need.path)
    with acting(actor, today) as work:
        need = work.lock(need, lock_version)
        if need.stop is not None:
            raise AssistanceRefused(f"已于{need.stop}终止")
        wrong = f"不能早于标记日期（{need.start}）" if on < need.start else wrong_day(on, today=today)
        refuse(mistakes(on=wrong), AssistanceRefused)
        return work.done(ENDED, work.amend(need, stop=on, end_reason=reason))


def _running(resident: Resident) -> Any:
    return UrgentNeed.objects.with_end().filter(resident=resident, ends=None)
