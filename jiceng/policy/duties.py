"""Duties are derived: who owed which proof by when, as known on a day. Only waivers are stored.

Identity of a duty: (duty, subject, since). Nothing is ticked off by hand: the record that proves it does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, DateField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast

from jiceng.core.spans import Period, holding
from jiceng.policy.force import Area
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.policy.sets import Set
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import EVENTS, OUTER, SUBJECTS, Rows, Span, as_known, carrying

NO_DAY = Cast(Value(None), DateField())
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


@dataclass(frozen=True)
class Window:
    """Which duties are asked for: due days from `first` to `last`, seen on `on`."""

    first: dt.date
    last: dt.date
    on: dt.date

    def takes(self, since: dt.date, due: dt.date) -> bool:
        """Due in the span, or not yet due on the day."""
        return since <= self.on and (self.first <= due <= self.last or self.on <= due)


def derive(area: Area, duty: Duty, window: Window, *, counted_over: Span | None = None) -> list[Owed]:
    """The duties of one kind in an area, ordered by due day.

    With `counted_over` they belong to the people located here over that span, wherever they lived at the due
    day: a report counts a person in one community.
    """
    if duty.every:
        parts = list(_of_periods(area, duty, window, counted_over))
    else:
        parts = [_of_events(area, duty, window)]
    if not parts:
        return []
    owed = Statement.joined(parts).within("select * from ({}) o(id, path, since, due, at, ended)")
    found = [o for row in _proved(owed, duty, window.on).fetch() if (o := _settled(duty, window.on, row))]
    asked = [o for o in _with_waivers(found, duty) if _is_asked_for(o, duty, window)]
    return sorted(asked, key=lambda o: (o.due, o.since, o.subject_id))


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


def _of_periods(area: Area, duty: Duty, window: Window, counted_over: Span | None) -> Iterator[Statement]:
    who = area.policy.build(duty.who, duty.subject)
    for period, due in periods_of(duty, window):
        at = min(period.last, window.on)
        known = None if counted_over else min(due, window.on)  # a figure does not ask when a row was known
        span = Span(period.first, at, known)
        rows = _standing(area, duty.subject, who, span, counted_over)
        dates = {"since": period.first, "due": due, "at": at}
        values = {f"d_{name}": Value(day, DateField()) for name, day in dates.items()} | {"d_ended": NO_DAY}
        yield Statement.of(rows.order_by().annotate(**values).values_list(F("subject_id"), "path", *values))


def _standing(area: Area, subject_code: str, who: Set, span: Span, counted_over: Span | None) -> Rows:
    """Subjects of the area that are in place and in the set on the span's last day."""
    subject = SUBJECTS[subject_code]
    if counted_over is None:
        return area.cut(carrying(subject.located(span, False), span)).filter(who.q(span.known))
    there = carrying(subject.located(span, False), span).filter(
        who.q(span.known), subject_id=OuterRef("subject_id")
    )
    return area.cut(subject.located(counted_over, True)).filter(Exists(there))


def _of_events(area: Area, duty: Duty, window: Window) -> Statement:
    """All events up to the day: an old one may still be open or overdue."""
    assert duty.since and duty.within_days is not None
    rows = as_known(area.cut(EVENTS[duty.since].fn()).filter(day__lte=window.on), window.on)
    if duty.who is not None:
        rows = _who_then(rows, duty, area.policy.build(duty.who, duty.subject))
    ended = F("ended") if "ended" in rows.query.annotations else NO_DAY
    rows = rows.annotate(d_ended=ended, d_path=F("path"))
    inner = Statement.of(rows.order_by().values_list(F("subject_id"), "d_path", "day", "known_on", "d_ended"))
    days = int(duty.within_days)
    return inner.within(
        f"select id, path, since, since + {days}, since, ended"
        f" from ({{}}) e(id, path, since, known_on, ended)"
        f" where known_on <= since + {days}"
    )


def _who_then(rows: Rows, duty: Duty, who: Set) -> Rows:
    rows = rows.alias(span_first=F("day"), span_last=F("day"))
    there = SUBJECTS[duty.subject].located(Span.on(OuterRef("span_last")), False)
    there = carrying(there, OUTER).filter(who.q(), subject_id=OuterRef("subject_id"))
    return rows.filter(Exists(there))


def _proved(owed: Statement, duty: Duty, on: dt.date) -> Statement:
    """Each duty with the first day that proves it, and when the office knew that."""
    started = Statement.joined([*_start(duty), owed, Statement(") o")], "")
    limit = "p.due" if duty.final else "'infinity'::date"
    return Statement.joined(
        [
            Statement("select p.id, p.path, p.since, p.due, p.ended, e.day, e.known_on from ("),
            started,
            Statement(
                ") p left join lateral (select day, known_on from (select case when x.is_spell"
                " then greatest(x.day, p.start) else x.day end as day, x.known_on from ("
            ),
            Statement.joined(_proofs(code, on) for code in duty.evidence),
            Statement(
                f""") x(id, day, until, period, known_on, is_spell)
                where x.id = p.id and case when x.is_spell then x.until is null or x.until > p.start
                  when x.period is not null then x.period = p.since else x.day >= p.start end) y
                where day <= least({limit}, coalesce(p.ended, 'infinity'::date), %s::date)
                order by day, known_on limit 1) e on true""",
                (on,),
            ),
        ],
        "",
    )


def _start(duty: Duty) -> list[Statement]:
    """Proof counts from `since`, and not before the last occurrence of the event `after`."""
    if not duty.after:
        return [Statement("select o.*, o.since as start from (")]
    last = Statement.of(EVENTS[duty.after].fn().order_by().values_list(F("subject_id"), "day"))
    text = (
        "select o.*, greatest(o.since, (select max(a.day) from ({}) a(id, day)"
        " where a.id = o.id and a.day <= o.at)) as start from ("
    )
    return [last.within(text)]


def _proofs(code: str, on: dt.date) -> Statement:
    rows = as_known(EVENTS[code].fn(), on).order_by()
    have = rows.query.annotations
    rows = rows.annotate(
        p_until=F("until") if "until" in have else NO_DAY,
        p_period=F("period") if "period" in have else NO_DAY,
        p_spell=Value("until" in have, BooleanField()),
    )
    return Statement.of(
        rows.values_list(F("subject_id"), "day", "p_until", "p_period", "known_on", "p_spell")
    )


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


def _with_waivers(found: list[Owed], duty: Duty) -> list[Owed]:
    """A waiver agreed above covers the due day: shown, counted apart, not owed."""
    agreed = Waiver.objects.filter(duty=duty.code, subject=duty.subject, agreed_at__isnull=False)
    spans: dict[int, list[tuple[dt.date, dt.date]]] = {}
    for subject_id, start, last in agreed.values_list(F("subject_id"), "start", "last"):
        spans.setdefault(subject_id, []).append((start, last))
    return [
        replace(o, status="waived") if any(a <= o.due <= b for a, b in spans.get(o.subject_id, ())) else o
        for o in found
    ]
