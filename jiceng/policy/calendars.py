"""The holiday table as a calendar of working days, with a warning for years that it does not know."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.models import Holiday
from jiceng.core.pages import page
from jiceng.core.workdays import HolidayTable, is_working_day, known_years
from jiceng.policy.holidays import (
    HolidayForm,
    may_set_working_days,
    require_to_set_working_days,
    set_working_days,
)

WEEKDAYS = "一二三四五六日"
FIRST_YEAR, LAST_YEAR = 2000, 2100
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `kind` is working, weekend, holiday (a weekday off) or made_up (worked)."""

    day: dt.date
    kind: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def holidays(request: AccountRequest) -> HttpResponse:
    """The working days of a year; an administrator enters the notice of a new one."""
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require_to_set_working_days(request.actor)
        if form.is_valid():
            entered = form.cleaned_data
            set_working_days(actor=request.actor, **entered)
            messages.success(request, "节假日安排已更新")
            return redirect(f"{reverse('holidays')}?year={entered['first'].year}")
    rows = {row.day: row for row in Holiday.objects.all()}
    table = {day: row.is_working for day, row in rows.items()}
    year = _year(request.GET.get("year", ""), request.today)
    known = known_years(table)
    context = {
        "title": f"{year}年工作日",
        "year": year,
        "is_known": year in known,
        "unknown_next": [each for each in (request.today.year, request.today.year + 1) if each not in known],
        "years": sorted({*known, request.today.year, request.today.year + 1, year}, reverse=True),
        "months": [_month(year, month, table) for month in range(1, 13)],
        "weekdays": WEEKDAYS,
        "changed": [_changed(rows[day]) for day in sorted(rows) if day.year == year],
        "form": form if may_set_working_days(request.actor) else None,
    }
    return page(request, "policy/holidays.html", context, status=UNPROCESSABLE if form.errors else 200)


def _year(text: str, today: dt.date) -> int:
    if text.isdecimal() and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return int(text[:4])
    return today.year


def _month(year: int, month: int, table: HolidayTable) -> dict[str, Any]:
    weeks = [
        [Day(day, _kind(day, table)) if day.month == month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    working = sum(1 for week in weeks for each in week if each and each.kind in ("working", "made_up"))
    return {"number": month, "weeks": weeks, "working": working}


def _kind(day: dt.date, table: HolidayTable) -> str:
    is_weekday = is_working_day(day, {})
    if is_working_day(day, table):
        return "working" if is_weekday else "made_up"
    return "holiday" if is_weekday else "weekend"


def _changed(row: Holiday) -> dict[str, Any]:
    return {
        "day": row.day,
        "weekday": WEEKDAYS[row.day.weekday()],
        "is_working": row.is_working,
        "name": row.name,
    }
