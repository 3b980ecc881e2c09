"""The counties of a city by a chosen figure: a sketch map and its table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.services.sketch import County, Sketch, sketch
from jiceng.home.views.front import region_asked
from jiceng.home.views.trends import SOURCES
from jiceng.reporting.rules import TOTAL
from jiceng.reporting.views.tables import shown


@require_safe
@needs(Action.VIEW)
def sketch_page(request: AccountRequest) -> HttpResponse:
    """`figure` chooses the row, `closed=1` the last closed quarter; only a city has a map."""
    region = region_asked(request)
    is_closed = request.GET.get("closed") == "1"
    found = sketch(
        actor=request.actor,
        region=region,
        code=request.GET.get("figure", ""),
        is_closed=is_closed,
        today=request.today,
    )
    if found is None:
        raise Http404
    context = {
        "title": f"各县区：{region.name}",
        "region": region,
        "found": found,
        "is_closed": is_closed,
        "lines": [_line(found, county) for county in found.counties],
    }
    return page(request, "home/sketch.html", context, fragment="home/sketch_body.html")


def _line(found: Sketch, county: County) -> dict[str, Any]:
    cell = [found.form.code, county.region.code, found.point.period.code, found.row.code, TOTAL]
    return {
        "county": county,
        "text": shown(county.value, found.row.digits),
        "source": SOURCES.get(county.source, "上报数"),
        "href": f"{reverse('home')}?region={county.region.code}",
        "cell": reverse("report-cell", args=cell) if county.value is not None else "",
    }
