"""Named sets and their algebra. A tree of leaves has four readings: a WHERE (`q`), the rows that put a
subject in (`rows`), marks in a one-pass count and plain yes/no questions (both by `holds`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Value

from jiceng.policy.vocabulary import (
    EVENTS,
    HERE,
    NAMED,
    OUTER,
    RELATIONS,
    SUBJECTS,
    Definition,
    DuplicateWord,
    Rows,
    Span,
    as_known,
    carrying,
    open_on,
)

Answer = Callable[["Set"], bool]


class Set:
    """A set of subjects over a span. Hashable, so that equal sets are computed once."""

    subject: str

    def __and__(self, other: Set) -> Set:
        return All((self, other), self.subject)

    def __or__(self, other: Set) -> Set:
        return AnyOf((self, other), self.subject)

    def __invert__(self) -> Set:
        return Not(self, self.subject)

    def q(self, known: Any = None) -> Q:
        """A condition on a row that carries `subject_id`, `span_first` and `span_last`."""
        rows = self.rows(OUTER._replace(known=known))
        return Q(Exists(rows.filter(**{row_key(rows, self.subject): OuterRef("subject_id")})))

    def rows(self, span: Span) -> Rows:
        """The register rows that put a subject in the set; only leaves, relations and `was` have them."""
        raise TypeError(f"{self} has no rows of its own")

    def holds(self, answer: Answer) -> bool:
        """Whether a subject is in the set, given the answers to its leaves."""
        return answer(self)

    @property
    def parts(self) -> tuple[Set, ...]:
        """The sets it is made of."""
        return ()

    def leaves(self) -> Iterator[Set]:
        """The sets whose answers decide: leaves, relations and `was`."""
        if not self.parts or isinstance(self, (Via, Was)):
            if not isinstance(self, All):
                yield self
            return
        for part in self.parts:
            yield from part.leaves()

    @property
    def is_flow(self) -> bool:
        """Whether it speaks of something that happened in the span, not of the last day only."""
        return any(leaf.is_flow for leaf in self.leaves() if leaf is not self)

    @property
    def is_condition(self) -> bool:
        """Whether it is answered by the located row itself."""
        return False

    @property
    def needs_facts(self) -> bool:
        """Whether its WHERE reads columns of the located row."""
        return any(leaf.is_condition for leaf in self.leaves())


@dataclass(frozen=True)
class Leaf(Set):
    """A state, a flow or a condition with its parameters."""

    of: Definition
    params: tuple[tuple[str, Any], ...]
    subject: str

    @property
    def is_condition(self) -> bool:
        return self.of.kind == "condition"

    @property
    def is_flow(self) -> bool:
        return self.of.kind == "flow"

    def q(self, known: Any = None) -> Q:
        if self.is_condition:
            result: Q = self.of.fn(HERE, **dict(self.params))
            return result
        return super().q(known)

    def rows(self, span: Span) -> Rows:
        if self.of.kind == "state":
            return open_on(self.of.fn(**dict(self.params)), span, self.of.stop)
        return as_known(self.of.fn(span, **dict(self.params)), span.known)


@dataclass(frozen=True)
class Named(Set):
    """A set that is defined by other sets, in code or as a category of a pack."""

    code: str
    label: str
    article: str
    inner: Set
    subject: str
    note: str = ""
    determination: str | None = None

    def q(self, known: Any = None) -> Q:
        return self.inner.q(known)

    def holds(self, answer: Answer) -> bool:
        return self.inner.holds(answer)

    @property
    def parts(self) -> tuple[Set, ...]:
        return (self.inner,)


@dataclass(frozen=True)
class All(Set):
    """In every one of some sets; in none at all: everybody."""

    sets: tuple[Set, ...]
    subject: str

    def q(self, known: Any = None) -> Q:
        if not self.sets:
            return Q(pk__isnull=False)  # an empty Q would vanish from an `or` and from a negation
        return Q(*(part.q(known) for part in self.sets))

    def holds(self, answer: Answer) -> bool:
        return all(part.holds(answer) for part in self.sets)

    @property
    def parts(self) -> tuple[Set, ...]:
        return self.sets


@dataclass(frozen=True)
class AnyOf(All):
    """In at least one of some sets."""

    def q(self, known: Any = None) -> Q:
        if not self.sets:
            return Q(pk__isnull=True)  # of an empty `in` Django makes no SQL at all
        return Q(*(part.q(known) for part in self.sets), _connector=Q.OR)

    def holds(self, answer: Answer) -> bool:
        return any(part.holds(answer) for part in self.sets)


@dataclass(frozen=True)
class Not(Set):
    """Not in a set. What was not asked does not hold, so its negation does."""

    inner: Set
    subject: str

    def q(self, known: Any = None) -> Q:
        return ~self.inner.q(known)

    def holds(self, answer: Answer) -> bool:
        return not self.inner.holds(answer)

    @property
    def parts(self) -> tuple[Set, ...]:
        return (self.inner,)


@dataclass(frozen=True)
class Via(Set):
    """Subjects related to a member of another set: a resident by the household, a household by a member."""

    name: str
    inner: Set
    subject: str

    def rows(self, span: Span) -> Rows:
        return RELATIONS[self.name].rows(span, self.inner)

    @property
    def parts(self) -> tuple[Set, ...]:
        return (self.inner,)

    @property
    def is_flow(self) -> bool:
        return self.inner.is_flow


@dataclass(frozen=True)
class Was(Set):
    """Subjects that had an event in the span and were in the inner set that day, or some days before."""

    inner: Set
    event: str
    days_before: int
    subject: str

    @property
    def is_flow(self) -> bool:
        return True

    def rows(self, span: Span) -> Rows:
        happened = EVENTS[self.event].fn().filter(day__gte=span.first, day__lte=span.last)
        happened = as_known(happened, span.known)
        eve = ExpressionWrapper(F("day") - Value(self.days_before), DateField())
        happened = happened.alias(span_first=eve, span_last=eve)
        if not self.inner.needs_facts:
            return happened.filter(self.inner.q(span.known))
        then = SUBJECTS[self.subject].located(Span.on(OuterRef("span_last")), False)
        then = carrying(then, OUTER).filter(self.inner.q(span.known), subject_id=OuterRef("subject_id"))
        return happened.filter(Exists(then))

    @property
    def parts(self) -> tuple[Set, ...]:
        return (self.inner,)


def row_key(rows: Rows, subject: str) -> str:
    """The column of register rows that names the subject."""
    return "subject_id" if "subject_id" in rows.query.annotations else SUBJECTS[subject].row_key


def leaf(definition: Definition, **params: Any) -> Leaf:
    """A word of the vocabulary with parameters, as a set."""
    frozen = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items()))
    return Leaf(definition, frozen, definition.subject)


def everybody(subject: str) -> Set:
    """All subjects in place."""
    return All((), subject)


def named(code: str, label: str, inner: Set, article: str = "", note: str = "") -> Named:
    """Give a set of sets a name in the vocabulary; `note` is its definition in words."""
    if code in NAMED:
        raise DuplicateWord(code)
    NAMED[code] = Named(code, label, article, inner, inner.subject, note)
    result: Named = NAMED[code]
    return result


def related(name: str, inner: Set) -> Via:
    """Subjects that a relation leads to some member of the inner set."""
    return Via(name, inner, RELATIONS[name].subject)
