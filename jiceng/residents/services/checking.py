"""Data that look too alike to have been asked one by one: hints for whoever answers for several communities.

None of them accuses anybody: a new estate is uniform, a family shares a phone. Thresholds are ours; docs/
definitions.md has them in words. Everything is counted by SQL within the scope.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field

from jiceng.core import scope
from jiceng.core.spans import holding
from jiceng.residents.models import Facts, Visit

LEAST_PEOPLE = 50  # people of a community of whom something is known, below which nothing is said
UNIFORM = 98  # percent: more of them have one value
SPREAD = 90  # percent: while at most so many of the other people of the street have it
PHONE_PEOPLE, PHONE_HOUSEHOLDS = 5, 3  # people with one phone, and the households they live in
COPIED_PEOPLE, COPIED_LENGTH = 10, 6  # people with one text of a visit in a month, and its characters
VISITS_SINCE = 366  # days
STREET = 9  # characters of the path of a street

COLUMNS = (
    "education", "hukou", "marital", "political", "skill_level", "ability", "low_income", "disabled",
    "resettled", "veteran", "graduate", "landless", "laid_off", "student", "job_wish",
)  # fmt: skip
SURVEY_DAY, PHONE, VISIT = "surveyed_on", "phone", "visit"
CHECKED = (*COLUMNS, SURVEY_DAY, PHONE, VISIT)


@dataclass(frozen=True)
class Hint:
    """A column of a community to be verified: how many of how many people share what the row `pk` says."""

    column: str
    region_id: int
    people: int
    of: int
    pk: int

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.people / self.of

    @property
    def label(self) -> str:
        """What is alike, in words."""
        if self.column == VISIT:
            return "走访内容（同一走访人、同一月份）"
        field = Facts._meta.get_field(self.column)
        assert isinstance(field, Field)
        return str(field.verbose_name)


def hints(today: dt.date) -> list[Hint]:
    """Everything to be verified in the scope, the most people first."""
    found = [*_uniform(today), *_same_day(today), *_same_phone(today), *_same_words(today)]
    return sorted(found, key=lambda each: (-each.people, each.region_id, each.column))


def behind(column: str, pk: int, today: dt.date) -> Any:
    """Versions of facts in place today of the people who share what a row says; None beyond the scope."""
    in_place = Facts.objects.open_on(today).select_related("resident", "region")
    if column == VISIT:
        row = Visit.objects.filter(pk=pk).exclude(content="").first()
        if row is None:
            return None
        month = holding(row.on, "month")
        alike = Visit.objects.filter(
            region=row.region_id,
            visitor=row.visitor,
            content=row.content,
            on__range=(month.first, month.last),
        )
        return in_place.filter(resident__in=alike.values("resident"))
    version = Facts.objects.open_on(today).filter(pk=pk).first()
    value = getattr(version, column, None)
    if version is None or value is None:
        return None
    return in_place.filter(**{"region": version.region_id, column: value})


_HERE = """
    from residents_facts f
    where f.path >= %(lo)s and f.path < %(hi)s and f.voided_at is null
      and f.start <= %(today)s and (f.stop is null or f.stop > %(today)s)"""


def _uniform(today: dt.date) -> Iterator[Hint]:
    """Columns in which nearly everybody of a community is the same, and the street around is not."""
    sets = ", ".join(f"(f.path, f.region_id, f.{name})" for name in COLUMNS)
    places = ", ".join(f"f.{name}" for name in COLUMNS)
    counted = _rows(
        f"select f.path, f.region_id, grouping({places}), coalesce({_as_text()}), count(*), min(f.id)"
        f" {_HERE} group by grouping sets ({sets})",
        today,
    )
    of_street: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    here: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    regions = {}
    for path, region_id, grouped, value, people, pk in counted:
        column = _column_of(grouped)
        if value is None:
            continue
        regions[path] = region_id
        of_street[path[:STREET], column][value] += people
        here[path, column].append((value, people, pk))
    for (path, column), values in here.items():
        value, people, pk = max(values, key=lambda each: each[1])
        of = sum(each[1] for each in values)
        street = of_street[path[:STREET], column]
        if is_uniform(people, of, others=street[value] - people, of_others=street.total() - of):
            yield Hint(column, regions[path], people, of, pk)


def is_uniform(people: int, of: int, *, others: int, of_others: int) -> bool:
    """Whether `people` of `of` share too much, where `others` of `of_others` in the street around do."""
    if of < LEAST_PEOPLE or of_others < LEAST_PEOPLE:
        return False
    return 100 * people > UNIFORM * of and 100 * others <= SPREAD * of_others


def _as_text() -> str:
    return ", ".join(f"f.{name}::text" for name in COLUMNS)


def _column_of(grouped: int) -> str:
    """The one column that a row is grouped by: its bit is the only one that is not set."""
    last = len(COLUMNS) - 1
    return next(name for place, name in enumerate(COLUMNS) if not grouped >> (last - place) & 1)


def _same_day(today: dt.date) -> Iterator[Hint]:
    """Communities of which nearly everybody was surveyed on one day."""
    asked = f"""
        select region_id, people, of, pk from (
            select f.region_id, count(*) as people, sum(count(*)) over (partition by f.region_id) as of,
                   min(f.id) as pk
            {_HERE} group by f.region_id, f.surveyed_on) d
        where of >= %(least)s and 100 * people > %(uniform)s * of"""
    for region_id, people, of, pk in _rows(asked, today, least=LEAST_PEOPLE, uniform=UNIFORM):
        yield Hint(SURVEY_DAY, region_id, people, int(of), pk)


def _same_phone(today: dt.date) -> Iterator[Hint]:
    """One phone of many people who do not live together."""
    asked = f"""
        select region_id, people, of, pk from (
            select f.region_id, count(*) as people, sum(count(*)) over (partition by f.region_id) as of,
                   count(distinct coalesce(f.household_id, -f.id)) as homes, min(f.id) as pk
            {_HERE} and f.phone is not null group by f.region_id, f.phone) d
        where people >= %(least)s and homes >= %(homes)s"""
    for region_id, people, of, pk in _rows(asked, today, least=PHONE_PEOPLE, homes=PHONE_HOUSEHOLDS):
        yield Hint(PHONE, region_id, people, int(of), pk)


def _same_words(today: dt.date) -> Iterator[Hint]:
    """One text of visits to many people by one officer in a calendar month of the last year."""
    asked = """
        with visits as (
            select v.region_id, v.visitor, date_trunc('month', v."on") as month, v.content,
                   v.resident_id, v.id
            from residents_visit v
            where v.path >= %(lo)s and v.path < %(hi)s and v.voided_at is null
              and v."on" > %(today)s::date - %(days)s::int and v."on" <= %(today)s),
        copied as (
            select region_id, visitor, month, content, count(distinct resident_id) as people, min(id) as pk
            from visits where char_length(content) >= %(length)s group by 1, 2, 3, 4
            having count(distinct resident_id) >= %(least)s)
        select c.region_id, c.people, (
            select count(distinct v.resident_id) from visits v
            where (v.region_id, v.visitor, v.month) = (c.region_id, c.visitor, c.month)), c.pk
        from copied c"""
    given = {"days": VISITS_SINCE, "length": COPIED_LENGTH, "least": COPIED_PEOPLE}
    for region_id, people, of, pk in _rows(asked, today, **given):
        yield Hint(VISIT, region_id, people, of, pk)


def _rows(sql: str, today: dt.date, **given: Any) -> list[tuple[Any, ...]]:
    within = scope.current()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"lo": within.lo, "hi": within.hi, "today": today, **given})
        return list(cursor.fetchall())
