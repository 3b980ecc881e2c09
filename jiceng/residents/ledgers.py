"""The ledger of residents (居民台账), who is in place today (BX 三(三)4); of visits; and of moves.

Ledgers of the rooms above begin with the same columns about a person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Any

import django_filters
from django.db.models import BooleanField, DateField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.urls import reverse

from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.filters import ANY, LedgerFilters, choice, day, number
from jiceng.core.forms import NOT_ASKED
from jiceng.core.identity import mask
from jiceng.core.ledgers import Button, Ledger
from jiceng.core.secrets import cipher
from jiceng.core.tables import Column, chosen, shown
from jiceng.policy.figures import reading_all
from jiceng.policy.force import in_force
from jiceng.policy.statements import Statement
from jiceng.policy.trees import lookup
from jiceng.policy.vocabulary import LEAVES, NAMED, Span, carrying
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.choices import DECLINED, HukouKind, LabourAbility, VisitOutcome, VisitReason, VisitWay
from jiceng.residents.models import Assignment, Facts, Move, Resident, Sex, Visit
from jiceng.residents.populations import RESIDENT, YearsBefore
from jiceng.residents.rules import age_on, objection_until
from jiceng.residents.services import refusals_of

# Shown as a person's states, in this order; a vocabulary word each.
STATES = ("employed", "registered_unemployed", "hardship")


# What the columns show. Whatever else they come to read must stand here, or costs a query a row.
_READ = (
    "relation", "hukou", "ability", "phone", "household__number", "region__name",
    "resident__name", "resident__pinyin", "resident__sex", "resident__birth", "resident__number_cipher",
)  # fmt: skip


def in_place(today: dt.date) -> Any:
    """The version of facts that holds today, of every resident in place."""
    day = Span.on(today)
    rows = carrying(RESIDENT.located(day, False), day)
    return rows.select_related("resident", "household", "region").only(*_READ)


def add_person(rows: list[Any], today: dt.date) -> None:
    """Give rows of a `resident` the age of today and the masked number."""
    decrypt = cipher().decrypt
    for row in rows:
        row.age = age_on(row.resident.birth, today)
        row.number = mask(decrypt(bytes(row.resident.number_cipher)))


def add_refusals(rows: list[Any], today: dt.date) -> None:
    """Give versions of facts what their residents had declined to state up to a day."""
    found = refusals_of([row.resident_id for row in rows], today)
    for row in rows:
        row.refusals = found.get(row.resident_id, {})


def in_words(row: Any, code: str) -> str:
    """A fact as lists and print show it; one that is not known says whether it was declined or not asked."""
    return shown(chosen(row, code)) or (DECLINED if code in row.refusals else NOT_ASKED)


def _fact(code: str, title: str, **more: Any) -> Column:
    return Column(code, title, lambda row: in_words(row, code), secondary=True, **more)


def person_page(row: Any) -> str:
    """The address of the page of a row's resident."""
    return reverse("person", args=[row.resident_id])


# Who a row of a register is about; its rows select the resident and the region, and go through `add_person`.
PERSON_COLUMNS = (
    Column("name", "姓名", "resident.name", kind="code", sort="resident__pinyin", link=person_page),
    Column("sex", "性别", lambda row: chosen(row.resident, "sex"), secondary=True),
    Column("age", "年龄", kind="number"),
    Column("number", "公民身份号码", kind="code", secondary=True),
    Column("community", "社区", "region.name", secondary=True),
)


def add_states(rows: list[Any], today: dt.date) -> None:
    """Give the rows age, masked number and the states of today."""
    add_person(rows, today)
    words = [(NAMED.get(code) or LEAVES[code]).label for code in STATES]
    text = _states(scope.current(), today)
    asked = replace(text, params=(*text.params, [row.pk for row in rows]))
    marked = {pk: marks for pk, *marks in asked.fetch()}
    for row in rows:
        row.states = "、".join(word for word, holds in zip(words, marked[row.pk], strict=True) if holds)


