"""The list of follow-ups that are still to be done, against SQL written by hand for this one duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

from benchmarks.city import CITY
from benchmarks.measuring import Ratio, in_turns
from benchmarks.reports import Disagreement, communities
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import holding
from jiceng.home.services.desk import open_duties
from jiceng.regions.models import Region

DUTY = "bx-follow-up"
BOUND = 1.5
SQL = (Path(__file__).parent / "sql" / "duties.sql").read_text(encoding="utf-8")


def measure() -> Iterator[Ratio]:
    """City and community."""
    city = Region.objects.get(code=CITY.ljust(12, "0"))
    yield _ratio("duties of the city", [city], rounds=7)
    regions = communities()
    yield _ratio(f"duties of a community (mean of {len(regions)})", regions, rounds=15)


def _ratio(what: str, regions: list[Region], *, rounds: int) -> Ratio:
    if not sum(_compared(region) for region in regions):
        raise Disagreement(f"{what}: nobody is to be followed up")
    medians = in_turns({"floor": _all(by_hand, regions), "product": _all(by_product, regions)}, rounds)
    return Ratio(what, medians["floor"] / len(regions), medians["product"] / len(regions), BOUND)


def _all(run: Callable[[Region], object], regions: list[Region]) -> Callable[[], None]:
    def each() -> None:
        for region in regions:
            with scope.entered(scope.Scope.of(region.path)):
                run(region)

    return each


def by_hand(region: Region) -> list[tuple[int, str]]:
    """(id, path) of whoever has not been followed up in the running month."""
    month = holding(today(), "month")
    span = {"lo": region.path, "hi": region.path + AFTER_ALL_PATHS, "on": today(), "first": month.first}
    with connection.cursor() as cursor:
        cursor.execute(SQL, span | {"due": month.last})
        return cursor.fetchall()


def by_product(region: Region) -> list[tuple[int, str]]:
    """The same as the list of the duty finds it."""
    return [(o.subject_id, o.path) for _, items in open_duties(region, today(), DUTY) for o in items]


def _compared(region: Region) -> int:
    """How many are to be followed up, the same people both ways."""
    with scope.entered(scope.Scope.of(region.path)):
        ours, theirs = by_product(region), by_hand(region)
    if sorted(ours) != sorted(theirs):
        raise Disagreement(f"{region}: {len(ours)} follow-ups, by hand {len(theirs)}")
    return len(ours)
