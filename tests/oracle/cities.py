"""A made-up city in three communities of the real tree, in the registers and in the oracle at once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from jiceng.accounts.actors import command_actor
from jiceng.core.statistics import refresh_statistics
from jiceng.demo.city import City, Community, generate, generate_border_cases
from jiceng.demo.rows import NUMBER
from jiceng.regions.services import load_regions
from tests.loading import Loaded, day
from tests.oracle.city_rows import rows_of
from tests.oracle.oracle import Oracle
from tests.worlds import whole

TODAY = date(2026, 10, 20)
COMMUNITIES = [
    Community("210502001002", "南地社区居委会"),
    Community("210502001004", "德泰社区居委会"),
    Community("210503003001", "柳西社区居委会"),
]
STREET, COUNTY, CITY = "210502001", "210502", "2105"
LEFT_ON = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 9), date(2026, 9, 30), date(2026, 10, 1))


def made_up(residents: int = 600) -> tuple[City, dict[str, list[dict[str, Any]]]]:
    """The city with everybody on the borders, and all rows of it: acts of offices and departures too."""
    city = generate(residents, 3, TODAY, COMMUNITIES, zero_share=0.1, moved_share=0.02)
    city.extend(generate_border_cases(TODAY, COMMUNITIES))
    rows = rows_of(city, acts=True)
    rows["departures"] = list(_departures(rows))
    return city, rows


def _departures(rows: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Every 15th person dies or leaves on a day near the end of a quarter, if not surveyed or moved after."""
    last = {row[NUMBER]: day(row["调查日期"]) for row in rows["residents"]}
    last |= {move["number"]: move["on"] for move in rows["moves"]}
    for nth, number in enumerate(sorted(last)[::15]):
        on = LEFT_ON[nth % len(LEFT_ON)]
        if last[number] < on - timedelta(days=1):
            yield {"number": number, "on": on}


@contextmanager
def opened(rows: dict[str, list[dict[str, Any]]], *, history: bool) -> Iterator[Oracle]:
    """The rows in the registers, as known on their own days or from today, for the time of the block."""
    with whole(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("JICENG_TODAY", TODAY.isoformat())
        load_regions(within=[community.code for community in COMMUNITIES], actor=command_actor(), today=TODAY)
        Loaded(rows, TODAY, history)
        refresh_statistics()
        yield Oracle(rows, COMMUNITIES, TODAY, history)


def answer(*command: str) -> Any:
    """What a command of the product prints as JSON."""
    out = io.StringIO()
    with redirect_stdout(out):
        call_command(*command, "--format", "json")
    return json.loads(out.getvalue())