def add_answers(rows: list[Any], today: dt.date) -> None:
    """Give the rows everything that the list shows."""
    add_states(rows, today)
    add_refusals(rows, today)


@lru_cache(maxsize=128)
def _states(within: scope.Scope, today: dt.date) -> Statement:
    """Id of a version and whether each state holds; takes a list of ids as its last parameter.

    Remembered by scope and day, on which alone the text depends: to build it takes longer than to run it.
    """
    sets = {code: lookup(code, lambda name: None) for code in STATES}
    marks = {f"is_{code}": ExpressionWrapper(each.q(), BooleanField()) for code, each in sets.items()}
    day = Span.on(today)
    located = carrying(RESIDENT.located(day, False), day).annotate(**marks).values("id", *marks)
    return Statement.of(located).within("select * from ({}) located where id = any(%s)")


class PopulationFilter(django_filters.ChoiceFilter):
    """A filter by a named set: words of the vocabulary that hold on a day, and categories in force."""

    def __init__(self, label: str = "人员类别") -> None:
        super().__init__(label=label, empty_label=ANY)

    @property
    def field(self) -> Any:
        """The form field, with what is in force where the officer works."""
        if not hasattr(self, "_field"):
            self.policy = in_force(self.parent.request.post.office.region, self.parent.today)
            self.extra["choices"] = _words() + [
                (entry.code, entry.label)
                for entry in self.policy.all("category")
                if entry.subject == "resident"
            ]
        return super().field

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of the members."""
        return qs.filter(self.policy.population(value).q()) if value else qs


def _words() -> list[tuple[str, str]]:
    states = [w for w in LEAVES.values() if w.kind == "state" and w.subject == "resident"]
    named = [w for w in NAMED.values() if w.subject == "resident" and not w.is_flow]
    return [(word.code, word.label) for word in (*states, *named)]


class MineFilter(django_filters.ChoiceFilter):
    """A filter by who answers: rows of people, or of households with a member, of whom the officer does."""

    def __init__(self, *, of_households: bool = False) -> None:
        self.of_households = of_households
        super().__init__(label="责任人", choices=[("mine", "我负责的")], empty_label=ANY)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows that the officer answers for today."""
        if not value:
            return qs
        today, user = self.parent.today, self.parent.request.user
        mine = Assignment.objects.open_on(today).filter(officer=user)
        is_mine = Q(Exists(mine.filter(resident=OuterRef("resident_id"))))
        if self.of_households:
            members = Facts.objects.open_on(today).filter(resident__in=mine.values("resident"))
            is_mine |= Q(Exists(members.filter(household=OuterRef("household_id"))))
        return qs.filter(is_mine)


class ResidentFilters(LedgerFilters):
    """By place, sex, age, hukou, ability and named population."""

    place = PlaceFilter()
    population = PopulationFilter()
    sex = choice("性别", Sex.choices, field_name="resident__sex")
    age_from = number("年满", method="from_age")
    age_to = number("至(周岁)", method="to_age")
    hukou = choice("户口性质", HukouKind.choices, field_name="hukou")
    ability = choice("劳动能力", LabourAbility.choices, field_name="ability")
    mine = MineFilter()

    def from_age(self, rows: Any, name: str, value: Any) -> Any:
        """Who has completed so many years."""
        return rows.filter(resident__birth__lte=YearsBefore(Value(self.today, DateField()), int(value)))

    def to_age(self, rows: Any, name: str, value: Any) -> Any:
        """Who has not completed a year more."""
        return rows.filter(resident__birth__gt=YearsBefore(Value(self.today, DateField()), int(value) + 1))


def _household(row: Any) -> str:
    return row.household.number if row.household else ""


