"""The oracle: contracts 4 and 5 recomputed from raw rows by plain loops, to compare the product with.

    oracle = Oracle(city.rows(), communities, today=date(2026, 9, 30))
    oracle.members("re_employed", "2105", date(2026, 7, 1), date(2026, 9, 30))
    oracle.report("210502001", "2026Q3")
    oracle.duties("2105", on=date(2026, 9, 30), status="overdue")

It imports nothing of the product, on purpose: what both say was written twice, by reading the same contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle import definitions as define
from tests.oracle.duties import duties_on, follow_up_owed, follow_up_visit
from tests.oracle.facts import Ledgers, Row
from tests.oracle.periods import Span, full_code, months_within, region_prefix, standing_span
from tests.oracle.populations import FLOWS, HOUSEHOLD_SETS, STATES, Populations, counted_in

ALL_COLUMNS = ("total", "female", "urban", "rural", "other")
PEOPLE_ROWS = tuple(
    name for name in (*STATES, *FLOWS) if name not in ("candidate_4050", "candidate_shack_resettled")
)
Columns = dict[str, int | Decimal | None]
Cells = dict[str, Columns]


class Oracle:
    """A second opinion on the figures and duties that follow from the rows of the ledgers.

    `history` says which ledgers were loaded with `--history`: all, none, or those named.
    `communities` are codes of 12 digits, or anything whose first item is one.
    """

    def __init__(
        self,
        rows: Mapping[str, Iterable[Row]],
        communities: Iterable[Any],
        today: date,
        history: bool | set[str] = True,
    ) -> None:
        self.today = today
        self.communities = {one if isinstance(one, str) else one[0] for one in communities}
        self.ledgers = Ledgers(rows, today, history)
        self.populations = Populations(self.ledgers)
        for person in self.ledgers.people.values():
            strange = {version.community for version in person.versions} - self.communities
            if strange:
                raise ValueError(f"{person.number} lives in {strange}, which no region has")

    def members(self, population: str, region: str, first: date, last: date | None = None) -> set[str]:
        """Keys of the members within a region: on a day, or over the span [first, last]."""
        return set(self._located(population, region, first, last or first))

    def size(self, population: str, region: str, first: date, last: date | None = None) -> int:
        """How many there are."""
        return len(self.members(population, region, first, last))

    def by(
        self, population: str, region: str, first: date, last: date | None = None, *, dimensions: list[str]
    ) -> list[dict[str, Any]]:
        """Sizes grouped by sex, hukou, education, age_band or community, as the command prints them."""
        day = last or first
        located = self._located(population, region, first, day)
        groups: Counter[tuple[str | None, ...]] = Counter()
        for key, community in located.items():
            groups[tuple(self._value(name, key, community, day) for name in dimensions)] += 1
        return [
            {**dict(zip(dimensions, values, strict=True)), "size": size} for values, size in groups.items()
        ]

    def report(self, region: str, period: str | Span) -> Cells:
        """Every cell of bx-quarterly: {row: {column: number or none}}."""
        first, last = standing_span(period, self.today)
        cells: Cells = {row: self._people_cells(row, region, first, last) for row in PEOPLE_ROWS}
        unemployed = cells["registered_unemployed"]["total"]
        employed = cells["employed"]["total"]
        assert isinstance(unemployed, int) and isinstance(employed, int)
        cells["unemployment_rate"] = {"total": define.percent(unemployed, unemployed + employed)}
        for row in HOUSEHOLD_SETS:
            cells[row] = {"total": self.size(row, region, first, last)}
        owed, done = self.follow_ups(region, first, last)
        cells["follow_ups_owed"], cells["follow_ups_done"] = {"total": owed}, {"total": done}
        return cells

    def follow_ups(self, region: str, first: date, last: date) -> tuple[int, int]:
        """Person-months owed and done in the months of a span; each person where he counts in the report.

        Figures do not look at `known_on`, so rows entered late count like any others.
        """
        owed = done = 0
        for person in self.ledgers.people.values():
            community = counted_in(person, first, last)
            if community is None or not community.startswith(region_prefix(region)):
                continue
            for start, end in months_within(first, last):
                day = min(end, last)
                spell = follow_up_owed(person, day, known_by=date.max)
                if spell is not None:
                    owed += 1
                    done += follow_up_visit(person, spell, start, day, known_by=date.max) is not None
        return owed, done

    def duties(
        self,
        region: str,
        on: date,
        first: date | None = None,
        last: date | None = None,
        *,
        status: str | None = None,
        duty: str | None = None,
    ) -> list[dict[str, str | None]]:
        """Duties within a region seen on a day; due in [first, last], by default its calendar year."""
        span = first or date(on.year, 1, 1), last or date(on.year, 12, 31)
        return [
            one.as_json()
            for one in duties_on(self.ledgers, on, span)
            if one.community.startswith(region_prefix(region))
            and status in (None, one.status)
            and duty in (None, one.duty)
        ]

    def region(self, code: str) -> str:
        """A region's code as the command prints it."""
        return full_code(code)

    def _located(self, population: str, region: str, first: date, last: date) -> dict[str, str]:
        """{key: community} of the members within a region."""
        prefix = region_prefix(region)
        if self.populations.is_of_households(population):
            keys = self.populations.household_set(population, first, last)
            located = {"/".join(key): key[0] for key in keys}
        else:
            located = self.populations.residents(population, first, last)
        return {key: community for key, community in located.items() if community.startswith(prefix)}

    def _people_cells(self, row: str, region: str, first: date, last: date) -> Columns:
        counts: Columns = dict.fromkeys(ALL_COLUMNS, 0)
        sizes = Counter[str]()
        for number in self._located(row, region, first, last):
            person = self.ledgers.people[number]
            # total = urban + rural + other, so a hukou that is not known is counted with the others.
            sizes.update(["total", person.last_version(last).hukou or "other"])
            sizes.update(["female"] if person.sex == "female" else [])
        return counts | sizes

    def _value(self, dimension: str, key: str, community: str, day: date) -> str | None:
        if dimension == "community":
            return community
        person = self.ledgers.people[key]
        if dimension == "sex":
            return person.sex
        if dimension == "hukou":
            return person.last_version(day).hukou
        if dimension == "education":
            return person.last_version(day).education
        if dimension == "age_band":
            return _age_band(define.age(person, day))
        raise KeyError(dimension)


def _age_band(years: int) -> str | None:
    bands = ((55, "55+"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (16, "16-24"))
    return next((name for least, name in bands if least <= years), None)
