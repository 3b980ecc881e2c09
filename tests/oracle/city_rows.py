"""The rows of a made-up city as the oracle reads them."""

from __future__ import annotations

from typing import Any

from jiceng.demo.rows import City, visit_key


def rows_of(city: City, *, acts: bool) -> dict[str, list[dict[str, Any]]]:
    """What an import of the city's files makes; with `acts` also what only offices do, as a replay makes it.

    The acts are moves, closings of change lists, and the entry of visits on a later day than their own.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: list(some) for name, some in city.rows().items()}
    if acts:
        rows["moves"] = [move._asdict() for move in city.moves]
        rows["closings"] = [closing._asdict() for closing in city.closings]
        late = city.entered_late
        rows["visits"] = [row | {"known_on": late.get(visit_key(row), row["日期"])} for row in city.visits]
    return rows
