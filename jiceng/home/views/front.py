"""The first page of an officer: what is owed, how offices keep up, and the figures of today."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.services.awaiting import awaiting
from jiceng.home.services.desk import WHENS
from jiceng.home.services.glance import glance
from jiceng.home.services.notices import notices
from jiceng.home.views.first_day import steps_to_show
from jiceng.regions.models import Level, Region


@require_safe
@needs(Action.VIEW)
def home(request: AccountRequest) -> HttpResponse:
    """The office of the post, or one below it by `?region=CODE`."""
    region = region_asked(request)
    found = glance(region, request.today, timezone.now())
    context: dict[str, Any] = {
        "title": "工作台",
        "region": region,
        "has_sketch": region.level == Level.CITY,
        "is_own": region.pk == request.post.office.region_id,
        "blocks": [
            {"when": when, "label": WHENS[when], "piles": each, "count": sum(pile.count for pile in each)}
            for when, each in found.piles.items()
        ],
        "next": found.next,
        "awaiting": awaiting(region, request.today),
        "figures": found.figures,
        "quarter": found.quarter,
        "closed": found.closed,
        "children": found.children,
        "counted_at": found.counted_at,
        "first_day": steps_to_show(request) if region.pk == request.post.office.region_id else [],
        "notices": notices(request.actor, request.today),
    }
    return page(request, "home/home.html", context)


def region_asked(request: AccountRequest) -> Region:
    """The region of the post, or the one asked for when it lies below; 404 else."""
    code = request.GET.get("region", "")
    own = request.post.office.region
    if not code or code == own.code:
        return own
    return get_object_or_404(Region.objects.select_related("office").within(own.path), code=code)
