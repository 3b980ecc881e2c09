"""Regions open, are renamed, and close when nothing is left in them."""

from __future__ import annotations

import datetime as dt

from jiceng.regions import signals
from jiceng.regions.models import Level, Office, Region
from jiceng.regions.rules import LOCAL, free_path, level_of, office_name, parse_code, path_like
from jiceng.regions.services.acting import Actor, Change, ReorganisationRefused, taken_below

NAME_LENGTH = 60


def open_region(
    *,
    actor: Actor,
    name: str,
    level: int,
    parent: Region,
    on: dt.date,
    reason: str,
    today: dt.date,
    code: str | None = None,
) -> Region:
    """Open a region below a parent, with its office; without an official code it gets a local one."""
    change = Change(actor, on, reason, today)
    with change.of(parent):
        require_lower(level, parent)
        full = _new_code(level, code)
        wished = "" if full.startswith(LOCAL) else path_like(full, parent.path, level)
        path = free_path(parent.path, level, wished=wished, taken=taken_below(parent.path))
        region = Region.objects.create(
            code=full, path=path, parent=parent, level=level, name=_usable(name), opened_on=on
        )
        Office.objects.create(region=region, name=office_name(level, region.name, parent.name))
        change.done("opened", region)
    return region


def rename_region(
    *, actor: Actor, region: Region, name: str, on: dt.date, reason: str, today: dt.date
) -> Region:
    """Give a region another name, and its office the name prescribed for it. Frozen figures keep the old."""
    change = Change(actor, on, reason, today)
    with change.of(region):
        region.name = _usable(name)
        region.save(update_fields=["name"])
        above = region.parent.name if region.parent else ""
        Office.objects.filter(region=region).update(name=office_name(region.level, region.name, above))
        change.done("renamed", region)
    return region


def close_region(*, actor: Actor, region: Region, on: dt.date, reason: str, today: dt.date) -> Region:
    """Close a region that holds nothing any more; one that does is merged into another instead."""
    change = Change(actor, on, reason, today)
    with change.of(region):
        if Region.objects.filter(parent=region).existing_on(on).exists():
            raise ReorganisationRefused(f"{region.name}还有下级区划，不能撤销")
        signals.region_closing.send(sender=Region, region=region, on=on, actor=actor, today=today)
        region.closed_on = on
        region.save(update_fields=["closed_on"])
        change.done("closed", region)
    return region


def require_lower(level: int, parent: Region) -> None:
    """Refuse a region that would not stand below its parent."""
    if level not in Level.values or level <= parent.level:
        raise ReorganisationRefused(f"{parent.name}之下不能设置该级别的区划")


def _usable(name: str) -> str:
    stripped = name.strip()
    if not 0 < len(stripped) <= NAME_LENGTH:
        raise ReorganisationRefused(f"名称应为1至{NAME_LENGTH}个字")
    return stripped


def _new_code(level: int, code: str | None) -> str:
    """The code of a region to be opened: the official one given, or the next local one."""
    if code is None:
        last = Region.objects.filter(code__prefix=LOCAL).order_by("-code").first()
        number = int(last.code.removeprefix(LOCAL)) + 1 if last else 1
        return f"{LOCAL}{number:011d}"
    full = parse_code(code)
    if not full.startswith(LOCAL) and level_of(full) != level:
        raise ReorganisationRefused(f"区划代码 {full} 与级别不符")
    if Region.objects.filter(code=full).exists():
        raise ReorganisationRefused(f"区划代码 {full} 已存在")
    return full
