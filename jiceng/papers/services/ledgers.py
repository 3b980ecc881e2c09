"""Official ledgers: the members of a pack's population in a region on a day, in the columns of the pack.

The rows are located by the very sets that figures count, so a ledger has as many rows as its population has
members. All is read inside `reading_all`: who lived in the region on the day stands in its ledger, also when
the person has moved since. The right to the region is checked first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.paging import Order
from jiceng.policy.figures import size
from jiceng.policy.force import Area, NotInForce, areas, in_force
from jiceng.policy.layouts import LOCATED, LayoutColumn, columns_of, read
from jiceng.policy.models import Enactment
from jiceng.policy.populations import span_of
from jiceng.policy.schema import LedgerLayout
from jiceng.policy.sets import Set
from jiceng.policy.vocabulary import SUBJECTS, Rows, Span, carrying
from jiceng.regions.models import Region

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class OfficialLedger:
    """A ledger of a pack, or a list of ours of the same make, opened for a region on a day."""

    layout: LedgerLayout
    enactment: Enactment | None
    region: Region
    day: dt.date
    asked: tuple[tuple[Area, Set], ...]

    @property
    def title(self) -> str:
        """What stands on paper."""
        return self.layout.title or self.layout.label

    @property
    def source(self) -> str:
        """The article, and whose layout it is; nothing for a list of ours."""
        if self.enactment is None:
            return ""
        basis = f"依据：{self.enactment.document} {self.layout.article}".strip()
        return f"{basis}；栏目格式为本平台自拟" if self.layout.own_layout else basis

    @property
    def unit(self) -> str:
        """What its rows are counted in."""
        return {"resident": "人", "household": "户"}[self.layout.subject]

    @property
    def columns(self) -> list[LayoutColumn]:
        """The columns of the layout."""
        return columns_of(self.layout.subject, self.layout.columns)

    @property
    def order(self) -> Order:
        """The order of the layout; the subject's id breaks ties."""
        sortable = {column.code: column.order for column in self.columns if column.order}
        key = LOCATED[self.layout.subject].key
        return Order(sortable.get(self.layout.sort) or next(iter(sortable.values()), key), key)

    def rows(self) -> Rows:
        """The located rows of the members."""
        span = Span.on(self.day)
        wanted = Q(pk__in=[])
        for area, members in self.asked:
            wanted |= area.q() & members.q()
        located = carrying(SUBJECTS[self.layout.subject].located(span, False), span)
        return located.filter(wanted).select_related(*LOCATED[self.layout.subject].joined)

    def size(self) -> int:
        """How many members the population has, as a figure counts them."""
        return sum(n for _, n in size(self.asked, Span.on(self.day)))

    def cells(self, rows: list[Any]) -> list[list[Any]]:
        """What the columns show of some of the rows."""
        return read(self.columns, self.layout.subject, rows, self.day)

    def lines(self) -> Iterator[list[Any]]:
        """The cells of every row in order, some at a time."""
        found = self.order.applied(self.rows()).iterator(chunk_size=ROWS_AT_ONCE)
        while some := list(islice(found, ROWS_AT_ONCE)):
            yield from self.cells(some)


def open_ledger(*, actor: Actor, region: Region, code: str, day: dt.date, today: dt.date) -> OfficialLedger:
    """A ledger in force for a region on a day.

    Raises NotAllowed outside the actor's region, NotInForce for an unknown code, FutureDay.
    """
    actor.require(Action.VIEW, region.path)
    span_of(day, day, today)
    policy = in_force(region, day)
    layout: LedgerLayout = policy.get("ledger", code)
    asked = tuple(_asked(region, layout, day))
    return OfficialLedger(layout, policy.origins["ledger", code].enactment, region, day, asked)


def ledgers_in_force(region: Region, day: dt.date) -> list[tuple[LedgerLayout, Enactment]]:
    """The ledgers that packs lay out for a region, with the documents they come from."""
    policy = in_force(region, day)
    return [(entry, policy.origins["ledger", entry.code].enactment) for entry in policy.all("ledger")]


def _asked(region: Region, layout: LedgerLayout, day: dt.date) -> Iterator[tuple[Area, Set]]:
    """Every part of the region with the population that its own packs give the ledger."""
    for area in areas(region, day):
        try:
            own: LedgerLayout = area.policy.get("ledger", layout.code)
        except NotInForce:
            continue
        if own.subject == layout.subject:
            yield area, area.policy.build(own.population, own.subject)
