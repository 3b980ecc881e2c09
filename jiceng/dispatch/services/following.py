"""What tasks and meetings do when they are voided, and when the region tree changes."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Work
from jiceng.core.models import RegisterRow
from jiceng.core.registers import relocate_all
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.dispatch.models import Attachment, Charge, Meeting, Reply, Seat, Task
from jiceng.regions.models import Region

REGISTERS: tuple[type[RegisterRow], ...] = (Attachment, Task, Charge, Reply, Meeting, Seat)


def task_voided(sender: Any, *, row: Task, work: Work, **kwargs: Any) -> None:
    """A task that is withdrawn goes with its charges and their replies."""
    for model, of_task in ((Reply, {"charge__task": row}), (Charge, {"task": row})):
        for each in model.objects.filter(**of_task).select_for_update(of=("self",)):
            work.void(each, row.void_reason)


def meeting_voided(sender: Any, *, row: Meeting, work: Work, **kwargs: Any) -> None:
    """A meeting that is called off goes with its notices."""
    for seat in Seat.objects.filter(meeting=row).select_for_update(of=("self",)):
        work.void(seat, row.void_reason)


def region_path_changed(
    sender: Any, *, region: Region, into: Region, old_path: str, actor: Actor, **kwargs: Any
) -> None:
    """Tasks and meetings lie where their office lies now, or with its successor, which goes on with them."""
    for model in REGISTERS:
        if region != into:
            relocate_all(model.every.filter(region=region), by=actor.user, region=into, path=into.path)
            continue
        inside = model.every.within(old_path).filter(
            region__path__gte=region.path, region__path__lt=region.path + AFTER_ALL_PATHS
        )
        now = Region.objects.filter(pk=OuterRef("region")).values("path")
        relocate_all(inside, by=actor.user, path=Subquery(now))
