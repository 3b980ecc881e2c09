"""What a set is, in words: the tree of a definition as nested clauses for people to read (口径)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiceng.policy.force import Policy
from jiceng.policy.sets import All, AnyOf, Leaf, Named, Not, Set, Via, Was
from jiceng.policy.vocabulary import EVENTS, RELATIONS, SUBJECTS, Definition

# The vocabulary cites documents by tags.
DOCUMENTS = {"BX": "本政办发〔2009〕71号", "GD": "粤劳社〔2005〕21号", "ZZ": "郑政办〔2005〕27号"}
PARTS_OF_A_NOTE = re.compile(r"[^。；]*[。；]")
LATIN_WORD = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True)
class Clause:
    """One condition in words; `parts` are what it is made of."""

    text: str
    article: str = ""
    note: str = ""
    parts: tuple[Clause, ...] = ()


def in_words(s: Set, policy: Policy) -> Clause:
    """A set as clauses; categories of packs are opened, so that nothing is left to look up."""
    match s:
        case Named():
            return Clause(s.label, _article_of(s, policy), s.note, (in_words(s.inner, policy),))
        case Leaf():
            text = s.of.in_words(dict(s.params))
            return Clause(text, cited(s.of.article), note_of(s.of))
        case Not():
            return _negated(s, policy)
        case AnyOf():
            return Clause("满足以下任意一项", parts=_each(s.sets, policy))
        case All():
            return _joined(s, policy)
        case Via():
            text = f"{RELATIONS[s.name].label}满足"
            return Clause(text, parts=(in_words(s.inner, policy),))
        case Was():
            event = EVENTS[s.event]
            eve = f"前{s.days_before}日" if s.days_before else "当日"
            text = f"期内发生“{event.label}”，且{eve}属于以下人群"
            return Clause(text, cited(event.article), event.definition, (in_words(s.inner, policy),))
    raise TypeError(s)


def in_one_line(clause: Clause) -> str:
    """A clause with its parts in brackets: 同时满足以下各项（登记失业人员；年满40周岁的女性）."""
    parts = "；".join(in_one_line(part) for part in clause.parts)
    return f"{clause.text}（{parts}）" if parts else clause.text


def versions_in(s: Set) -> dict[str, Definition]:
    """The words of the vocabulary that a set is made of, by code."""
    return {leaf.of.code: leaf.of for leaf in _leaves_below(s)}


def cited(article: str) -> str:
    """An article with the number of its document in place of the tag."""
    tag, _, rest = article.partition(" ")
    return f"{DOCUMENTS[tag]} {rest}" if tag in DOCUMENTS else article


def note_of(word: Definition) -> str:
    """The docstring of a word without what it says about parameters: their values stand in the label."""
    parts = PARTS_OF_A_NOTE.findall(word.definition.replace("\n", ""))
    kept = "".join(part for part in parts if not LATIN_WORD.search(part))
    return kept[:-1] + "。" if kept else ""


def _article_of(s: Named, policy: Policy) -> str:
    origin = policy.origins.get(("category", s.code))
    if origin is None:
        return cited(s.article)
    return f"{origin.enactment.document} {s.article}".strip()


def _each(sets: tuple[Set, ...], policy: Policy) -> tuple[Clause, ...]:
    return tuple(in_words(each, policy) for each in sets)


def _joined(s: All, policy: Policy) -> Clause:
    if not s.sets:
        return Clause(f"全部{SUBJECTS[s.subject].label}")
    if len(s.sets) == 1:
        return in_words(s.sets[0], policy)
    return Clause("同时满足以下各项", parts=_each(s.sets, policy))


def _negated(s: Not, policy: Policy) -> Clause:
    """Not in any of several sets reads better than not in their union."""
    if isinstance(s.inner, AnyOf):
        return Clause("以下各项均不满足", parts=_each(s.inner.sets, policy))
    return Clause("不满足", parts=(in_words(s.inner, policy),))


def _leaves_below(s: Set) -> Iterator[Leaf]:
    if isinstance(s, Leaf):
        yield s
    for part in s.parts:
        yield from _leaves_below(part)
