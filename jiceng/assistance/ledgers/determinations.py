"""The ledger of hardship (困难认定台账), BX 三(三)3(2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Subquery

from jiceng.assistance.choices import ExitReason, HardshipCategory
from jiceng.assistance.ledgers.spells import StateFilter, add_state
from jiceng.assistance.models import Determination
from jiceng.core.filters import ANY, LedgerFilters, choice, day
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.employment.ledgers import employed_among
from jiceng.employment.models import Employment
from jiceng.policy.force import in_force
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import PERSON_COLUMNS, MineFilter, add_person
from jiceng.residents.models import Assignment


class CategoryFilter(django_filters.ChoiceFilter):
    """A filter by 类别: those that every deployment knows, and those of the packs in force."""

    def __init__(self) -> None:
        super().__init__(label="类别", field_name="category", empty_label=ANY)

    @property
    def field(self) -> Any:
        """The form field, with what is in force where the officer works."""
        if not hasattr(self, "_field"):
            policy = in_force(self.parent.request.post.office.region, self.parent.today)
            added = [entry.determination for entry in policy.all("category") if entry.determination]
            self.extra["choices"] = [
                (name, name) for name in dict.fromkeys([*HardshipCategory.values, *added])
            ]
        return super().field


def determinations(today: dt.date) -> Any:
    """Determinations, with who answers for the person today."""
    assigned = Assignment.objects.open_on(today).filter(resident=OuterRef("resident"))
    rows = Determination.objects.select_related("resident", "region")
    return rows.annotate(officer=Subquery(assigned.values("officer__name")[:1]))


def add_person_and_state(rows: list[Any], today: dt.date) -> None:
    """Give determinations what their columns show."""
    add_person(rows, today)
    add_state(rows, today)
    employed = employed_among((row.resident_id for row in rows), today)
    for row in rows:
        row.employment = "已就业" if row.resident_id in employed else "未就业"


class DeterminationFilters(LedgerFilters):
    """By place, category, state, employment of today and days."""

    place = PlaceFilter()
    category = CategoryFilter()
    state = StateFilter()
    employed = choice("就业状况", [("yes", "已就业"), ("no", "未就业")], method="by_employment")
    first = day("认定日期自", "start", "gte")
    last = day("认定日期至", "start", "lte")
    exit_reason = choice("退出原因", ExitReason.choices, field_name="exit_reason")
    mine = MineFilter()

    def by_employment(self, rows: Any, name: str, value: str) -> Any:
        """Determinations of people who are, or are not, employed today."""
        employed = Exists(Employment.objects.open_on(self.today).filter(resident=OuterRef("resident")))
        return rows.filter(employed if value == "yes" else ~employed)


DETERMINATIONS = Ledger(
    code="determinations",
    title="困难认定台账",
    rows=determinations,
    filters=DeterminationFilters,
    prepare=add_person_and_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("category", "类别"),
        Column("start", "认定日期", kind="day", sort="start"),
        Column("state", "状态", kind="code"),
        Column("employment", "就业状况", secondary=True),
        Column("officer", "责任人", secondary=True),
        Column("stop", "退出日期", kind="day", secondary=True),
        Column("exit_reason", "退出原因", "exit_reason", secondary=True),
    ),
)
