"""What the accounts do when the region tree changes: keep the log, and let posts follow a merger."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from jiceng.accounts import audit
from jiceng.accounts.actors import Actor
from jiceng.accounts.models import Post
from jiceng.regions.models import Office, Region

LOADED = audit.sentence("regions_loaded", "加载了国家公布的区划")
ACTS = {
    "opened": audit.sentence("region_opened", "设立了区划"),
    "renamed": audit.sentence("region_renamed", "变更了区划名称"),
    "closed": audit.sentence("region_closed", "撤销了区划"),
    "moved": audit.sentence("region_moved", "变更了区划的隶属关系"),
    "merged": audit.sentence("region_merged", "合并了区划"),
    "office": audit.sentence("office_amended", "更正了机构的地址或电话"),
}


def log_loading(sender: Any, *, regions: list[Region], actor: Actor, **kwargs: Any) -> None:
    """Record the loading of a tree, at the top of it."""
    if regions:
        audit.record(actor, LOADED, path=regions[0].path, subject=regions[0], regions=len(regions))


def log_act(
    sender: Any, *, act: str, region: Region, on: dt.date, reason: str, actor: Actor, **kwargs: Any
) -> None:
    """Record one act of reorganisation."""
    audit.record(
        actor, ACTS[act], path=region.path, subject=region, reason=reason, on=on.isoformat(), name=region.name
    )


def move_posts(sender: Any, *, region: Region, into: Region, on: dt.date, **kwargs: Any) -> None:
    """Officers of a merged region serve in the office of its successor from that day on."""
    if region == into:
        return
    successor = Office.objects.get(region=into)
    held = Post.objects.filter(Q(stop=None) | Q(stop__gt=on), office__region=region).order_by("pk")
    for post in held.select_for_update():
        _move(post, successor, on)


def _move(post: Post, office: Office, on: dt.date) -> None:
    start, stop = max(post.start, on), post.stop
    if post.start < on:
        post.stop = on
        post.save(update_fields=["stop"])
    else:
        post.delete()  # it would have begun in an office that is no more
    same = Post.objects.filter(user=post.user, office=office, role=post.role)
    overlapping = same.filter(Q(stop=None) | Q(stop__gt=start))
    if stop is not None:
        overlapping = overlapping.filter(start__lt=stop)
    if not overlapping.exists():
        Post.objects.create(user=post.user, office=office, role=post.role, start=start, stop=stop)
