"""The words that rooms give to packs: states, flows, conditions, events, evidence, relations, subjects.

Each room's `populations.py` declares its words once, with label, article and docstring; its AppConfig
imports that module when the application is ready. Everything else - ledgers, duties, figures, pages - is
made of them, so that a number, the list behind it and the rule that cites it cannot disagree.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, get_type_hints

from django.db.models import DateField, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from pydantic import TypeAdapter, ValidationError

from jiceng.policy.complaints import in_words

Rows = QuerySet[Any]


class Span(NamedTuple):
    """Days from `first` to `last`, as dates or as expressions over a row.

    `known`, where given, is the business date whose knowledge counts (duties); figures leave it None.
    """

    first: Any
    last: Any
    known: Any = None

    @classmethod
    def on(cls, day: Any, known: Any = None) -> Span:
        """The span of one day."""
        return cls(day, day, known)


HERE = Span(F("span_first"), F("span_last"))  # the span that a located row carries
OUTER = Span(OuterRef("span_first"), OuterRef("span_last"))  # the span of the row around a subquery


@dataclass(frozen=True)
class Subject:
    """What a population is a set of.

    `located(span, flows)` gives one row a subject that is in place on the span's last day, with `subject_id`,
    `path`, `region_id` and `present`; with `flows` also the ones that died or left in the span.
    `row_key` names the subject in the rows of registers. `keys(ids)` gives {id: key shown to the outside}.
    """

    code: str
    label: str
    row_key: str
    located: Callable[[Span, bool], Rows]
    keys: Callable[[list[int]], Mapping[int, str]]
    displays: Callable[[list[int]], Mapping[int, str]]
    is_marked: bool = False  # figures of it are counted in one pass of marks; else one query a set
    officers: Callable[[list[tuple[int, dt.date]]], Mapping[tuple[int, dt.date], int]] = lambda pairs: {}
    home: str = ""  # prefix from a located row to the subject's present path and region


@dataclass(frozen=True)
class Definition:
    """A word of the vocabulary."""

    kind: str
    code: str
    label: str
    subject: str
    article: str
    fn: Callable[..., Any]
    stop: str = "stop"
    version: int = 1
    facts: Callable[..., dict[str, Any]] | None = (
        None  # facts(row, day, **params): what a condition reads, in words
    )
    phrase: Callable[..., str] | None = None  # phrase(**params): the label with parameters, for people

    def in_words(self, params: Mapping[str, Any]) -> str:
        """The label, with parameters as people say them."""
        if not params:
            return self.label
        if self.phrase is not None:
            return self.phrase(**params)
        return f"{self.label}（{'、'.join(f'{name}={value}' for name, value in params.items())}）"

    @property
    def definition(self) -> str:
        """The docstring: the definition shown beside every number."""
        return inspect.cleandoc(self.fn.__doc__ or "")

    def parameters(self) -> dict[str, str]:
        """Names and types of the keyword-only parameters."""
        return {p.name: str(p.annotation) for p in self._own_parameters()}

    def mistake_in(self, params: Mapping[str, Any]) -> str | None:
        """What is wrong with the parameters of a pack, or None."""
        hints = get_type_hints(self.fn)
        known = {p.name: p for p in self._own_parameters()}
        for name, value in params.items():
            if name not in known:
                return f"没有参数 {name}（可用：{'、'.join(known) or '无'}）"
            try:
                TypeAdapter(hints[name]).validate_python(value, strict=True)
            except ValidationError as error:
                return f"参数 {name} 的值 {value!r} 不正确：{in_words(error.errors()[0])}"
        for name, parameter in known.items():
            if parameter.default is parameter.empty and name not in params:
                return f"缺少参数 {name}"
        return None

    def _own_parameters(self) -> Iterator[inspect.Parameter]:
        parameters = inspect.signature(self.fn).parameters.values()
        return (p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY)


@dataclass(frozen=True)
class Relation:
    """Rows, keyed by the subject, that lead to a target which is in the inner set: `rows(span, inner)`."""

    name: str
    label: str
    subject: str
    target: str
    rows: Callable[[Span, Any], Rows]


class DuplicateWord(Exception):
    """Two rooms gave the same word."""


@dataclass(frozen=True)
class Dimension:
    """A way to group residents: an expression over a located row, for a day."""

    code: str
    label: str
    expression: Callable[[Any], Any]


SUBJECTS: dict[str, Subject] = {}
LEAVES: dict[str, Definition] = {}  # states, flows, conditions
EVENTS: dict[str, Definition] = {}  # events and evidence
RELATIONS: dict[str, Relation] = {}
NAMED: dict[str, Any] = {}
DIMENSIONS: dict[str, Dimension] = {}


def register_subject(subject: Subject) -> None:
    """Make a subject known to packs; called from AppConfig.ready."""
    SUBJECTS[subject.code] = subject


def _word(table: dict[str, Definition], kind: str) -> Callable[..., Any]:
    def decorator(
        code: str,
        label: str,
        subject: str,
        article: str = "",
        *,
        stop: str = "stop",
        version: int = 1,
        facts: Callable[..., dict[str, Any]] | None = None,
        phrase: Callable[..., str] | None = None,
    ) -> Callable[[Callable[..., Any]], Definition]:
        def register(fn: Callable[..., Any]) -> Definition:
            if code in table or code in NAMED:
                raise DuplicateWord(code)
            table[code] = Definition(kind, code, label, subject, article, fn, stop, version, facts, phrase)
            return table[code]

        return register

    return decorator


state = _word(LEAVES, "state")
flow = _word(LEAVES, "flow")
condition = _word(LEAVES, "condition")
event = _word(EVENTS, "event")
evidence = _word(EVENTS, "evidence")


def relation(name: str, label: str, subject: str, target: str) -> Callable[..., Any]:
    """Declare how a subject leads to related subjects."""

    def register(fn: Callable[[Span, Any], Rows]) -> Relation:
        if name in RELATIONS:
            raise DuplicateWord(name)
        RELATIONS[name] = Relation(name, label, subject, target, fn)
        return RELATIONS[name]

    return register


def carrying(rows: Rows, span: Span) -> Rows:
    """Rows that know the span they are asked about: the aliases `span_first`, `span_last`."""
    return rows.alias(span_first=_as_day(span.first), span_last=_as_day(span.last))


def _as_day(value: Any) -> Any:
    return value if hasattr(value, "resolve_expression") else Value(value, DateField())


def open_on(rows: Rows, span: Span, stop: str = "stop") -> Rows:
    """Spells open on the span's last day, as known."""
    if stop in rows.query.annotations:
        # Named once only: whatever it is derived from would be looked up, and planned, for every mention.
        still = Q(GreaterThan(or_never(stop), span.last))
    else:
        still = Q(**{stop: None}) | Q(**{f"{stop}__gt": span.last})
    return as_known(rows.filter(still, start__lte=span.last), span.known)


def or_never(day: str) -> Coalesce:
    """A day, or one after all days where there is none."""
    return Coalesce(F(day), Func(template="'infinity'::date", output_field=DateField()))


def as_known(rows: Rows, known: Any) -> Rows:
    """Rows that the office knew on a business date; all of them when none is given."""
    return rows if known is None else rows.filter(known_on__lte=known)
