"""Why a number changed: the people who came in and went out, from a cell of a report or a population."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.scope import in_scope
from jiceng.core.spans import ONE_DAY, Period, holding, parse_period
from jiceng.policy.force import in_force
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.regions.models import Region
from jiceng.reporting.rules import columns_of
from jiceng.reporting.services.changing import (
    CAME,
    Changes,
    Moved,
    NotComparable,
    population_changes,
    report_changes,
)
from jiceng.reporting.services.opening import NoSuchCell, counted_row
from jiceng.reporting.services.redefined import of_population, of_report
from jiceng.reporting.services.reports import form_for
from jiceng.reporting.views.asked import Asked, about_a_report, is_live, log_people, page_number

EARLIER = 8  # periods that are offered for comparison


@require_safe
@about_a_report
def report_changes_page(asked: Asked, row: str, column: str) -> HttpResponse:
    """A counted cell beside that of an earlier period, by default the one before."""
    form = form_for(asked.region, asked.code, asked.period, asked.request.today)
    try:
        wanted = counted_row(form, row)
    except NoSuchCell as missing:
        raise Http404 from missing
    if column not in columns_of(form, wanted):
        raise Http404
    then, live = _earlier(asked), is_live(asked.request)
    try:
        found = report_changes(
            **asked.call, row=row, column=column, then=then, live=live, page=page_number(asked.request)
        )
    except NotComparable as refused:
        raise Http404 from refused
    offered = _offered(asked.period)
    named = next(c.label for c in form.column if c.code == column)
    label = wanted.label.removeprefix("其中：") + (f"·{named}" if len(form.column) > 1 else "")
    context = {
        "title": f"为什么变：{label}",
        "trail": f"{form.label} {asked.region.name} {asked.period.label}",
        "back": asked.url("report-cell", row, column),
        "periods": offered,
        "then": then.code,
        "query": urlencode({"with": then.code} | ({"live": 1} if live else {})) + "&",
        "is_live": live,
        "redefined": of_report(asked.region, asked.code, Period(then.last + ONE_DAY, asked.period.last), row),
    }
    return _answer(asked.request, asked.region, found, context)


@require_safe
@needs(Action.VIEW)
def population_changes_page(request: AccountRequest, code: str) -> HttpResponse:
    """A population on one day beside another day; by default today and the end of the last month."""
    region = _region(request)
    now = min(_day(request, "to") or request.today, request.today)
    then = _day(request, "from") or holding(now, "month").first - ONE_DAY
    if then > now:
        then, now = now, then
    try:
        label = _label(region, code, now)
        found = population_changes(
            actor=request.actor, region=region, name=code, then=then, now=now, page=page_number(request)
        )
    except UnknownName as missing:
        raise Http404 from missing
    asked = {"region": region.code, "from": then.isoformat(), "to": now.isoformat()}
    context = {
        "title": f"为什么变：{label}",
        "trail": f"工作台 {region.name}",
        "back": f"{reverse('home')}?region={region.code}",
        "first": then,
        "last": now,
        "region": region,
        "query": urlencode(asked) + "&",
        "redefined": of_population(region, code, then, now),
    }
    return _answer(request, region, found, context)


def _answer(request: AccountRequest, region: Region, found: Changes, more: dict[str, Any]) -> HttpResponse:
    log_people(request, region, [moved.person for moved in found.shown])
    context = {
        "found": found,
        "unit": "人" if found.subject == "resident" else "户" if found.subject == "household" else "个",
        "subject": SUBJECTS[found.subject].label,
        "lines": [_line(moved) for moved in found.shown],
        **more,
    }
    return page(request, "reporting/changes.html", context, fragment="reporting/changes_list.html")


def _line(moved: Moved) -> dict[str, Any]:
    return {
        "person": moved.person,
        "came": moved.change == CAME,
        "reasons": [
            f"{turn.text}{f'（{turn.day:%Y-%m-%d}）' if turn.day else ''}"
            f"{f'（{turn.detail}）' if turn.detail else ''}"
            for turn in moved.reasons
        ],
    }


def _label(region: Region, code: str, day: dt.date) -> str:
    s = in_force(region, day).population(code)
    label: str = getattr(s, "label", "") or getattr(getattr(s, "of", None), "label", "") or code
    return label


def _region(request: AccountRequest) -> Region:
    code = request.GET.get("region", "")
    own = request.post.office.region
    if not code or code == own.code:
        return own
    found = in_scope(Region.objects.all()).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _day(request: AccountRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _offered(period: Period) -> list[Period]:
    found = [period.before()]
    while len(found) < EARLIER:
        found.append(found[-1].before())
    return found


def _earlier(asked: Asked) -> Period:
    """The period that the address asks to compare with; the one before for anything that is none."""
    try:
        wanted = parse_period(asked.request.GET.get("with", ""))
    except ValueError:
        return asked.period.before()
    is_earlier = wanted.kind == asked.period.kind and wanted.first < asked.period.first
    return wanted if is_earlier else asked.period.before()
