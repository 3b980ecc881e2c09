"""A small tree with Benxi's pack, rows by hand, and what the kernel says of them once they are loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import transaction

from jiceng.accounts.actors import Actor, command_actor
from jiceng.core import scope
from jiceng.policy import packs
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.force import Area, areas
from jiceng.policy.populations import asked, keys_of, member_ids
from jiceng.policy.services import enact
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.regions.models import Office, Region
from jiceng.regions.rules import LEVELS, office_name
from tests.loading import Loaded
from tests.oracle.small import ACROSS, HERE, NEXT, TODAY, Small, day

__all__ = ["ACROSS", "HERE", "NEXT", "TODAY", "World", "day", "rolled_back", "whole"]

NAMES = {
    "21": "辽宁省",
    "2105": "本溪市",
    "210502": "平山区",
    "210502001": "南地街道",
    HERE: "南地社区居委会",
    NEXT: "德泰社区居委会",
    "210503": "溪湖区",
    "210503002": "河西街道",
    ACROSS: "柳西社区居委会",
}


def make_tree() -> dict[str, Region]:
    """Two counties, two streets and three communities, with their offices, by path."""
    regions: dict[str, Region] = {}
    for path, name in NAMES.items():
        level = LEVELS.index(len(path)) + 1
        above = next((regions[path[:n]] for n in (9, 6, 4, 2) if n < len(path)), None)
        regions[path] = Region.objects.create(
            code=path.ljust(12, "0"), path=path, parent=above, level=level, name=name
        )
        Office.objects.create(
            region=regions[path], name=office_name(level, name, above.name if above else "")
        )
    return regions


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction of which nothing is left."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def whole() -> Iterator[None]:
    """The scope of the whole deployment, in a transaction of which nothing is left."""
    with rolled_back(), scope.entered(scope.WHOLE):
        yield


class World(Small):
    """Collects rows like the oracle's `Small`; the first question loads them."""

    def __init__(self, today: str = TODAY, history: bool = True) -> None:
        super().__init__()
        self.today, self.history = day(today), history
        self.regions = make_tree()
        enact(
            actor=command_actor(),
            text=packs.shipped()["benxi-2009"],
            region=self.regions["2105"],
            today=self.today,
        )

    @cached_property
    def loaded(self) -> Loaded:
        """Everything collected so far, put into the registers."""
        return Loaded(self.rows, self.today, self.history)

    def actor(self, path: str = "", role: str = "administrator") -> Actor:
        """An officer in a post."""
        return Actor(command_actor().user, role, path)

    def area(self, path: str = "2105", on: str = TODAY) -> Area:
        """A region with the definitions of a day."""
        (area,) = areas(self.regions[path], day(on))
        return area

    def keys(self, population: str, on: str, until: str | None = None, path: str = "2105") -> set[str]:
        """The members of a population on a day, or over the span to another day."""
        assert self.loaded
        span = Span(day(on), day(until or on))
        found = asked(self.regions[path], population, span)
        return set(keys_of(found, member_ids(found, span)))

    def has(self, population: str, key: str, on: str, until: str | None = None) -> bool:
        """Whether the key is a member on the day, or over the span."""
        return key in self.keys(population, on, until)

    def duties(self, duty: str, on: str, first: str = "", last: str = "", path: str = "2105") -> list[Owed]:
        """The duties of one kind seen on a day, due in a span (its calendar year)."""
        assert self.loaded
        seen = day(on)
        window = Window(
            day(first) if first else dt.date(seen.year, 1, 1),
            day(last) if last else dt.date(seen.year, 12, 31),
            seen,
        )
        area = self.area(path, on)
        return derive(area, area.policy.get("duty", duty), window)

    def statuses(self, duty: str, on: str, **options: Any) -> list[tuple[Any, ...]]:
        """(since, status, evidence) of the duties of one kind, ordered by day."""
        return [
            (str(o.since), o.status, o.evidence and str(o.evidence)) for o in self.duties(duty, on, **options)
        ]

    def key_of(self, owed: Owed) -> str:
        """The key of the subject that owes a duty."""
        return SUBJECTS[owed.subject].keys([owed.subject_id])[owed.subject_id]
