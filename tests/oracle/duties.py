"""The duties of Benxi's pack (contracts 4) seen on a day, derived from the rows known by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.oracle import definitions as define
from tests.oracle.facts import Ledgers, Person, Ruling, Spell, the_day
from tests.oracle.periods import month_span, months_within, period_span, quarter_of

FOLLOW_UP, ZERO_HOUSEHOLD, QUARTERLY_UPDATE = "bx-follow-up", "bx-zero-household", "bx-quarterly-update"
WITHIN = timedelta(days=20)
UPDATE_WITHIN = timedelta(days=10)
MET = ("见面", "通话", "")


@dataclass(frozen=True)
class Duty:
    """One duty; `community` is the one whose office owes it."""

    duty: str
    subject: str
    since: date
    due: date
    status: str
    evidence: date | None
    community: str

    def as_json(self) -> dict[str, str | None]:
        """As `jiceng duties --format json` prints it, the subject unmasked."""
        return {
            "duty": self.duty,
            "subject": self.subject,
            "since": self.since.isoformat(),
            "due": self.due.isoformat(),
            "status": self.status,
            "evidence": None if self.evidence is None else self.evidence.isoformat(),
        }


def follow_up_visit(person: Person, spell: Spell, first: date, last: date, known_by: date) -> date | None:
    """三(三)3(5): the first visit that proves the month: 就业后回访, 上门 or 电话, met, in the job."""
    days = [
        visit.on
        for visit in person.visits
        if "就业后回访" in visit.reasons
        and visit.way in ("上门", "电话")
        and visit.outcome in MET
        and max(first, spell.start) <= visit.on <= last
        and visit.known_on <= known_by
    ]
    return min(days, default=None)


def follow_up_owed(person: Person, day: date, known_by: date) -> Spell | None:
    """The job for which a follow-up is owed: hardship and employed on the day, by rows known by then."""
    spell = define.spell_on(person, day)
    if spell is None or spell.known_on > known_by or person.version(day) is None:
        return None
    known = [ruling for ruling in person.determinations if ruling.known_on <= known_by]
    return spell if any(define.open_on(ruling, day) for ruling in known) else None


def follow_ups(ledgers: Ledgers, on: date, first: date, last: date) -> Iterator[Duty]:
    """bx-follow-up of one month, the month [first, last], seen on `on`."""
    day = min(last, on)
    for person in ledgers.people.values():
        # A duty arises from what was known on its due day: rows entered later make none in a closed month.
        spell = follow_up_owed(person, day, known_by=day)
        if spell is None:
            continue
        evidence = follow_up_visit(person, spell, first, day, known_by=on)
        status = "done" if evidence else "open" if on <= last else "missed"
        community = person.last_version(day).community
        yield Duty(FOLLOW_UP, person.number, first, last, status, evidence, community)


def first_day_at_work(
    ledgers: Ledgers, key: tuple[str, str], first: date, last: date, known_by: date
) -> date | None:
    """The first day of the span on which somebody is a member of the household and employed."""
    days = []
    for person in ledgers.ever_members[key]:
        for lives_from, lives_until in _stays(person, key):
            for spell in person.spells:
                start = max(first, spell.start, lives_from)
                if start <= min(last, spell.end or last, lives_until) and spell.known_on <= known_by:
                    days.append(start)
    return min(days, default=None)


def _stays(person: Person, key: tuple[str, str]) -> Iterator[tuple[date, date]]:
    """First and last days of the versions in which the person is of the household."""
    for number, version in enumerate(person.versions):
        if (version.community, version.household) != key:
            continue
        ends = [later.start for later in person.versions[number + 1 : number + 2]] + [person.departed]
        known_ends = [end for end in ends if end is not None]
        until = min(known_ends) - define.ONE_DAY if known_ends else date.max
        yield version.start or date.min, until


def zero_households(ledgers: Ledgers, on: date) -> Iterator[Duty]:
    """bx-zero-household of every recognition up to `on`, seen on `on`."""
    for key, recognitions in ledgers.recognitions.items():
        for recognition in recognitions:
            due = recognition.start + WITHIN
            if recognition.start > on or recognition.known_on > min(on, due):
                continue
            until = on if recognition.end is None else min(on, recognition.end)
            evidence = first_day_at_work(ledgers, key, recognition.start, until, known_by=on)
            status = _zero_household_status(recognition, due, evidence, on)
            if status is not None:
                yield Duty(
                    ZERO_HOUSEHOLD, "/".join(key), recognition.start, due, status, evidence, community=key[0]
                )


def _zero_household_status(recognition: Ruling, due: date, evidence: date | None, on: date) -> str | None:
    """三(三)3(4); none when the recognition ended without a job by the due day: then nothing is owed."""
    if evidence is not None:
        return "done" if evidence <= due else "late"
    if recognition.end is not None and recognition.end <= on:
        return None if recognition.end <= due else "missed"
    return "open" if on <= due else "overdue"


def quarterly_updates(ledgers: Ledgers, on: date, quarter: str) -> Iterator[Duty]:
    """bx-quarterly-update of one quarter, seen on `on`: of every office with a resident on its last day."""
    first, last = period_span(quarter)
    day, due = min(last, on), last + UPDATE_WITHIN
    offices = set()
    for person in ledgers.people.values():
        version = person.version(day)
        if version is not None and person.known_on <= min(on, due):
            offices.add(version.community)
    for community in sorted(offices):
        closed = ledgers.closings.get((community, quarter))
        evidence = closed if closed is not None and closed <= on else None
        if evidence is not None:
            status = "done" if evidence <= due else "late"
        else:
            status = "open" if on <= due else "overdue"
        yield Duty(QUARTERLY_UPDATE, f"office:{community}", first, due, status, evidence, community)


def duties_on(ledgers: Ledgers, on: date, span: tuple[date, date]) -> list[Duty]:
    """Duties due in the span, every duty open on the day, and older event duties open or overdue."""
    if on > ledgers.today:
        raise ValueError(f"{on} lies in the future")
    first, last = span
    found: list[Duty] = []
    months = {month for month in months_within(first, last) if first <= month[1] <= last and month[0] <= on}
    for start, end in sorted(months | {month_span(on.year, on.month)}):
        found += follow_ups(ledgers, on, start, end)
    found += zero_households(ledgers, on)
    # From the quarter before the span, whose update may be due in it, to the one that runs.
    quarters = {quarter_of(start) for start, _ in months_within(min(first, on) - timedelta(days=100), on)}
    for quarter in sorted(quarters):
        found += quarterly_updates(ledgers, on, quarter)
    return [
        duty
        for duty in (_waived(ledgers, duty) for duty in found)
        if first <= duty.due <= last
        or duty.status == "open"
        or (duty.duty == ZERO_HOUSEHOLD and duty.due < first and duty.status == "overdue")
    ]


def _waived(ledgers: Ledgers, duty: Duty) -> Duty:
    for waiver in ledgers.waivers:
        same = (waiver["duty"], waiver["subject"]) == (duty.duty, duty.subject)
        if same and the_day(waiver["from"]) <= duty.due <= the_day(waiver["until"]):
            return replace(duty, status="waived")
    return duty
