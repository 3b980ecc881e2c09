"""The change list of a quarter (BX 三(三)4): looked through by the community, and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.spans import Period, holding
from jiceng.employers.services import changed_employers
from jiceng.home.views.acts import done_or_told
from jiceng.regions.models import Region
from jiceng.residents.forms import CloseChangeListForm
from jiceng.residents.models import ChangeListClosure
from jiceng.residents.services import change_list

QUARTERS = 5
SHOWN = 50  # of each reason, above the community


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def change_list_page(request: AccountRequest) -> HttpResponse:
    """The list of a quarter; a community closes its own by POST once the quarter has ended."""
    region = _region(request)
    period = _period(request.GET.get("first", ""), request.today)
    closure = ChangeListClosure.objects.filter(region=region, first=period.first).first()
    data = request.POST if request.method == "POST" else None
    form = CloseChangeListForm(data, actor=request.actor, today=request.today, region=region, period=period)
    if request.method == "POST":
        request.actor.require(Action.WRITE, region.path)
        if done_or_told(form) is not None:
            messages.success(request, f"{period.label}变动清单已办结")
            return redirect(_address(region, period))
    employers = changed_employers(region, period)
    listed = change_list(actor=request.actor, region=region, period=period, today=request.today)
    context = {
        "title": "劳动力资源变动清单",
        "region": region,
        "period": period,
        "address": _address(region, period),
        "quarters": [(each, _address(region, each)) for each in _quarters(request.today)],
        "groups": _groups(listed, region),
        "employer_groups": _groups(employers, region),
        "count": len(listed) + len(employers),
        "closure": closure,
        "due": period.last + dt.timedelta(days=10),
        "has_ended": period.last < request.today,
        "may_close": region.is_community and request.actor.may(Action.WRITE, region.path),
        "form": form,
    }
    return page(request, "home/change_list.html", context, status=422 if data is not None else 200)


class _Group(NamedTuple):
    """The changes of one reason: how many, and those that are shown."""

    reason: str
    count: int
    rows: list[Any]


def _groups(listed: Iterable[Any], region: Region) -> list[_Group]:
    """A community goes through all of its list; a higher level sees the first of each reason."""
    groups = [(reason, list(rows)) for reason, rows in groupby(listed, key=lambda row: row.reason)]
    shown = None if region.is_community else SHOWN
    return [_Group(reason, len(rows), rows[:shown]) for reason, rows in groups]


def _region(request: AccountRequest) -> Region:
    own = request.post.office.region
    path = request.GET.get("path", own.path)
    return get_object_or_404(Region.objects.select_related("office").within(own.path), path=path)


def _period(first: str, today: dt.date) -> Period:
    """The quarter that begins on a day; by default the last one that has ended."""
    if not first:
        return holding(today, "quarter").before()
    try:
        period = holding(dt.date.fromisoformat(first), "quarter")
    except ValueError:
        raise Http404 from None
    if period.first > today:
        raise Http404
    return period


def _quarters(today: dt.date) -> list[Period]:
    found = [holding(today, "quarter")]
    while len(found) < QUARTERS:
        found.append(found[-1].before())
    return found


def _address(region: Region, period: Period) -> str:
    return f"{reverse('change-list')}?path={region.path}&first={period.first.isoformat()}"