RESIDENTS = Ledger(
    code="residents",
    title="居民台账",
    rows=in_place,
    key="resident_id",
    filters=ResidentFilters,
    prepare=add_answers,
    columns=(
        Column("name", "姓名", "resident.name", sort="resident__pinyin", link="person"),
        Column("sex", "性别", lambda row: chosen(row.resident, "sex")),
        Column("age", "年龄", kind="number"),
        Column("number", "公民身份号码", kind="code"),
        Column("community", "社区", "region.name"),
        Column("household", "家庭编号", _household, secondary=True),
        _fact("relation", "与户主关系"),
        _fact("hukou", "户口性质"),
        _fact("ability", "劳动能力"),
        _fact("phone", "联系电话", kind="code"),
        Column("states", "状态"),
    ),
)


class VisitFilters(LedgerFilters):
    """By place, days, way, reason and outcome."""

    place = PlaceFilter()
    first = day("日期自", "on", "gte")
    last = day("日期至", "on", "lte")
    reason = choice("事由", VisitReason.choices, method="for_reason")
    way = choice("方式", VisitWay.choices, field_name="way")
    outcome = choice("走访结果", VisitOutcome.choices, field_name="outcome")

    def for_reason(self, rows: Any, name: str, value: str) -> Any:
        """Visits that had this reason among others."""
        return rows.filter(reasons__contains=[value])


def _reasons(row: Any) -> str:
    return "、".join(str(VisitReason(reason).label) for reason in row.reasons)


VISITS = Ledger(
    code="visits",
    title="走访记录",
    rows=lambda today: Visit.objects.select_related("resident", "region"),
    filters=VisitFilters,
    prepare=add_person,
    begins="-on",
    columns=(
        *PERSON_COLUMNS,
        Column("on", "日期", kind="day", sort="on"),
        Column("way", "方式", lambda row: row.get_way_display()),
        Column("reasons", "事由", _reasons),
        Column("outcome", "走访结果", lambda row: row.get_outcome_display()),
        Column("content", "内容", secondary=True),
        Column("visitor", "走访人", secondary=True),
    ),
)


class MoveFilters(LedgerFilters):
    """By place, direction and what was said about a move."""

    place = PlaceFilter()
    direction = choice("方向", Move.Direction.choices)
    state = choice("异议", [("open", "待裁定"), ("decided", "已裁定"), ("none", "无异议")], method="in_state")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """Moves without an objection, with one that waits, or with a decided one."""
        if value == "none":
            return rows.filter(objected_on=None)
        return (
            rows.filter(objected_on__isnull=False, decision="")
            if value == "open"
            else rows.exclude(decision="")
        )


def add_moved_people(rows: list[Any], today: dt.date) -> None:
    """Give moves the name of the person, who was here, also of those beyond the scope now."""
    with reading_all():
        people = Resident.every.filter(pk__in={row.resident_id for row in rows})
        names = dict(people.values_list("pk", "name"))
    for row in rows:
        row.name, row.state = names[row.resident_id], state_of_move(row, today)


def state_of_move(row: Move, today: dt.date) -> str:
    """What a move has come to, in words."""
    if row.decision:
        return f"{row.decided_on}裁定：{row.get_decision_display()}"
    if row.objected_on is not None:
        return f"{row.objected_on}提出异议，待裁定"
    until = objection_until(row.known_on)
    return f"异议期至{until}" if today <= until else "无异议"


MOVES = Ledger(
    code="moves",
    title="迁入迁出",
    rows=lambda today: Move.objects.select_related("region", "other"),
    filters=MoveFilters,
    prepare=add_moved_people,
    begins="-known_on",
    buttons=(Button("办理迁入", "move-new", Action.MOVE),),
    note="社区间的迁移由迁入地办理，迁出地收到通知后可在7天内提出异议，由共同的上级机构裁定；裁定前迁移有效。",
    columns=(
        Column("name", "姓名", kind="code", link="move"),
        Column("direction", "方向", lambda row: row.get_direction_display()),
        Column("community", "本社区", "region.name"),
        Column("other", "对方社区", "other.name"),
        Column("on", "迁移日期", kind="day"),
        Column("known_on", "办理日期", kind="day", sort="known_on"),
        Column("reason", "迁入原因", secondary=True),
        Column("papers", "证明材料", secondary=True),
        Column("state", "状态"),
    ),
)
