"""What is owed in a region today, in the order in which it has to be done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from jiceng.core.spans import holding
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area, areas
from jiceng.policy.models import DutyOutcome
from jiceng.policy.schema import Duty
from jiceng.regions.models import Region

WHENS = {"overdue": "逾期", "week": "本周到期", "month": "本月到期", "later": "以后到期"}
LOOKING_BACK = dt.timedelta(days=400)  # an old duty that is not final stays overdue until it is done
WORKABLE = ("open", "overdue")


@dataclass(frozen=True)
class Pile:
    """The duties of one kind that are due at one time; `oldest` is the first due day among them."""

    duty: Duty
    when: str
    items: list[Owed]

    @property
    def oldest(self) -> dt.date:
        """The first due day."""
        return min(owed.due for owed in self.items)


def when_due(owed: Owed, today: dt.date) -> str:
    """overdue, week (to Sunday), month or later."""
    if owed.status == "overdue":
        return "overdue"
    if owed.due <= today + dt.timedelta(days=6 - today.weekday()):
        return "week"
    return "month" if owed.due <= holding(today, "month").last else "later"


def open_duties(region: Region, today: dt.date, code: str | None = None) -> list[tuple[Duty, list[Owed]]]:
    """Each duty in force with what is still to be done, oldest first. The caller has checked the region."""
    with reading_all():
        found = [
            (duty, [owed for owed in derive(area, duty, _window(duty, today)) if owed.status in WORKABLE])
            for area, duty in _duties(region, today)
            if code in (None, duty.code)
        ]
    return _merged(found)


def piles(found: Iterable[tuple[Duty, list[Owed]]], today: dt.date) -> dict[str, list[Pile]]:
    """{when: piles}, in the order of WHENS; only those that hold something."""
    made: dict[str, list[Pile]] = {when: [] for when in WHENS}
    for duty, items in found:
        for when in WHENS:
            here = [owed for owed in items if when_due(owed, today) == when]
            if here:
                made[when].append(Pile(duty, when, here))
    return {when: each for when, each in made.items() if each}


def _window(duty: Duty, today: dt.date) -> Window:
    first = today if duty.final else today - LOOKING_BACK
    return Window(first, today, today)


def around(today: dt.date) -> Window:
    """A window wide enough for whatever can be worked on today, also once it is done."""
    return Window(today - LOOKING_BACK, today + LOOKING_BACK, today)


def _duties(region: Region, today: dt.date) -> Iterator[tuple[Area, Duty]]:
    for area in areas(region, today):
        for duty in area.policy.all("duty"):
            yield area, duty


def _merged(found: Iterable[tuple[Duty, list[Owed]]]) -> list[tuple[Duty, list[Owed]]]:
    """One list a duty, also where parts of the region have packs of their own."""
    by_code: dict[str, tuple[Duty, list[Owed]]] = {}
    for duty, items in found:
        by_code.setdefault(duty.code, (duty, []))[1].extend(items)
    return [
        (duty, sorted(items, key=lambda o: (o.due, o.path, o.subject_id))) for duty, items in by_code.values()
    ]


@dataclass
class Punctuality:
    """How an office keeps its duties: counts by status."""

    region: Region
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def settled(self) -> int:
        """Duties whose day has come: done, late, missed or overdue."""
        return sum(self.counts[status] for status in ("done", "late", "missed", "overdue"))

    @property
    def owed(self) -> int:
        """All that are owed; what was waived is not."""
        return self.settled + self.counts["open"]

    @property
    def rate(self) -> Decimal | None:
        """Done in time, in percent of what is settled, two decimals, half up; None when nothing is."""
        if not self.settled:
            return None
        share = Decimal(self.counts["done"]) * 100 / self.settled
        return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def punctuality(region: Region, today: dt.date) -> list[Punctuality]:
    """The children of a region in the running quarter, from one pass over the whole region."""
    children = list(region.children.filter(closed_on=None).order_by("path"))
    quarter = holding(today, "quarter")
    window = Window(quarter.first, quarter.last, today)
    found = {child.path: Punctuality(child) for child in children}
    with reading_all():
        for area, duty in _duties(region, today):
            for owed in derive(area, duty, window):
                _count(found, owed.path, owed.status)
    return [each for each in found.values() if each.owed]


def closed_outcomes(region: Region, today: dt.date) -> Punctuality:
    """What had come of the duties that closed in the last quarter, as recorded on the nights after."""
    last = holding(today, "quarter").before()
    rows = DutyOutcome.objects.filter(path__gte=region.path, path__lt=region.path + "~")
    rows = rows.filter(due__range=(last.first, last.last))
    return Punctuality(region, Counter(rows.values_list("status", flat=True)))


def _count(found: dict[str, Punctuality], path: str, status: str) -> None:
    for length in (2, 4, 6, 9, 12):
        if (child := found.get(path[:length])) is not None:
            child.counts[status] += 1
            return
