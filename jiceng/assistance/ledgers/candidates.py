"""Who meets the conditions of a hardship category and has not been determined yet, BX 三(三)3(1)."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from jiceng.accounts.roles import Action
from jiceng.assistance.models import Determination
from jiceng.core.filters import ANY, LedgerFilters
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.policy.force import areas
from jiceng.policy.vocabulary import Span, carrying
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import PERSON_COLUMNS, add_person, in_place
from jiceng.residents.populations import RESIDENT

SEPARATOR = "、"


class CandidateFilter(django_filters.ChoiceFilter):
    """A filter by the category met; `CandidateFilters` applies it."""

    def __init__(self) -> None:
        super().__init__(label="符合类别", empty_label=ANY)

    @property
    def field(self) -> Any:
        """The form field, with the categories that a determination stands for where the officer works."""
        if not hasattr(self, "_field"):
            self.extra["choices"] = [(name, name) for name in self.parent.conditions]
        return super().field

    def filter(self, qs: Any, value: str) -> Any:
        """Leave the rows to the set of filters, which also wants those without a choice."""
        return qs


class CandidateFilters(LedgerFilters):
    """By place and category; each row with the names of what is met (`meets`)."""

    place = PlaceFilter()
    category = CandidateFilter()

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """By 类别, who meets it and is not determined."""
        return _conditions(self.request.post.office.region, self.today)

    def filter_queryset(self, queryset: Any) -> Any:
        """Those who meet the chosen category, or any."""
        rows = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data.get("category")
        asked = [self.conditions[chosen]] if chosen else list(self.conditions.values())
        if not asked:
            return rows.none()
        first, *rest = (_members(condition, self.today) for condition in asked)
        found = first.union(*rest, all=True) if rest else first
        may_determine = Value(self.actor.may(Action.DETERMINE))
        return rows.filter(resident_id__in=found).annotate(
            meets=_names_of(self.conditions), may_determine=may_determine
        )


def _conditions(region: Any, today: dt.date) -> dict[str, Q]:
    # Conditions on versions of facts.
    conditions: dict[str, Q] = {}
    for area in areas(region, today):
        for entry in area.policy.all("category"):
            if entry.determination and entry.subject == "resident":
                meets = (
                    area.q() & area.policy.category(entry.code).q() & ~_determined(entry.determination, today)
                )
                conditions[entry.determination] = conditions.get(entry.determination, Q(pk__in=[])) | meets
    return conditions


def _determined(category: str, today: dt.date) -> Q:
    held = Determination.objects.open_on(today).filter(category=category)
    return Q(Exists(held.filter(resident=OuterRef("resident_id"))))


def _members(condition: Q, today: dt.date) -> Any:
    day = Span.on(today)
    return carrying(RESIDENT.located(day, False), day).filter(condition).values("resident_id")


def _names_of(conditions: dict[str, Q]) -> Concat:
    named = [
        Case(When(condition, then=Value(name + SEPARATOR)), default=Value(""))
        for name, condition in conditions.items()
    ]
    return Concat(Value(""), *named, output_field=CharField())


def _met(row: Any) -> str:
    return row.meets.removesuffix(SEPARATOR)


def _determine_page(row: Any) -> str:
    return reverse("person-act", args=[row.resident_id, "determine"]) if row.may_determine else ""


CANDIDATES = Ledger(
    code="candidates",
    title="符合条件人员（尚未认定）",
    rows=in_place,
    key="resident_id",
    filters=CandidateFilters,
    prepare=add_person,
    columns=(
        *PERSON_COLUMNS,
        Column("phone", "联系电话", kind="code", secondary=True),
        Column("meets", "符合类别（点击办理认定）", _met, link=_determine_page),
    ),
)
