"""What keeps a subject out of a set, from the answers to its leaves: the conditions not met, in words.

`jiceng.policy.why` tells the whole tree and asks the registers for every branch; a page that has the answers
already asks nothing more for this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiceng.policy.force import Policy
from jiceng.policy.sets import All, Answer, AnyOf, Leaf, Named, Not, Set, Via
from jiceng.policy.vocabulary import RELATIONS
from jiceng.policy.wording import in_one_line, in_words


@dataclass(frozen=True)
class Lack:
    """A condition that is not met: what it asks, and the facts on file that it reads, by their names."""

    text: str
    facts: tuple[tuple[str, Any], ...]


def lacking(s: Set, answer: Answer, policy: Policy, row: Any, day: dt.date) -> list[Lack]:
    """The conditions that keep the subject of a located row out of a set; none when it is in.

    Of conditions that must all hold those that do not; of alternatives all of them, as one condition.
    """
    return [Lack(text, tuple(_facts(part, row, day).items())) for text, part in _unmet(s, answer, policy)]


def _unmet(s: Set, answer: Answer, policy: Policy) -> Iterator[tuple[str, Set]]:
    if s.holds(answer):
        return
    match s:
        case Named(note="", inner=All()) if not isinstance(s.inner, AnyOf):
            yield from _unmet(s.inner, answer, policy)  # a category of a pack is as long as its parts
        case Not():
            for part in _holding(s.inner, answer):
                yield f"属于排除情形：{_said(part, policy)}", part
        case AnyOf() if len(s.sets) > 1:
            yield " 或 ".join(_said(part, policy) for part in s.sets), s
        case All():
            for part in s.sets:
                yield from _unmet(part, answer, policy)
        case _:
            yield _said(s, policy), s


def _holding(s: Set, answer: Answer) -> Iterator[Set]:
    """The alternatives of an excluded set that hold."""
    parts = s.sets if isinstance(s, AnyOf) else (s,)
    return (part for part in parts if part.holds(answer))


def _said(s: Set, policy: Policy) -> str:
    """A condition in a few words: what has a name is not opened."""
    if isinstance(s, Named):
        return s.label
    if isinstance(s, Via) and isinstance(s.inner, Named):
        return f"{RELATIONS[s.name].label}属于“{s.inner.label}”"
    return in_one_line(in_words(s, policy))


def _facts(s: Set, row: Any, day: dt.date) -> dict[str, Any]:
    """The columns that the conditions below read."""
    facts: dict[str, Any] = {}
    for leaf in s.leaves():
        if isinstance(leaf, Leaf) and leaf.is_condition and leaf.of.facts:
            facts |= leaf.of.facts(row, day, **dict(leaf.params))
    return facts
