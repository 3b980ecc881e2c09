"""What awaits an office besides the duties of packs: tasks from above, meetings, assistance work that is due.

All derived from the registers: a task goes with its reply, a step with what was done, a review with the next.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Value

from jiceng.assistance.ledgers.plans import WEEK, due_by
from jiceng.assistance.models import Plan, PlanStep, UrgentNeed
from jiceng.dispatch.choices import Judgement
from jiceng.dispatch.models import Charge, Reply, Seat
from jiceng.regions.models import Region

TASKS_SHOWN, MEETINGS_SHOWN = 6, 3
# What is counted: label, name of the list and its filter, whether it calls for attention.
COUNTED = {
    "steps": ("援助措施本周到期", "plan-steps", "due=week", False),
    "reviews": ("援助计划应复核", "plans", "due=overdue", True),
    "urgent": ("急需就业待安置", "urgent", "", True),
    "late": ("下级交办任务逾期", "tasks", "state=overdue", True),
    "to_judge": ("交办任务待验收", "tasks", "state=replied", False),
}


class Heap(NamedTuple):
    """So many of a kind, and the list that shows them."""

    label: str
    count: int
    list_name: str
    filters: str
    is_pressing: bool


class Awaiting(NamedTuple):
    """Tasks to be answered by the office itself, meetings it is called to, and heaps of its region."""

    tasks: list[Any]
    meetings: list[Seat]
    heaps: list[Heap]


def awaiting(region: Region, today: dt.date) -> Awaiting:
    """What awaits the office of a region; the caller has checked the right to it."""
    charges = Charge.objects.pending().filter(path=region.path).order_by("due_on", "pk")[:TASKS_SHOWN]
    seats = Seat.objects.filter(path=region.path, on__gte=today).order_by("on", "pk")[:MEETINGS_SHOWN]
    tasks = list(charges)
    for task in tasks:
        task.days_left = (task.due_on - today).days
        task.days_late = -task.days_left
    return Awaiting(tasks, list(seats), _heaps(region, today))


def _heaps(region: Region, today: dt.date) -> list[Heap]:
    below = Charge.objects.within(region.path).exclude(path=region.path)
    rows = {
        "steps": PlanStep.objects.filter(done_on=None, plan__stop=None, planned_on__lte=due_by(WEEK, today)),
        "reviews": Plan.objects.with_review().filter(stop=None, review_due__lte=today),
        "urgent": UrgentNeed.objects.with_end().filter(ends=None),
    }
    if not region.is_community:
        rows |= {
            "late": below.pending().filter(due_on__lt=today),
            "to_judge": Reply.objects.exclude(path=region.path).exclude(judgement__in=Judgement.values),
        }
    first, *rest = (_counted(code, each.within(region.path)) for code, each in rows.items())
    counts = dict(first.union(*rest, all=True).values_list("code", "n"))
    return [Heap(label, counts[code], *how) for code, (label, *how) in COUNTED.items() if counts.get(code)]


def _counted(code: str, rows: Any) -> Any:
    named = rows.order_by().annotate(code=Value(code, CharField()))
    return named.values("code").annotate(n=Count("pk"))
