"""What official ledgers may show of residents and households on a day (BX 三(三)4, 三(三)3(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Field

from jiceng.core.forms import NOT_ASKED
from jiceng.policy.layouts import Kind, LayoutColumn, Located, ledger_columns, ledger_subject
from jiceng.policy.vocabulary import Span
from jiceng.residents.choices import HouseholdRelation
from jiceng.residents.ledgers import add_person, add_refusals, add_states, in_words
from jiceng.residents.models import Facts, Visit
from jiceng.residents.populations import RESIDENT

Found = Mapping[int, Any]

# code of the column: its width in Chinese characters; titles and codes are those of the facts.
_FACTS = {
    "relation": 4,
    "ethnicity": 3,
    "education": 5,
    "hukou": 5,
    "hukou_address": 10,
    "address": 10,
    "phone": 6,
    "marital": 3,
    "political": 4,
    "low_income": 3,
    "disabled": 3,
    "resettled": 3,
    "veteran": 3,
    "graduate": 3,
    "graduated_on": 5,
    "landless": 3,
    "laid_off": 4,
    "skill_level": 4,
    "trade": 5,
    "ability": 4,
    "student": 3,
    "job_wish": 3,
}
_CODES = {"phone"}


def persons(rows: Sequence[Any], day: dt.date) -> Found:
    """The rows with the age of the day and the masked number."""
    add_person(list(rows), day)
    return by_resident(rows)


def states(rows: Sequence[Any], day: dt.date) -> Found:
    """The rows with the states of the day."""
    add_states(list(rows), day)
    return by_resident(rows)


def officers(rows: Sequence[Any], day: dt.date) -> Found:
    """The names of those who answer for the residents on the day; without one, the community answers."""
    assigned = RESIDENT.officers([(row.resident_id, day) for row in rows])
    names = dict(get_user_model().objects.filter(pk__in=set(assigned.values())).values_list("pk", "name"))
    return {pk: names[officer] for (pk, _), officer in assigned.items()}


def last_visits(rows: Sequence[Any], day: dt.date) -> Found:
    """The latest visits until the day."""
    visits = Visit.objects.filter(resident__in=ids_of(rows, "resident_id"), on__lte=day)
    return by_resident(visits.order_by("resident_id", "-on", "-pk").distinct("resident_id"))


def members(rows: Sequence[Any], day: dt.date) -> Mapping[int, list[Any]]:
    """The members of the households on the day, the head first."""
    at_home = RESIDENT.located(Span.on(day), False).filter(household__in=ids_of(rows, "pk"))
    homes: dict[int, list[Any]] = {}
    for member in at_home.select_related("resident").order_by("resident__birth", "resident_id"):
        homes.setdefault(member.household_id, []).append(member)
    add_refusals([member for home in homes.values() for member in home], day)
    for each in homes.values():
        each.sort(key=lambda member: member.relation != HouseholdRelation.HEAD)
    return homes


def ids_of(rows: Iterable[Any], key: str) -> list[int]:
    """The ids in a column of rows."""
    return [getattr(row, key) for row in rows]


def by_resident(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows by the resident they are about; of several the last."""
    return {row.resident_id: row for row in rows}


def answers(rows: Sequence[Any], day: dt.date) -> Found:
    """The rows with what was declined until the day."""
    add_refusals(list(rows), day)
    return by_resident(rows)


def _fact(code: str, width: int) -> LayoutColumn:
    title, kind = str(_field(code).verbose_name), _kind(code)
    return LayoutColumn(code, title, "resident", lambda row: in_words(row, code), kind, width, find=answers)


def _kind(code: str) -> Kind:
    return "code" if code in _CODES else "text"


def _field(code: str) -> Field[Any, Any]:
    field = Facts._meta.get_field(code)
    assert isinstance(field, Field)
    return field


def _head(code: str) -> Callable[[list[Any]], str]:
    return lambda home: in_words(home[0], code)


def _column(code: str, title: str, value: Callable[[Any], Any], width: int, **more: Any) -> LayoutColumn:
    return LayoutColumn(code, title, "resident", value, width=width, **more)


def _of_household(code: str, title: str, value: Any, width: int, **more: Any) -> LayoutColumn:
    return LayoutColumn(code, title, "household", value, width=width, **more)


def declare_layouts() -> None:
    """Speak the columns of residents and households."""
    ledger_subject("resident", Located("resident_id", ("resident", "household", "region")))
    ledger_subject("household", Located("pk", ("region",)))
    ledger_columns(
        _column("name", "姓名", lambda row: row.resident.name, 4, kind="code", order="resident__pinyin"),
        _column("sex", "性别", lambda row: row.resident.get_sex_display(), 2),
        _column("age", "年龄", lambda row: row.age, 2, kind="number", find=persons),
        _column("number", "公民身份号码", lambda row: row.number, 9, kind="code", find=persons),
        _column("community", "社区", lambda row: row.region.name, 6, order="path"),
        _column("household", "家庭编号", lambda row: row.household.number if row.household else NOT_ASKED, 5),
        _column("status", "状态", lambda row: row.states, 6, find=states),
        _column("officer", "责任人", str, 4, find=officers),
        _column("last_visit", "最近走访", lambda visit: visit.on, 5, kind="day", find=last_visits),
        _column("surveyed_on", "核实日期", lambda row: row.surveyed_on, 5, kind="day"),
        _column("remarks", "备注", lambda row: None, 5),
        *(_fact(code, width) for code, width in _FACTS.items()),
        _of_household("number", "家庭编号", lambda row: row.number, 6, kind="code", order="number"),
        _of_household("community", "社区", lambda row: row.region.name, 7, order="path"),
        _of_household("head", "户主", lambda home: home[0].resident.name, 4, kind="code", find=members),
        _of_household("address", "现住址", _head("address"), 12, find=members),
        _of_household("phone", "联系电话", _head("phone"), 6, kind="code", find=members),
        _of_household("members", "家庭人数", len, 3, kind="number", find=members),
        _of_household("remarks", "备注", lambda row: None, 6),
    )
