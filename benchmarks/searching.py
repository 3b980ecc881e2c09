"""The search box: every kind of entry, in round trips to the database of the same run.

A round trip is the median of `select 1`. What counts is the slow end: the 95th of a hundred people. Each is
looked for three times and the least time taken, for on a busy machine the 95th of `select 1` itself takes up
to twenty of its medians: the slow end should be that of the entries, not of the machine's other work.
"""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterator

from django.db import connection

from benchmarks.city import CITY
from benchmarks.measuring import Ratio
from benchmarks.reports import communities
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.scope import Scope
from jiceng.core.secrets import cipher
from jiceng.residents.models import Facts, Resident
from jiceng.residents.search import find

BOUND = 15  # round trips
PEOPLE = 100
WARM = 5
TURNS = 3

Typed = Callable[[Resident], str]


def measure() -> Iterator[Ratio]:
    """Each kind of entry in a community and in the city."""
    for name, path in (("community", communities()[3].path), ("city", CITY)):
        with scope.entered(Scope.of(path)):
            people = _people()
            for kind, typed in _kinds(people).items():
                entries = [typed(someone) for someone in people]
                trip, slow = _timed(entries)
                yield Ratio(f"search by {kind}, {name} (p95 in round trips)", trip, slow, BOUND)


def _people() -> list[Resident]:
    """So many residents, spread over the place."""
    keys = list(Resident.objects.order_by("id").values_list("pk", flat=True))
    return list(Resident.objects.filter(pk__in=keys[:: max(1, len(keys) // PEOPLE)][:PEOPLE]))


def _kinds(people: list[Resident]) -> dict[str, Typed]:
    homes = dict(
        Facts.objects.filter(resident__in=people, stop=None).values_list("resident", "household__number")
    )
    number = {someone.pk: cipher().decrypt(bytes(someone.number_cipher)) for someone in people}
    return {
        "name": lambda someone: someone.name,
        "surname": lambda someone: someone.name[0],
        "initials": lambda someone: someone.initials,
        "pinyin": lambda someone: someone.pinyin,
        "last four": lambda someone: number[someone.pk][-4:],
        "number": lambda someone: number[someone.pk],
        "household": lambda someone: f"{homes.get(someone.pk) or 1}户",
    }


def _timed(entries: list[str]) -> tuple[float, float]:
    """(median seconds of a round trip, 95th percentile of a search), one after the other in turns."""
    gc.collect()
    for entry in entries[:WARM]:
        find(entry, today=today())
    trips: list[float] = []
    searches = [math.inf] * len(entries)
    for _ in range(TURNS):
        for n, entry in enumerate(entries):
            began = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute("select 1")
                cursor.fetchall()
            between = time.perf_counter()
            find(entry, today=today())
            trips.append(between - began)
            searches[n] = min(searches[n], time.perf_counter() - between)
    return statistics.median(trips), statistics.quantiles(searches, n=20)[-1]
