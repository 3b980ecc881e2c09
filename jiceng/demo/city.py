"""The whole city: `generate` makes it, `generate_border_cases` makes the people who sit on every border.

city = generate(20_000, seed=1, today=date(2026, 9, 30), communities=communities)
city.write(folder)                       # files for `jiceng import`, in the order of `city.files()`
history, recent = split_recent(city)     # what is imported, and what the last 90 days replay
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from jiceng.core.spans import holding
from jiceng.demo.border_cases import generate_border_cases
from jiceng.demo.careers import WINDOW, Career, changing, searching, steady
from jiceng.demo.days import month_ends, text
from jiceng.demo.entries import (
    add_visits,
    determination_row,
    employment_row,
    recognition_row,
    unemployment_rows,
)
from jiceng.demo.facts import first_survey, later_survey
from jiceng.demo.hardship import (
    Ruling,
    Visit,
    determine,
    follow_ups,
    may_become_zero,
    zero_household,
)
from jiceng.demo.households import HEAD, Households, Person
from jiceng.demo.people import given_name, surname
from jiceng.demo.replay import Event, split_recent
from jiceng.demo.rows import HEADERS, HOUSEHOLD, City, Closing, Community, Move, Row
from jiceng.demo.workplaces import RESIDENTS_PER_EMPLOYER, Workplaces

__all__ = [
    "HEADERS", "City", "Closing", "Community", "Event", "Move", "Row", "generate", "generate_border_cases",
    "split_recent",
]  # fmt: skip

ZERO_SHARE = 0.016  # of the households that may become one; about a quarter of them are found on the last day
MOVED_SHARE = 0.002


def generate(
    residents: int,
    seed: int,
    today: date,
    communities: Sequence[Community],
    *,
    zero_share: float = ZERO_SHARE,
    moved_share: float = MOVED_SHARE,
) -> City:
    """A city of exactly so many residents as it stands on `today`; the same arguments give the same city.

    `zero_share` of the households in which it can happen were without employment at some time; `moved_share`
    of the households moved to another community in the last weeks (`City.moves`).
    """
    maker = _Maker(residents, Random(seed), today, communities)
    maker.zero_share, maker.moved_share = zero_share, moved_share
    shares = [0.5 + maker.rng.random() for _ in communities]
    left, weight = residents, sum(shares)
    for community, share in zip(communities, shares, strict=True):
        size = round(left * share / weight)
        maker.fill(community, size)
        maker.close_quarters(community)
        left, weight = left - size, weight - share
    return maker.city


def _may_work(person: Person, today: int) -> bool:
    grown = person.adult_from < today and person.pension_from >= today - WINDOW
    return grown and not person.student and person.ability != "丧失"


class _Maker:
    zero_share = ZERO_SHARE
    moved_share = MOVED_SHARE

    def __init__(self, residents: int, rng: Random, today: date, communities: Sequence[Community]) -> None:
        self.rng, self.today, self.communities = rng, today.toordinal(), communities
        self.city = City(today, communities)
        self.households = Households(rng, today)
        self.workplaces = Workplaces(rng, communities, residents // RESIDENTS_PER_EMPLOYER)
        self.city.employers = self.workplaces.rows

    def fill(self, community: Community, size: int) -> None:
        """People of a community until there are `size`."""
        workers = [surname(self.rng) + given_name(self.rng, "女", 1980) for _ in range(2)]
        number = 0
        while size > 0:
            number += 1
            members = self.households.make(community, f"H{number:05d}", size)
            size -= len(members)
            self._live(members, workers[number % 2])

    def close_quarters(self, community: Community) -> None:
        """三(三)4: most change lists were closed within ten days of the quarter, some later or never.

        The last community, whose report is missing too, has the list of the last quarter still to close.
        """
        ended = holding(date.fromordinal(self.today), "quarter").before().last
        to_close = ended if community == self.communities[-1] else None
        for end in month_ends(self.today - 500, self.today - 1):
            day = date.fromordinal(end)
            lot = self.rng.random()
            closed = end + (1 + int(lot * 12) if lot < 0.8 else int(lot * 40))
            if day.month % 3 == 0 and lot < 0.92 and closed <= self.today and day != to_close:
                quarter = f"{day.year}Q{day.month // 3}"
                self.city.closings.append(Closing(community.code, quarter, date.fromordinal(closed)))

    def _live(self, members: list[Person], worker: str) -> None:
        rng = self.rng
        hinge = next((person for person in members if may_become_zero(person, self.today)), None)
        if hinge is not None and rng.random() < self.zero_share:
            self._live_without_work(members, hinge, worker)
            return
        careers = self._careers(members)
        for person, career in zip(members, careers, strict=True):
            self._write(person, career, determine(rng, person, career, self.today), worker)
        if members[0].household and rng.random() < self.moved_share and len(self.communities) > 1:
            self._move(members)

    def _live_without_work(self, members: list[Person], hinge: Person, worker: str) -> None:
        career, recognition, ruling = zero_household(self.rng, hinge, self.today)
        hinge.laid_off = self.rng.random() < 0.35
        for person in members:
            if person is hinge:
                self._write(person, career, [ruling] if ruling else [], worker, wish="有")
            else:
                self._write(person, Career(), [], worker)
        if recognition is not None:
            self.city.recognitions.append(recognition_row(hinge, recognition))

    def _careers(self, members: list[Person]) -> list[Career]:
        """Somebody keeps a job, or nobody registers: zero-employment households come only as planned."""
        rng, today = self.rng, self.today
        able = [person for person in members if _may_work(person, today)]
        settled = [p for p in able if p.adult_from < today - WINDOW and p.pension_from > today]
        keeper = None
        if settled and rng.random() < 0.85:
            keeper = settled[int(rng.random() * len(settled))]
        supported = keeper is not None or members[0].household == ""
        careers = []
        for person in members:
            lot = rng.random()
            if person not in able:
                careers.append(Career())
            elif person is keeper:
                careers.append(steady(rng, person, today))
            elif supported and lot < 0.18:
                person.laid_off = person.adult_from < today - 7000 and rng.random() < 0.6
                careers.append(searching(rng, person, today))
            elif lot < 0.52:
                careers.append(steady(rng, person, today))
            elif lot < 0.68:
                person.laid_off = rng.random() < 0.05
                careers.append(changing(rng, person, today))
            else:
                careers.append(Career())
        return careers

    def _write(
        self, person: Person, career: Career, rulings: list[Ruling], worker: str, wish: str | None = None
    ) -> None:
        rng, city = self.rng, self.city
        self._survey(person, worker, wish, career)
        for job in career.jobs:
            city.employment.append(employment_row(rng, person, job, self.workplaces, self.today))
        if career.registrations:
            city.unemployment += unemployment_rows(rng, person, career)
        if rulings:
            city.determinations += [determination_row(person, ruling) for ruling in rulings]
            add_visits(rng, city, person, follow_ups(rng, career, rulings, self.today), worker)
        if rng.random() < 0.03:
            on = self.today - int(rng.random() * 365)
            add_visits(rng, city, person, [Visit(on, "上门", "入户调查", "见面")], worker)

    def _survey(self, person: Person, worker: str, wish: str | None, career: Career) -> None:
        rng = self.rng
        on = max(person.birth + 30, self.today - WINDOW - 30 + int(rng.random() * 500))
        on = min(on, self.today)
        row = first_survey(rng, person, on, worker)
        if wish is not None:
            row["求职意愿"] = wish
        self.city.residents.append(row)
        died = any(registration.cancelled_by == "死亡" for registration in career.registrations)
        while not died and rng.random() < 0.25 and wish is None:
            on += 60 + int(rng.random() * 700)
            if on > self.today:
                return
            row = later_survey(rng, row, on, worker)
            if person.relation != HEAD and person.household and rng.random() < 0.02:
                # Set up a household of their own.
                row[HOUSEHOLD], row["与户主关系"] = f"{person.household}-{on % 7 + 2}", HEAD
            self.city.residents.append(row)

    def _move(self, members: list[Person]) -> None:
        target = self.communities[int(self.rng.random() * len(self.communities))]
        if target.code == members[0].community.code:
            return
        on = self.today - int(self.rng.random() * 80)
        surveyed = {row["公民身份号码"] for row in self.city.residents[-40:] if row["调查日期"] >= text(on)}
        if not surveyed & {person.number for person in members}:
            household = f"M{members[0].household[1:]}-{members[0].community.code[-3:]}"
            day = date.fromordinal(on)
            self.city.moves += [Move(person.number, day, target.code, household) for person in members]
