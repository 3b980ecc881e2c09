"""What a pack would change: who would enter and leave each category, duty and ledger.

Only what is defined otherwise is looked at, and the database takes the difference of its members.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiceng.core.identity import mask
from jiceng.core.scope import current
from jiceng.policy.duties import Window, derive
from jiceng.policy.force import Area
from jiceng.policy.marking import membership
from jiceng.policy.sets import Set
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import SUBJECTS, Span

Members = list[tuple[Area, Set]]
Owing = tuple[int, dt.date]
NOBODY = Statement("select null::bigint where false")


@dataclass(frozen=True)
class Turnover:
    """Who would enter and leave one category, duty or ledger: ids, for a duty with the day of its origin."""

    kind: str
    code: str
    label: str
    subject: str
    enter: list[Any]
    leave: list[Any]


def difference(now: list[Area], then: list[Area], on: dt.date) -> dict[str, Any]:
    """{"category"|"duty"|"ledger": {code: {"enter": [KEY], "leave": [KEY]}}}, where something changes."""
    found: dict[str, Any] = {"category": {}, "duty": {}, "ledger": {}}
    for each in turnovers(now, then, on):
        found[each.kind][each.code] = {
            "enter": keys_of(each.subject, each.enter),
            "leave": keys_of(each.subject, each.leave),
        }
    return found


def turnovers(now: list[Area], then: list[Area], on: dt.date) -> Iterator[Turnover]:
    """Everything that would have other members on a day, within `reading_all`."""
    for kind in ("category", "ledger"):
        was, becomes = _sets(kind, now), _sets(kind, then)
        for code in sorted(was.keys() | becomes.keys()):
            before, after = was.get(code, []), becomes.get(code, [])
            if before != after:
                enter, leave = _moved(before, after, on)
                if enter or leave:
                    subject = (after or before)[0][1].subject
                    yield Turnover(kind, code, _label(kind, code, then, now), subject, enter, leave)
    yield from _duties(now, then, on)


def keys_of(subject: str, found: list[Any]) -> list[str]:
    """The keys of subjects as shown outside, identity numbers masked, in order."""
    ids = {item[0] if isinstance(item, tuple) else item for item in found}
    names = SUBJECTS[subject].keys(sorted(ids))
    shown = {pk: mask(key) if subject == "resident" else key for pk, key in names.items()}
    return sorted(f"{shown[i[0]]} {i[1]}" if isinstance(i, tuple) else shown[i] for i in found)


def _label(kind: str, code: str, *regions: list[Area]) -> str:
    for areas in regions:
        for area in areas:
            if origin := area.policy.origins.get((kind, code)):
                return str(origin.entry.label)
    return code


def _sets(kind: str, areas: list[Area]) -> dict[str, Members]:
    found: dict[str, Members] = {}
    for area in areas:
        for entry in area.policy.all(kind):
            if kind == "category":
                s = area.policy.category(entry.code)
                assert s is not None
            else:
                s = area.policy.build(entry.population, entry.subject)
            found.setdefault(entry.code, []).append((area, s))
    return found


def _moved(before: Members, after: Members, on: dt.date) -> tuple[list[int], list[int]]:
    was, becomes = _members(before, on), _members(after, on)
    return _without(becomes, was), _without(was, becomes)


def _without(these: Statement, those: Statement) -> list[int]:
    pieces = (
        Statement("select subject from ("),
        these,
        Statement(") a(subject) except select subject from ("),
    )
    both = Statement.joined([*pieces, those, Statement(") b(subject) order by subject")], "")
    return [pk for (pk,) in both.fetch()]


def _members(found: Members, on: dt.date) -> Statement:
    span = Span.on(on)
    parts = [
        membership(s, False, area.shape, current())
        .given({**area.values, **span._asdict()})
        .within("select subject from ({}) m(subject, region)")
        for area, s in found
    ]
    return Statement.joined(parts or [NOBODY])


def _duties(now: list[Area], then: list[Area], on: dt.date) -> Iterator[Turnover]:
    was, becomes = _owing_sets(now), _owing_sets(then)
    for code in sorted(was.keys() | becomes.keys()):
        if was.get(code) != becomes.get(code):
            before, after = _owed(code, now, on), _owed(code, then, on)
            if before != after:
                subject = next(duty.subject for found in (becomes, was) for _, duty, _ in found.get(code, ()))
                label = _label("duty", code, then, now)
                yield Turnover("duty", code, label, subject, sorted(after - before), sorted(before - after))


def _owing_sets(areas: list[Area]) -> dict[str, list[tuple[Area, Any, Set | None]]]:
    """What decides who owes a duty: its entry, and the set that it names."""
    found: dict[str, list[tuple[Area, Any, Set | None]]] = {}
    for area in areas:
        for duty in area.policy.all("duty"):
            who = area.policy.build(duty.who, duty.subject) if duty.who is not None else None
            found.setdefault(duty.code, []).append((area, duty, who))
    return found


def _owed(code: str, areas: list[Area], on: dt.date) -> set[Owing]:
    window = Window(dt.date(on.year, 1, 1), dt.date(on.year, 12, 31), on)
    return {
        (o.subject_id, o.since)
        for area in areas
        for duty in area.policy.all("duty")
        if duty.code == code
        for o in derive(area, duty, window)
    }
