"""The demo's reports: the quarter before last is locked, the last one is under way with one returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from jiceng.accounts.actors import Actor
from jiceng.core.spans import Period, holding
from jiceng.demo.services.founding import CITY, STREETS
from jiceng.demo.services.officers import COUNTY
from jiceng.regions.models import Region
from jiceng.reporting.services.filing import accept, return_, submit

FORM = "bx-quarterly"
REASON = "从业人员与上期相差较大，请核对就业台账后重新上报"


def file_locked(working: Mapping[str, Actor], today: dt.date) -> None:
    """The quarter before the last: through all levels, and locked by the city."""
    period = holding(today, "quarter").before().before()
    _file_all(working, period, period.last + dt.timedelta(days=4))


def file_last(working: Mapping[str, Actor], today: dt.date) -> None:
    """The last quarter: one street is through, in the other a report was returned and one is missing."""
    period = holding(today, "quarter").before()
    _file_some(working, period, period.last + dt.timedelta(days=4))


def _communities(working: Mapping[str, Actor], street: str) -> list[Region]:
    below = Region.objects.communities().filter(parent__path=street).order_by("code")
    return [region for region in below if region.path in working]


def _file_all(working: Mapping[str, Actor], period: Period, on: dt.date) -> None:
    for street in STREETS:
        for region in _communities(working, street):
            _submit(working, region, period, on)
            accept(actor=working[street], region=region, code=FORM, period=period, today=on)
        region = Region.objects.get(path=street)
        _submit(working, region, period, on)
        accept(actor=working[COUNTY], region=region, code=FORM, period=period, today=on)
    county = Region.objects.get(path=COUNTY)
    _submit(working, county, period, on)
    accept(actor=working[CITY], region=county, code=FORM, period=period, today=on)


def _file_some(working: Mapping[str, Actor], period: Period, on: dt.date) -> None:
    """The first street is through; of the second one report was returned and one is missing."""
    first, second = STREETS
    for region in _communities(working, first):
        _submit(working, region, period, on)
        accept(actor=working[first], region=region, code=FORM, period=period, today=on)
    _submit(working, Region.objects.get(path=first), period, on)
    waiting = _communities(working, second)
    for region in waiting[:-1]:
        _submit(working, region, period, on)
    for region in waiting[1:-1]:
        accept(actor=working[second], region=region, code=FORM, period=period, today=on)
    return_(actor=working[second], region=waiting[0], code=FORM, period=period, reason=REASON, today=on)


def _submit(working: Mapping[str, Actor], region: Region, period: Period, on: dt.date) -> None:
    submit(actor=working[region.path], region=region, code=FORM, period=period, today=on)
