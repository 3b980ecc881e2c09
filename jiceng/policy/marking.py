"""The statements of figures, compiled once a process for every shape of area and every choice of sets.

The text depends on nothing else: days and places are given when a statement runs. Who asks for a compiled
statement names the scope, for the registers' managers put its limits into the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, F, Value, When
from django.db.models.fields import BigIntegerField

from jiceng.core.scope import Scope
from jiceng.policy.force import Shape
from jiceng.policy.given import Given, OneOf, given_day
from jiceng.policy.sets import Set, row_key
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import SUBJECTS, Rows, Span, carrying

REMEMBERED = 512
MOST_TRIED = 12  # leaves whose answers are tried out in every combination
SPAN = Span(given_day("first"), given_day("last"))
NOBODY = Statement("select 0, 0 where false")


def bits_of(sets: Iterable[Set]) -> dict[Set, int]:
    """A bit for every leaf of some sets."""
    return {leaf: 1 << i for i, leaf in enumerate(dict.fromkeys(leaf for s in sets for leaf in s.leaves()))}


@dataclass(frozen=True)
class Plan:
    """What decides the text of a pass: `cuts` are sets that only divide those who are in some of the `sets`.

    `is_everywhere` when no register lies elsewhere, `has_moved` when some who lived here have moved since.
    """

    subject: str
    sets: tuple[Set, ...]
    cuts: tuple[Set, ...]
    by: tuple[tuple[str, Any], ...]
    shape: Shape
    is_everywhere: bool
    has_moved: bool

    @property
    def has_flows(self) -> bool:
        """Whether those who died or left in the span may count."""
        return any(s.is_flow for s in self.sets)

    @cached_property
    def bits(self) -> dict[Set, int]:
        """A bit for every leaf."""
        return bits_of((*self.sets, *self.cuts))

    @cached_property
    def needs_a_mark(self) -> bool:
        """Whether nobody counts who stands in no register that is asked."""
        return not _may_hold(self.sets, self._conditions)

    @cached_property
    def idle(self) -> tuple[Set, ...]:
        """Leaves that alone put nobody in any set: they are asked of those only whom another leaf marks.

        So the members of all households are not looked through for jobs, but those of the few that may count.
        """
        idle: tuple[Set, ...] = ()
        for leaf in self.bits if self.needs_a_mark else ():
            if not leaf.is_condition and not _may_hold(self.sets, (*self._conditions, *idle, leaf)):
                idle += (leaf,)
        return idle

    @property
    def _conditions(self) -> tuple[Set, ...]:
        return tuple(leaf for leaf in self.bits if leaf.is_condition)


def _may_hold(sets: Iterable[Set], leaves: tuple[Set, ...]) -> bool:
    """Whether somebody may be in one of the sets who answers yes to none but these leaves."""
    if len(leaves) > MOST_TRIED:
        return True
    choices = [
        frozenset(leaf for leaf, is_chosen in zip(leaves, answers, strict=True) if is_chosen)
        for answers in product((False, True), repeat=len(leaves))
    ]
    return any(s.holds(chosen.__contains__) for s in sets for chosen in choices)


@lru_cache(maxsize=REMEMBERED)
def answered(plan: Plan, scope: Scope) -> Statement:
    """(subject, *by, present, mask) of every subject located in the area."""
    by = dict(plan.by)
    met = sum((_bit_if(leaf, bit) for leaf, bit in plan.bits.items() if leaf.is_condition), _bit(0))
    base = _located(plan.subject, plan.has_flows, plan.shape).annotate(**by)
    base = base.annotate(here=F("present"), met=met)
    located = Statement.of(base.values_list(F("subject_id"), *by, "here", "met"))
    names = "".join(f"b.{name}, " for name in by)
    columns = ", ".join(["subject", *by, "present", "met"])
    marks = _all_marks(plan)
    if marks is None:
        return located.within(f"select subject, {names}present, met as mask from ({{}}) b({columns})")
    head = located.within(
        f"select b.subject, {names}b.present, b.met | coalesce(m.bits, 0) as mask from ({{}}) b({columns})"
    )
    join = "join" if plan.needs_a_mark else "left join"
    return Statement.joined([head, marks.within(f" {join} ({{}}) m on m.id = b.subject")], "")


@lru_cache(maxsize=REMEMBERED)
def moved_since(subject: str, has_flows: bool, shape: Shape, scope: Scope) -> Statement:
    """The ids of subjects located in the area whose registers have moved elsewhere since."""
    here_now = shape.q(SUBJECTS[subject].home, Given)
    return Statement.of(_located(subject, has_flows, shape).filter(~here_now).values_list(F("subject_id")))


@lru_cache(maxsize=REMEMBERED)
def membership(s: Set, as_known: bool, shape: Shape, scope: Scope) -> Statement:
    """(subject id, region id) of the members of one set, in the order of their ids."""
    rows = _located(s.subject, s.is_flow, shape).filter(s.q(given_day("known") if as_known else None))
    try:
        return Statement.of(rows.order_by("subject_id").values_list(F("subject_id"), "region_id"))
    except EmptyResultSet:
        return NOBODY


def _located(subject: str, has_flows: bool, shape: Shape) -> Rows:
    rows = carrying(SUBJECTS[subject].located(SPAN, has_flows), SPAN)
    return rows.filter(shape.q("", Given))


def _bit(bit: int) -> Value:
    return Value(bit, BigIntegerField())


def _bit_if(leaf: Set, bit: int) -> Case:
    return Case(When(leaf.q(), then=_bit(bit)), default=_bit(0), output_field=BigIntegerField())


def _all_marks(plan: Plan) -> Statement | None:
    """(id, bits) of everybody whom a register marks."""
    asked = [leaf for leaf in plan.bits if not leaf.is_condition and leaf not in plan.idle]
    if not asked:
        return None
    marks = Statement.joined(_marks(plan, leaf) for leaf in asked)
    first = marks.within("select id, bit_or(bit) as bits from ({}) u(id, bit) group by id")
    if not plan.idle:
        return first
    return Statement.joined(
        [
            first.within("with first as materialized ({}) select id, bit_or(bits) as bits from ("),
            Statement("select id, bits from first union all select id, bit from ("),
            Statement.joined(_marks(plan, leaf) for leaf in plan.idle),
            Statement(") i(id, bit) where id in (select id from first)) u group by id"),
        ],
        "",
    )


def _marks(plan: Plan, leaf: Set) -> Statement:
    rows = leaf.rows(SPAN)
    key = row_key(rows, plan.subject)
    parts = [rows] if plan.is_everywhere else [rows.filter(plan.shape.q("", Given))]
    if plan.has_moved:
        parts.append(rows.filter(OneOf(key, Given("moved"))))
    marks = Statement.joined(Statement.of(part.order_by().values_list(F(key))) for part in parts)
    return marks.within(f"select p.*, {plan.bits[leaf]}::bigint from ({{}}) p")
