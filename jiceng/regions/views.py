"""The region tree, to look through: every region with its office and what lies below."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jiceng.core import scope
from jiceng.core.ledgers import VIEW
from jiceng.core.pages import PageRequest, page
from jiceng.regions.models import Region
from jiceng.regions.rules import LEVELS


@require_safe
def tree(request: PageRequest, code: str = "") -> HttpResponse:
    """A region of the officer's range, by default the highest: where it belongs, and what lies below."""
    request.actor.require(VIEW)
    regions = scope.in_scope(Region.objects.select_related("office", "successor"))
    region = get_object_or_404(regions, code=code) if code else regions.order_by("path").first()
    context: dict[str, Any] = {"title": "行政区划", "region": region}
    if region is not None:
        context |= {
            "title": region.name,
            "trail": _above(region),
            "children": _below(region, request.today),
            "predecessors": list(region.predecessors.order_by("path")),
            "is_closed": not _exists(region, request.today),
        }
    return page(request, "regions/tree.html", context)


def _above(region: Region) -> list[Region]:
    above = [region.path[:length] for length in LEVELS if length < len(region.path)]
    return list(scope.in_scope(Region.objects.filter(path__in=above)).order_by("path"))


def _below(region: Region, today: dt.date) -> list[Any]:
    """The children, those that exist first; each with how many exist below it."""
    existing = Q(children__closed_on=None) | Q(children__closed_on__gt=today)
    rows = region.children.select_related("office", "successor").order_by("path")
    children = list(rows.annotate(below=Count("children", filter=existing)))
    for child in children:
        child.is_closed = not _exists(child, today)  # type: ignore[attr-defined]
    return sorted(children, key=lambda child: child.is_closed)  # type: ignore[attr-defined]


def _exists(region: Region, today: dt.date) -> bool:
    return region.closed_on is None or region.closed_on > today
