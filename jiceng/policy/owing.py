"""The statements of duties: what is owed and what proves it, compiled once a process.

As in `jiceng.policy.marking`, the days and the place are given when a statement runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import BooleanField, DateField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast

from jiceng.core.scope import Scope
from jiceng.policy.force import Shape
from jiceng.policy.given import Given, given_day
from jiceng.policy.sets import Set
from jiceng.policy.statements import Statement
from jiceng.policy.vocabulary import EVENTS, OUTER, SUBJECTS, Span, as_known, carrying

REMEMBERED = 256
NO_DAY = Cast(Value(None), DateField())
COUNTED = Span(given_day("counted_first"), given_day("counted_last"))


@dataclass(frozen=True)
class Proof:
    """What proves a duty: its evidence, not before the last event `after`; a final one only in time.

    `is_wanting`: only the duties that nothing proves are asked for.
    """

    evidence: tuple[str, ...]
    after: str | None
    is_final: bool
    is_wanting: bool = False


@lru_cache(maxsize=REMEMBERED)
def owed_in_period(subject: str, who: Set, shape: Shape, is_counted: bool, scope: Scope) -> Statement:
    """(id, path, since, due, at, ended) of a period, of those in the set on the day `at`.

    Those of the area then; or, where it is for a figure, of those whom the figure counts here. A figure does
    not ask when a row was known.
    """
    span = Span(given_day("since"), given_day("at"), None if is_counted else given_day("known"))
    there = carrying(SUBJECTS[subject].located(span, False), span).filter(who.q(span.known))
    if is_counted:
        counted = SUBJECTS[subject].located(COUNTED, True).filter(shape.q("", Given))
        rows = counted.filter(Exists(there.filter(subject_id=OuterRef("subject_id"))))
    else:
        rows = there.filter(shape.q("", Given))
    days = {f"d_{name}": given_day(name) for name in ("since", "due", "at")} | {"d_ended": NO_DAY}
    return Statement.of(rows.order_by().annotate(**days).values_list(F("subject_id"), "path", *days))


def within(days: int) -> str:
    """The due day, in SQL, so many days after an event on the day `since`."""
    return f"since + {int(days)}"


def within_working_days(days: int) -> str:
    """The same in working days by the table of holidays (jiceng.core.workdays); weekends alone without it."""
    if days == 0:
        return "since"
    until = int(days) * 4 + 30  # no holiday is longer
    return (
        f"(select d::date from generate_series(since + 1, since + {until}, interval '1 day') d"
        " left join core_holiday h on h.day = d::date"
        " where coalesce(h.is_working, extract(isodow from d) < 6)"
        f" order by d offset {int(days) - 1} limit 1)"
    )


@lru_cache(maxsize=REMEMBERED)
def owed_after_events(
    event: str, due: str, subject: str, who: Set | None, shape: Shape, scope: Scope
) -> Statement:
    """The same of all events up to the day `on`, `due` in SQL: an old one may still be open or overdue."""
    on = given_day("on")
    rows = as_known(EVENTS[event].fn().filter(shape.q("", Given), day__lte=on), on)
    if who is not None:
        rows = rows.alias(span_first=F("day"), span_last=F("day")).filter(_who_then(subject, who))
    ended = F("ended") if "ended" in rows.query.annotations else NO_DAY
    rows = rows.annotate(d_ended=ended, d_path=F("path"))
    inner = Statement.of(rows.order_by().values_list(F("subject_id"), "d_path", "day", "known_on", "d_ended"))
    return inner.within(
        "select id, path, since, due, since, ended"
        f" from (select e.*, {due} as due from ({{}}) e(id, path, since, known_on, ended)) f"
        " where known_on <= due"
    )


def _who_then(subject: str, who: Set) -> Exists:
    then = carrying(SUBJECTS[subject].located(Span.on(OuterRef("span_last")), False), OUTER)
    return Exists(then.filter(who.q(), subject_id=OuterRef("subject_id")))


def proved(owed: Statement, proof: Proof, scope: Scope) -> Statement:
    """Each duty with the first day that proves it, and when the office knew that."""
    limit = "p.due" if proof.is_final else "'infinity'::date"
    return Statement.joined(
        [
            Statement("select p.id, p.path, p.since, p.due, p.ended, e.day, e.known_on from ("),
            _start(proof.after, scope),
            owed,
            Statement(
                ") o(id, path, since, due, at, ended)) p"
                " left join lateral (select day, known_on from (select case when x.is_spell"
                " then greatest(x.day, p.start) else x.day end as day, x.known_on from ("
            ),
            Statement.joined(_proofs(code, scope) for code in proof.evidence),
            Statement(
                f""") x(id, day, until, period, known_on, is_spell)
                where x.id = p.id and case when x.is_spell then x.until is null or x.until > p.start
                  when x.period is not null then x.period = p.since else x.day >= p.start end) y
                where day <= least({limit}, coalesce(p.ended, 'infinity'::date), %s::date)
                order by day, known_on limit 1) e on true""",
                (Given("on"),),
            ),
            Statement(" where e.day is null" if proof.is_wanting else ""),
        ],
        "",
    ).past_exclusions()


@lru_cache(maxsize=REMEMBERED)
def _start(after: str | None, scope: Scope) -> Statement:
    """Proof counts from `since`, and not before the last occurrence of the event `after`."""
    if after is None:
        return Statement("select o.*, o.since as start from (")
    last = Statement.of(EVENTS[after].fn().order_by().values_list(F("subject_id"), "day"))
    return last.within(
        "select o.*, greatest(o.since, (select max(a.day) from ({}) a(id, day)"
        " where a.id = o.id and a.day <= o.at)) as start from ("
    )


@lru_cache(maxsize=REMEMBERED)
def _proofs(code: str, scope: Scope) -> Statement:
    rows = as_known(EVENTS[code].fn(), given_day("on")).order_by()
    have = rows.query.annotations
    rows = rows.annotate(
        p_until=F("until") if "until" in have else NO_DAY,
        p_period=F("period") if "period" in have else NO_DAY,
        p_spell=Value("until" in have, BooleanField()),
    )
    return Statement.of(
        rows.values_list(F("subject_id"), "day", "p_until", "p_period", "known_on", "p_spell")
    )
