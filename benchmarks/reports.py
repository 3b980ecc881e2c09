"""The whole quarterly report, live, against SQL written by hand for this one form."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from benchmarks import quarterly
from benchmarks.city import CITY
from benchmarks.measuring import Ratio, in_turns
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.spans import parse_period
from jiceng.policy.figures import reading_all
from jiceng.regions.models import Region
from jiceng.reporting.services.reports import report

FORM = "bx-quarterly"
PERIOD = parse_period("2026Q3")
COMMUNITIES = 8


class Disagreement(AssertionError):
    """The two ways give different cells: a ratio between them would mean nothing."""


def measure() -> Iterator[Ratio]:
    """City and community."""
    city = Region.objects.get(code=CITY.ljust(12, "0"))
    yield _ratio("report of the city", [city], bound=1.5, rounds=5)
    yield _ratio(f"report of a community (mean of {COMMUNITIES})", communities(), bound=3, rounds=9)


def communities() -> list[Region]:
    """Some communities, spread over the city."""
    found = list(Region.objects.communities().filter(code__startswith=CITY).order_by("code"))
    return found[:: len(found) // COMMUNITIES][:COMMUNITIES]


def _ratio(what: str, regions: list[Region], *, bound: float, rounds: int) -> Ratio:
    with scope.entered(scope.WHOLE), reading_all():
        for region in regions:
            _compare(region)
        medians = in_turns(
            {
                "floor": lambda: [by_hand(region) for region in regions],
                "product": lambda: [by_product(region) for region in regions],
            },
            rounds,
        )
    return Ratio(what, medians["floor"] / len(regions), medians["product"] / len(regions), bound)


def by_hand(region: Region) -> quarterly.Cells:
    """The cells by SQL for this one form."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        return quarterly.cells(cursor, region.path, PERIOD, today())


def by_product(region: Region) -> quarterly.Cells:
    """The cells as the product computes them."""
    return report(region, FORM, PERIOD, today(), live=True).cells


def _compare(region: Region) -> None:
    ours, theirs = by_product(region), by_hand(region)
    for row, columns in theirs.items():
        for column, value in columns.items():
            if ours[row].get(column) != value:
                raise Disagreement(f"{region}, {row}, {column}: {ours[row].get(column)}, by hand {value}")
