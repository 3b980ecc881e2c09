"""The packs in force, in words, and the working days that time limits are counted in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.pages import page
from jiceng.policy.explaining import KIND_WORDS, article_of, explained
from jiceng.policy.force import Origin, Policy, areas, in_force
from jiceng.policy.history import ENDED, FUTURE, SUPERSEDED, WITHDRAWN, PassedOver, passed_over
from jiceng.policy.schema import KINDS
from jiceng.regions.models import Region

PASSED_WORDS = {FUTURE: "尚未施行", ENDED: "已到期", WITHDRAWN: "已废止", SUPERSEDED: "已被取代"}


@dataclass(frozen=True)
class Line:
    """An entry in force as the page shows it; `where` and `on` lead to its definition."""

    origin: Origin
    article: str
    until: dt.date | None


@require_safe
@needs(Action.VIEW)
def packs(request: AccountRequest) -> HttpResponse:
    """The entries in force for a region on a day, by kind, and the documents they come from."""
    region, day = _asked_for(request)
    policy = in_force(region, day)
    here = [area.region for area in areas(region, day)]
    context = {
        "title": "政策依据",
        "region": region,
        "day": day,
        "documents": _documents(policy),
        "groups": list(_groups(policy)),
        "elsewhere": [each for each in here if each.pk != region.pk],
        "passed_over": [_passed(each) for each in passed_over(region, day)],
        "may_enact": request.actor.may(Action.ORGANISE, region.path),
    }
    return page(request, "policy/packs.html", context)


@require_safe
@needs(Action.VIEW)
def entry(request: AccountRequest) -> HttpResponse:
    """One entry: what it says, and where it comes from."""
    region, day = _asked_for(request)
    policy = in_force(region, day)
    kind, code = request.GET.get("kind", ""), request.GET.get("code", "")
    origin = policy.origins.get((kind, code))
    if origin is None:
        raise Http404
    context = {
        "title": origin.entry.label,
        "kind": KIND_WORDS[kind],
        "origin": origin,
        "article": article_of(origin),
        "clauses": explained(origin, policy),
        "region": region,
        "day": day,
    }
    return page(request, "policy/entry.html", context, fragment="policy/entry_body.html")


def _asked_for(request: AccountRequest) -> tuple[Region, dt.date]:
    """The region and day of the address, by default the officer's own and today; 404 for others."""
    code, text = request.GET.get("region", ""), request.GET.get("on", "")
    region = request.post.office.region
    if code:
        region = get_object_or_404(scope.in_scope(Region.objects.all()), code=code)
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return region, day or request.today


def _passed(each: PassedOver) -> dict[str, Any]:
    return {
        "kind": KIND_WORDS[each.origin.kind],
        "origin": each.origin,
        "article": article_of(each.origin),
        "state": PASSED_WORDS[each.state],
        "by": article_of(each.by) if each.by and each.state in (SUPERSEDED, WITHDRAWN) else "",
    }


def _documents(policy: Policy) -> list[Any]:
    """The enactments behind the entries, the nearest first."""
    found = {origin.enactment.pk: origin.enactment for origin in policy.origins.values()}
    return sorted(found.values(), key=lambda each: (-len(each.region.path), each.issued, each.pk))


def _groups(policy: Policy) -> Iterator[tuple[str, str, list[Line]]]:
    for kind in KINDS:
        origins = [origin for (each, _), origin in policy.origins.items() if each == kind]
        if origins:
            yield kind, KIND_WORDS[kind], [Line(o, article_of(o), o.entry.until) for o in origins]
