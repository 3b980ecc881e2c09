"""Regions change their parent, and merge: what is open moves, what is past stays with the old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from jiceng.regions.models import FormerPath, Region
from jiceng.regions.rules import free_path, path_like
from jiceng.regions.services.acting import Actor, Change, ReorganisationRefused, taken_below
from jiceng.regions.services.opening import require_lower


def change_parent(
    *, actor: Actor, region: Region, parent: Region, on: dt.date, reason: str, today: dt.date
) -> Region:
    """Move a region with all below it under another parent; the paths change, the regions stay the same."""
    change = Change(actor, on, reason, today)
    with change.of(region, parent):
        require_lower(region.level, parent)
        if region.parent_id == parent.pk:
            raise ReorganisationRefused(f"{region.name}已经隶属于{parent.name}")
        _relocate(region, parent, change)
        change.done("moved", region)
    return region


def merge_regions(
    *, actor: Actor, into: Region, from_: Sequence[Region], on: dt.date, reason: str, today: dt.date
) -> Region:
    """Merge regions of one level into another: they close with a successor, what is below them moves.

    The moved regions keep their identity and code. Closed periods and frozen figures stay with the old.
    """
    change = Change(actor, on, reason, today)
    with change.of(into, *from_):
        if not from_ or any(region.level != into.level for region in from_):
            raise ReorganisationRefused("只能合并同一级别的区划")
        if len({region.pk for region in (into, *from_)}) <= len(from_):
            raise ReorganisationRefused("区划不能并入自身，也不能重复选择")
        for region in from_:
            for child in Region.objects.filter(parent=region).existing_on(on).order_by("path"):
                _relocate(child, into, change)
            region.closed_on, region.successor = on, into
            region.save(update_fields=["closed_on", "successor"])
            change.path_changed(region, into=into, old_path=region.path, new_path=into.path)
            change.done("merged", region)
    return into


def _relocate(region: Region, parent: Region, change: Change) -> None:
    """Put a region with all that stands below it under another parent. Closed parts keep their paths."""
    old = region.path
    wished = path_like(old, parent.path, region.level)
    new = free_path(parent.path, region.level, wished=wished, taken=taken_below(parent.path))
    moving = Region.objects.within(old).existing_on(change.on)
    FormerPath.objects.bulk_create(
        FormerPath(region_id=pk, path=path, until=change.on) for pk, path in moving.values_list("pk", "path")
    )
    moving.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    region.path, region.parent = new, parent
    region.save(update_fields=["parent"])
    change.path_changed(region, into=region, old_path=old, new_path=new)
