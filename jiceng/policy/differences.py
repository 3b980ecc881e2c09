"""What a pack would change: who would enter and leave each category and duty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.core.identity import mask
from jiceng.policy.duties import Window, derive
from jiceng.policy.figures import members
from jiceng.policy.force import Area
from jiceng.policy.vocabulary import SUBJECTS, Span

Members = dict[str, tuple[str, set[Any]]]  # code -> (subject, members)


def difference(now: list[Area], then: list[Area], on: dt.date) -> dict[str, Any]:
    """{"category"|"duty": {code: {"enter": [KEY], "leave": [KEY]}}}, only where something changes."""
    return {
        "category": _changes(_categories(now, on), _categories(then, on)),
        "duty": _changes(_duties(now, on), _duties(then, on)),
    }


def _categories(areas: list[Area], on: dt.date) -> Members:
    found: Members = {}
    for area in areas:
        for entry in area.policy.all("category"):
            s = area.policy.category(entry.code)
            assert s is not None
            _, ids = found.setdefault(entry.code, (s.subject, set()))
            ids.update(pk for pk, _ in members(area, Span.on(on), s))
    return found


def _duties(areas: list[Area], on: dt.date) -> Members:
    found: Members = {}
    window = Window(dt.date(on.year, 1, 1), dt.date(on.year, 12, 31), on)
    for area in areas:
        for duty in area.policy.all("duty"):
            _, owed = found.setdefault(duty.code, (duty.subject, set()))
            owed.update((o.subject_id, o.since) for o in derive(area, duty, window))
    return found


def _changes(now: Members, then: Members) -> dict[str, dict[str, list[str]]]:
    changes = {}
    for code in sorted(now.keys() | then.keys()):
        subject, before = now.get(code) or ("", set())
        subject_then, after = then.get(code) or (subject, set())
        if before != after:
            shown = subject_then or subject
            changes[code] = {"enter": _keys(shown, after - before), "leave": _keys(shown, before - after)}
    return changes


def _keys(subject: str, found: set[Any]) -> list[str]:
    ids = {item[0] if isinstance(item, tuple) else item for item in found}
    names = SUBJECTS[subject].keys(sorted(ids))
    shown = {pk: mask(key) if subject == "resident" else key for pk, key in names.items()}
    return sorted(f"{shown[i[0]]} {i[1]}" if isinstance(i, tuple) else shown[i] for i in found)
