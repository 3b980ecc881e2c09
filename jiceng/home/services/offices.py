"""How punctually offices work: the running quarter as it stands, and the last one as it was recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import Period
from jiceng.policy.duties import Owed
from jiceng.policy.models import DutyOutcome
from jiceng.regions.models import Region
from jiceng.regions.rules import LEVELS

WORKABLE = ("open", "overdue")  # still to be done


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


def punctuality(region: Region, quarter: Period, duties: Iterable[Owed]) -> list[Punctuality]:
    """The children of a region by what was due in the quarter or is still to be done, as on their pages."""
    found = {
        child.path: Punctuality(child) for child in region.children.filter(closed_on=None).order_by("path")
    }
    for owed in duties:
        if quarter.first <= owed.due <= quarter.last or owed.status in WORKABLE:
            child = next((found[owed.path[:n]] for n in LEVELS if owed.path[:n] in found), None)
            if child is not None:
                child.counts[owed.status] += 1
    return [each for each in found.values() if each.owed]


def closed_outcomes(region: Region, quarter: Period) -> Punctuality:
    """What had come of the duties that closed in a quarter, as recorded on the nights after."""
    rows = DutyOutcome.objects.filter(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS)
    rows = rows.filter(due__range=(quarter.first, quarter.last))
    return Punctuality(region, Counter(rows.values_list("status", flat=True)))
