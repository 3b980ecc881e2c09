"""Duties are derived: who owed which proof by when, as known on a day. Only waivers are stored.

Identity of a duty: (duty, subject, since). Nothing is ticked off by hand: the record that proves it does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from jiceng.core.scope import current
from jiceng.core.spans import Period, holding
from jiceng.policy.force import Area
from jiceng.policy.given import Given
from jiceng.policy.models import Waiver
from jiceng.policy.owing import (
    Proof,
    owed_after_events,
    owed_in_period,
    proved,
    within,
    within_working_days,
)
from jiceng.policy.schema import Duty
from jiceng.policy.statements import Statement, attributes_of
from jiceng.policy.vocabulary import Span

STATUSES = ("open", "overdue", "done", "late", "missed", "waived")


@dataclass(frozen=True)
class Owed:
    """One duty of one subject. `recorded_late` marks a proof dated in time but entered after (补录)."""

    duty: str
    subject: str
    subject_id: int
    path: str
    since: dt.date
    due: dt.date
    status: str
    evidence: dt.date | None
    recorded_late: bool
    waiver: Waiver | None = field(default=None, compare=False)  # the latest, whatever its answer


@dataclass(frozen=True)
class Window:
    """Which duties are asked for: due days from `first` to `last`, seen on `on`."""

    first: dt.date
    last: dt.date
    on: dt.date

    def takes(self, since: dt.date, due: dt.date) -> bool:
        """Due in the span, or not yet due on the day."""
        return since <= self.on and (self.first <= due <= self.last or self.on <= due)


def derive(
    area: Area, duty: Duty, window: Window, *, counted_over: Span | None = None, unproved: bool = False
) -> list[Owed]:
    """The duties of one kind in an area, ordered by due day; or only those that nothing proves (`unproved`).

    With `counted_over` they belong to the people located here over that span, wherever they lived at the due
    day: a report counts a person in one community.
    """
    rows = _rows(area, duty, window, counted_over, unproved)
    found = [o for row in rows if (o := _settled(duty, window.on, row))]
    asked = [o for o in _with_waivers(found, duty, area, window.on) if _is_asked_for(o, duty, window)]
    return sorted(asked, key=lambda o: (o.due, o.since, o.subject_id))


def _rows(
    area: Area, duty: Duty, window: Window, counted_over: Span | None, unproved: bool
) -> list[tuple[Any, ...]]:
    """(subject id, path, since, due, ended, proved on, known on) of everything owed."""
    who = area.policy.build(duty.who, duty.subject)
    values = {**area.values, "on": window.on}
    if duty.every is None:
        assert duty.since
        asker = who if duty.who is not None else None
        of_events = owed_after_events(duty.since, _due(duty), duty.subject, asker, area.shape, current())
        parts = [of_events.given(values)]
    else:
        of_period = owed_in_period(duty.subject, who, area.shape, counted_over is not None, current())
        if counted_over is not None:
            values |= {"counted_first": counted_over.first, "counted_last": counted_over.last}
        parts = [of_period.given(values | days) for days in _days_of_periods(duty, window)]
    if not parts:
        return []
    ways = Proof(tuple(duty.evidence), duty.after, duty.final, unproved)
    return proved(Statement.joined(parts), ways, current()).given(values).fetch()


def _due(duty: Duty) -> str:
    if duty.within_working_days is not None:
        return within_working_days(duty.within_working_days)
    assert duty.within_days is not None
    return within(duty.within_days)


def _days_of_periods(duty: Duty, window: Window) -> Iterator[dict[str, dt.date]]:
    for period, due in periods_of(duty, window):
        at = min(period.last, window.on)
        yield {"since": period.first, "due": due, "at": at, "known": min(due, window.on)}


def periods_of(duty: Duty, window: Window) -> Iterator[tuple[Period, dt.date]]:
    """The periods of a recurring duty that are asked for, with their due days."""
    assert duty.every
    period = holding(min(window.first, window.on) - dt.timedelta(days=duty.due_days), duty.every)
    while period.first <= window.on:
        due = period.last + dt.timedelta(days=duty.due_days)
        if window.takes(period.first, due) and _in_season(period.last, duty.window):
            yield period, due
        period = period.after()


def _in_season(day: dt.date, season: tuple[str, str] | None) -> bool:
    if season is None:
        return True
    first, last = season
    mark = day.strftime("%m-%d")
    return first <= mark <= last if first <= last else mark >= first or mark <= last


def _settled(duty: Duty, on: dt.date, row: tuple[Any, ...]) -> Owed | None:
    """The status of one duty; None when it ended before it was due and so is not owed."""
    subject_id, path, since, due, ended, day, known_on = row
    over = ended is not None and ended <= on
    if day is None and over and ended <= due:
        return None
    recorded_late = day is not None and known_on > due >= day
    status = _status(duty, on, due, day, over)
    return Owed(duty.code, duty.subject, subject_id, path, since, due, status, day, recorded_late)


def _status(duty: Duty, on: dt.date, due: dt.date, day: dt.date | None, over: bool) -> str:
    if day is not None:
        return "done" if day <= due else "late"
    if over:
        return "missed"
    if on <= due:
        return "open"
    return "missed" if duty.final else "overdue"


def _is_asked_for(owed: Owed, duty: Duty, window: Window) -> bool:
    """Due in the span, open on the day, or older, of an event and overdue."""
    if window.first <= owed.due <= window.last or owed.status == "open":
        return True
    return duty.every is None and owed.status == "overdue" and owed.due < window.first


def _with_waivers(found: list[Owed], duty: Duty, area: Area, on: dt.date) -> list[Owed]:
    """What was asked of the level above for a duty; where agreed, it is waived or due on a later day."""
    if not found:
        return found
    asked = _waivers(area.only is not None)
    values = {"duty": duty.code, "subject": duty.subject, "only": area.only}
    by_subject: dict[int, list[Waiver]] = {}
    for waiver in asked.given(values).instances(Waiver):
        by_subject.setdefault(waiver.subject_id, []).append(waiver)
    return [_ruled(o, duty, on, by_subject[o.subject_id]) if o.subject_id in by_subject else o for o in found]


@cache
def _waivers(of_one: bool) -> Statement:
    """What was asked for a kind of duty, or for one subject of it, oldest first."""
    one = {"subject_id": Given("only")} if of_one else {}
    rows = Waiver.objects.filter(duty=Given("duty"), subject=Given("subject"), **one)
    return Statement.of(rows.order_by("asked_at", "pk").values_list(*attributes_of(Waiver)))


def _ruled(o: Owed, duty: Duty, on: dt.date, asked: list[Waiver]) -> Owed:
    here = [waiver for waiver in asked if waiver.start <= o.due <= waiver.last]
    if not here:
        return o
    o = replace(o, waiver=here[-1])
    agreed = [waiver.postponed_to for waiver in here if waiver.agreed_at is not None]
    if None in agreed:
        return replace(o, status="waived")
    due = max([o.due, *filter(None, agreed)])
    if due == o.due or duty.final:  # proof of a final one belongs to its period
        return o
    return replace(o, due=due, status=_status(duty, on, due, o.evidence, o.status == "missed"))
