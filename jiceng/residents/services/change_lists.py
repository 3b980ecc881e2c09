"""The change list of a quarter (BX 三(三)4): what changed among the residents, worked through and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import ONE_DAY, Period
from jiceng.policy.figures import reading_all
from jiceng.policy.force import areas
from jiceng.policy.populations import FutureDay
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import EVENTS, Rows, Span, carrying
from jiceng.regions.models import Region
from jiceng.residents import rules
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import ChangeListClosure, Facts, Resident
from jiceng.residents.populations import located_residents

CLOSED = sentence("change_list_closed", "办结了劳动力资源变动清单")
GROWN_UP = 16
WORKING_AGE = "working_age"  # the category of a pack
# Events of the rooms above, by their words in the vocabulary: whoever had one is on the list.
HAPPENED = {"new_employment": "新就业", "registered": "新登记失业"}


class ClosingRefused(Refused):
    """A change list that cannot be closed."""


class Listed(NamedTuple):
    """A reason why a resident is on the change list: what happened, and when, if that is one day."""

    reason: str
    resident_id: int
    name: str
    on: dt.date | None


def change_list(*, actor: Actor, region: Region, period: Period, today: dt.date) -> list[Listed]:
    """Who has changed in a period in a region, up to today: by reason in order, then by day and name.

    People who have moved away since are on it too, as figures count them. Raises NotAllowed, FutureDay.
    """
    actor.require(Action.VIEW, region.path)
    if period.first > today:
        raise FutureDay(f"{period.label}尚未开始")
    span = Span(period.first, min(period.last, today))
    with reading_all():
        found = [
            (order, reason, pk, on)
            for order, (reason, people) in enumerate(_changes(region, span))
            for pk, on in people.items()
        ]
        names = dict(Resident.every.filter(pk__in={pk for _, _, pk, _ in found}).values_list("pk", "name"))
    listed = [(order, Listed(reason, pk, names[pk], on)) for order, reason, pk, on in found]
    listed.sort(key=lambda row: (row[0], row[1].on or span.first, row[1].name, row[1].resident_id))
    return [each for _, each in listed]


def close_change_list(
    *, actor: Actor, region: Region, period: Period, on: dt.date, today: dt.date
) -> Act[ChangeListClosure]:
    """Close the list of a quarter that has ended: the proof of the quarterly update.

    Raises NotAllowed, ClosingRefused, also when it has been closed.
    """
    actor.require(Action.WRITE, region.path)
    refuse(mistakes(on=rules.wrong_closing(period, on, today=today)), ClosingRefused)
    if not region.is_community:
        raise ClosingRefused(f"{region.name}不是社区")
    with acting(actor, today) as work:
        closure = ChangeListClosure(
            region=region, path=region.path, first=period.first, last=period.last, closed_on=on
        )
        return work.done(CLOSED, work.create(closure), period=period.code)


People = Mapping[int, dt.date | None]


def _changes(region: Region, span: Span) -> Iterator[tuple[str, People]]:
    for word, reason in HAPPENED.items():
        if word in EVENTS:
            yield reason, _with_event(word, region, span)
    yield "迁入", _versions_that(_begun_by_move(), "start", region, span)
    yield "迁出", _versions_that(_ended_by_move(), "stop", region, span)
    died = Q(departure=DepartureKind.DIED)
    yield "死亡", _versions_that(died, "stop", region, span)
    yield "迁离", _versions_that(Q(left=True) & ~died, "stop", region, span)
    yield f"年满{GROWN_UP}周岁", _turned(GROWN_UP, region, span)
    yield "达到退休年龄", _past_working_age(region, span)


def _within(region: Region) -> Q:
    if region.is_community:
        return Q(region=region)
    return Q(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS)


def _with_event(word: str, region: Region, span: Span) -> People:
    """Who had an event in the span and lives here on its last day, or did when leaving: the first of them."""
    here = located_residents(span, True).filter(_within(region), resident=OuterRef("subject_id"))
    rows = EVENTS[word].fn().filter(Exists(here), day__gte=span.first, day__lte=span.last)
    return dict(rows.order_by("-day").values_list(F("subject_id"), "day"))


def _begun_by_move() -> Q:
    before = Facts.objects.filter(resident=OuterRef("resident"), stop=OuterRef("start"))
    # Whose community was merged into this one has not moved.
    elsewhere = before.exclude(region=OuterRef("region")).exclude(region__successor=OuterRef("region"))
    return Q(Exists(elsewhere))


def _ended_by_move() -> Q:
    after = Facts.objects.filter(resident=OuterRef("resident"), start=OuterRef("stop"))
    elsewhere = after.exclude(region=OuterRef("region")).exclude(region__predecessors=OuterRef("region"))
    return Q(Exists(elsewhere))


def _versions_that(where: Q, day: str, region: Region, span: Span) -> People:
    rows = Facts.objects.filter(_within(region), where)
    rows = rows.filter(**{f"{day}__gte": span.first, f"{day}__lte": span.last})
    return dict(rows.order_by(day).values_list("resident_id", day))


def _turned(age: int, region: Region, span: Span) -> People:
    years = {span.first.year - age, span.last.year - age}
    born = located_residents(Span.on(span.last)).filter(_within(region), resident__birth__year__in=years)
    days = {pk: rules.birthday(birth, age) for pk, birth in _births(born)}
    return {pk: on for pk, on in days.items() if span.first <= on <= span.last}


def _past_working_age(region: Region, span: Span) -> People:
    """Who was of working age on the eve of the span by the pack in force, and on its last day is not."""
    found: dict[int, dt.date | None] = {}
    for area in areas(region, span.last):
        try:
            working_age = area.policy.population(WORKING_AGE)
        except UnknownName:
            continue
        on_last, on_eve = Span.on(span.last), Span.on(span.first - ONE_DAY)
        here = carrying(area.cut(located_residents(on_last)), on_last)
        past = here.filter(~working_age.q(), resident__birth__lte=_years_before(span.first, GROWN_UP))
        ids = dict(_births(past))
        then = carrying(located_residents(on_eve), on_eve).filter(working_age.q(), resident__in=ids)
        for pk in then.values_list("resident_id", flat=True):
            on = rules.birthday(ids[pk], rules.age_on(ids[pk], span.last))
            found[pk] = on if span.first <= on else None
    return found


def _births(rows: Rows) -> Iterator[tuple[int, dt.date]]:
    yield from rows.values_list("resident_id", "resident__birth")


def _years_before(day: dt.date, years: int) -> dt.date:
    """A day before which everybody born is older than so many years, give or take a leap day."""
    return dt.date(day.year - years, day.month, 1)
