"""Why subjects came into a set or left it between two spans: the answers that differ, with their days.

`why` explains one subject on one day; this compares two days for many, with a few queries for each leaf.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from jiceng.policy.sets import Leaf, Named, Set, Via, Was, row_key
from jiceng.policy.vocabulary import EVENTS, RELATIONS, SUBJECTS, Span, carrying


@dataclass(frozen=True)
class Turn:
    """An answer that changed: in words, on which day where a register row says so, and what it was before."""

    text: str
    day: dt.date | None = None
    detail: str = ""


Turns = dict[int, list[Turn]]


def turns(leaves: Iterable[Set], then: Span, now: Span, ids: Iterable[int]) -> Turns:
    """{subject id: what changed for it}, in the order of the leaves; nothing for whom nothing changed."""
    asked, found = sorted(set(ids)), Turns()
    if asked:
        for leaf in dict.fromkeys(leaves):
            for subject_id, turn in _turned(leaf, then, now, asked):
                found.setdefault(subject_id, []).append(turn)
    return found


def _turned(leaf: Set, then: Span, now: Span, ids: list[int]) -> Iterator[tuple[int, Turn]]:
    if isinstance(leaf, Leaf) and leaf.is_condition:
        return _condition_turned(leaf, then, now, ids)
    return _register_turned(leaf, then, now, ids)


def _condition_turned(leaf: Leaf, then: Span, now: Span, ids: list[int]) -> Iterator[tuple[int, Turn]]:
    # Whoever was not in place then, or is not now, came or went for another reason.
    stayed = _who(leaf, then, ids, Q()) & _who(leaf, now, ids, Q())
    held, holds = _who(leaf, then, ids, leaf.q()), _who(leaf, now, ids, leaf.q())
    changed = sorted((held ^ holds) & stayed)
    before, after = _located(leaf, then, changed), _located(leaf, now, changed)
    text = leaf.of.in_words(dict(leaf.params))
    for pk in changed:
        detail = _told(leaf, before[pk], after[pk], then, now)
        yield pk, Turn(f"{'符合' if pk in holds else '不再符合'}“{text}”", None, detail)


def _who(leaf: Leaf, span: Span, ids: list[int], condition: Q) -> set[int]:
    rows = carrying(SUBJECTS[leaf.subject].located(span, False), span).filter(condition, subject_id__in=ids)
    return set(rows.order_by().values_list(F("subject_id"), flat=True))


def _located(leaf: Leaf, span: Span, ids: list[int]) -> dict[int, Any]:
    subject = SUBJECTS[leaf.subject]
    rows = carrying(subject.located(span, False), span).filter(subject_id__in=ids)
    return {getattr(row, subject.row_key, row.pk): row for row in rows.select_related()}


def _told(leaf: Leaf, before: Any, after: Any, then: Span, now: Span) -> str:
    """年龄 15 → 16, of the facts that the condition reads and that changed."""
    if leaf.of.facts is None:
        return ""
    was = leaf.of.facts(before, then.last, **dict(leaf.params))
    became = leaf.of.facts(after, now.last, **dict(leaf.params))
    return "，".join(
        f"{name} {_in_words(was.get(name))} → {_in_words(value)}"
        for name, value in became.items()
        if was.get(name) != value
    )


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return "未登记"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _register_turned(leaf: Set, then: Span, now: Span, ids: list[int]) -> Iterator[tuple[int, Turn]]:
    before, after = _days(leaf, then, ids), _days(leaf, now, ids)
    for pk in ids:
        if (pk in before) != (pk in after):
            came = pk in after
            first, last = after[pk] if came else before[pk]
            yield pk, Turn(_label(leaf, came), first if came else last)


Days = dict[int, tuple[dt.date | None, dt.date | None]]


def _days(leaf: Set, span: Span, ids: list[int]) -> Days:
    """{subject id: (first day, day from which no more)} of the rows that put subjects in the leaf."""
    rows = leaf.rows(span)
    key = row_key(rows, leaf.subject)
    stop = leaf.of.stop if isinstance(leaf, Leaf) else "stop"
    is_plain = not isinstance(leaf, Via)
    found: Days = {}
    for row in rows.filter(**{f"{key}__in": ids}):
        first = getattr(row, "day", None) or getattr(row, "start", None)
        found.setdefault(
            getattr(row, key),
            (first, getattr(row, stop, None)) if is_plain else (None, None),
        )
    return found


def _label(leaf: Set, came: bool) -> str:
    match leaf:
        case Leaf() if leaf.is_flow:
            name = leaf.of.in_words(dict(leaf.params))
            return f"期内有“{name}”" if came else f"期内没有“{name}”"
        case Leaf():
            name = leaf.of.in_words(dict(leaf.params))
            return f"“{name}”开始" if came else f"“{name}”终止"
        case Was():
            name = EVENTS[leaf.event].label
            return f"期内“{name}”" if came else f"期内没有“{name}”"
        case Via():
            name = f"{RELATIONS[leaf.name].label}{_name_of(leaf.inner)}"
            return f"{name}：变为有" if came else f"{name}：变为没有"
    return "是" if came else "否"  # pragma: no cover


def _name_of(s: Set) -> str:
    if isinstance(s, Named):
        return f"“{s.label}”"
    return f"“{s.of.in_words(dict(s.params))}”" if isinstance(s, Leaf) else "的条件"
