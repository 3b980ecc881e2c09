"""Zero-employment households: recognised (零就业家庭台账), and found by rule, BX 三(三)3(4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.urls import reverse

from jiceng.accounts.roles import Action
from jiceng.assistance.ledgers.spells import StateFilter, add_state
from jiceng.assistance.models import Recognition
from jiceng.core.filters import LedgerFilters, choice, day
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.employment.populations import member_employed
from jiceng.policy.force import areas
from jiceng.policy.vocabulary import Span, carrying
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.models import Facts
from jiceng.residents.populations import HOUSEHOLD

FOUND = "zero_household_found"


def recognitions(today: dt.date) -> Any:
    """Recognitions, with the first day from recognition on which a member was employed."""
    worked = member_employed.fn().filter(
        Q(until=None) | Q(until__gt=OuterRef("start")), subject_id=OuterRef("household_id")
    )
    first = Subquery(worked.order_by("day").values("day")[:1])
    return Recognition.objects.select_related("household", "region").annotate(worked_from=first)


def add_household_and_state(rows: list[Any], today: dt.date) -> None:
    """Give recognitions their state, members of today, and how long it took until one of them worked."""
    add_state(rows, today)
    members = names_of_members([row.household_id for row in rows], today)
    for row in rows:
        row.members = members.get(row.household_id, "")
        # Who had worked before recognition, and still did, counts from the first day.
        row.first_job = max(row.worked_from, row.start) if row.worked_from else None
        is_waiting = row.stop is None or row.stop > today
        until = row.first_job or (today if is_waiting else None)
        row.days = (until - row.start).days if until else None


def names_of_members(households: list[int], today: dt.date) -> dict[int, str]:
    """The names of the members of households on a day, the head first."""
    names = defaultdict(list)
    versions = Facts.objects.open_on(today).filter(household__in=households)
    for household, name in versions.order_by("relation", "resident").values_list(
        "household", "resident__name"
    ):
        names[household].append(name)
    return {household: "、".join(of_it) for household, of_it in names.items()}


class RecognitionFilters(LedgerFilters):
    """By place, state, whether a member has worked since, and days."""

    place = PlaceFilter()
    state = StateFilter()
    worked = choice("成员就业", [("yes", "已有成员就业"), ("no", "尚无成员就业")], method="by_work")
    first = day("认定日期自", "start", "gte")
    last = day("认定日期至", "start", "lte")

    def by_work(self, rows: Any, name: str, value: str) -> Any:
        """Recognitions since which a member has, or has not, been employed."""
        return rows.filter(worked_from__isnull=value == "no")


def household_page(row: Any) -> str:
    """The address of the page of a row's household."""
    return reverse("household", args=[row.household_id])


HOUSEHOLD_COLUMNS = (
    Column("community", "社区", "region.name", secondary=True),
    Column("members", "家庭成员"),
)

RECOGNITIONS = Ledger(
    code="recognitions",
    title="零就业家庭台账",
    rows=recognitions,
    filters=RecognitionFilters,
    prepare=add_household_and_state,
    begins="-start",
    columns=(
        Column("household", "家庭编号", "household.number", kind="code", link=household_page),
        *HOUSEHOLD_COLUMNS,
        Column("start", "认定日期", kind="day", sort="start"),
        Column("state", "状态", kind="code"),
        Column("first_job", "首次就业", kind="day"),
        Column("days", "历时(天)", kind="number", secondary=True),
        Column("stop", "退出日期", kind="day", secondary=True),
        Column("exit_reason", "退出原因", secondary=True),
    ),
)


def households(today: dt.date) -> Any:
    """Households, to be cut to those found by the rule in force."""
    day_of_today = Span.on(today)
    rows = carrying(HOUSEHOLD.located(day_of_today, False), day_of_today)
    return rows.select_related("region")


def found_in(rows: Any, region: Any, today: dt.date) -> Any:
    """Zero-employment households as the packs in force define them, but those recognised already.

    Nothing is found where no pack defines them.
    """
    found = Q(pk__in=[])
    for area in areas(region, today):
        category = area.policy.category(FOUND)
        if category is not None:
            found |= area.q() & category.q()
    recognised = Recognition.objects.open_on(today).filter(household=OuterRef("pk"))
    return rows.filter(found & ~Exists(recognised))


def add_members(rows: list[Any], today: dt.date) -> None:
    """Give households the names of their members of today."""
    members = names_of_members([row.pk for row in rows], today)
    for row in rows:
        row.members = members.get(row.pk, "")


class FoundFilters(LedgerFilters):
    """By place; always those found where the officer works."""

    place = PlaceFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        """The households found, under the other filters."""
        rows = found_in(super().filter_queryset(queryset), self.request.post.office.region, self.today)
        return rows.annotate(may_recognise=Value(self.actor.may(Action.DETERMINE)))


def _recognise_page(row: Any) -> str:
    return reverse("household-act", args=[row.pk, "recognise"]) if row.may_recognise else ""


FOUND_HOUSEHOLDS = Ledger(
    code="zero_households",
    title="零就业家庭（发现，尚未认定）",
    rows=households,
    filters=FoundFilters,
    prepare=add_members,
    columns=(
        Column("household", "家庭编号", "number", kind="code", sort="path", link="household"),
        *HOUSEHOLD_COLUMNS,
        Column("state", "状态（点击办理认定）", lambda row: "未认定", link=_recognise_page),
    ),
)
