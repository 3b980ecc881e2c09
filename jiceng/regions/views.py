"""The region tree, to look through and, for administrators, to change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from jiceng.core import scope
from jiceng.core.ledgers import VIEW
from jiceng.core.pages import PageRequest, page
from jiceng.regions import forms
from jiceng.regions.models import Level, Region
from jiceng.regions.rules import LEVELS, InvalidCode, PathsExhausted
from jiceng.regions.services import ReorganisationRefused
from jiceng.regions.services.acting import ORGANISE

UNPROCESSABLE = 422
# What an administrator may do to a region, by its name in addresses: the form, its title, what then is said.
CHANGES: dict[str, tuple[type[Any], str, str]] = {
    "office": (forms.OfficeForm, "机构地址和电话", "已更新机构的地址和电话"),
    "open": (forms.OpenForm, "设立下级区划", "已设立"),
    "rename": (forms.RenameForm, "变更名称", "已变更名称"),
    "close": (forms.CloseForm, "撤销区划", "已撤销"),
}


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
            "may_organise": request.actor.may(ORGANISE, region.path),
            "may_open": region.level < Level.COMMUNITY,
        }
    return page(request, "regions/tree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PageRequest, code: str, act: str) -> HttpResponse:
    """Open a region below, rename or close this one, or say where its office is found."""
    region = get_object_or_404(scope.in_scope(Region.objects.select_related("office")), code=code)
    if act not in CHANGES:
        raise Http404
    request.actor.require(ORGANISE, region.path)
    kind, title, done = CHANGES[act]
    form = kind(request.POST if request.method == "POST" else None, region=region, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            changed = form.save(request.actor)
        except (ReorganisationRefused, InvalidCode, PathsExhausted) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{changed.name}：{done}")
            return redirect("region", code=changed.code)
    context = {"title": f"{title}：{region.name}", "region": region, "form": form, "heading": title}
    return page(request, "regions/change.html", context, status=UNPROCESSABLE if form.errors else 200)


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
