"""A figure of every county of a city, and the outlines on which it is drawn."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from jiceng.accounts.actors import Actor
from jiceng.home.services.trends import COMPARED
from jiceng.policy.schema import Form, Row
from jiceng.regions.models import Level, Region
from jiceng.reporting.rules import Number
from jiceng.reporting.services.series import Point, quarterly, series

MAPS = files("jiceng.home") / "data" / "maps"
SHADES = 5
FIRST_SHOWN = "unemployment_rate"  # of counts, the largest county is always the darkest


class Outlines(NamedTuple):
    """The size of a drawing, and a path for each county by its name."""

    width: int
    height: int
    counties: dict[str, str]


class County(NamedTuple):
    """A county with its figure; `shade` is 1 (least) to 5, 0 without a figure; `path` may be unknown."""

    region: Region
    value: Number
    source: str
    shade: int
    path: str


class Sketch(NamedTuple):
    """The figure shown, the others to choose from, and the counties."""

    form: Form
    row: Row
    rows: list[Row]
    point: Point
    outlines: Outlines | None
    counties: list[County]


def sketch(*, actor: Actor, region: Region, code: str, is_closed: bool, today: dt.date) -> Sketch | None:
    """A row of the quarterly report by county, of the running quarter or the last closed one.

    None for a region that is no city, or where no such report is in force.
    """
    form = quarterly(region, today, COMPARED) if region.level == Level.CITY else None
    if form is None:
        return None
    rows = [row for row in form.row if row.code in COMPARED]
    wanted = next((row for row in rows if row.code == (code or FIRST_SHOWN)), rows[0])
    points: dict[int, Point] = {}
    counties = list(region.children.filter(closed_on=None).order_by("path"))
    for county in counties:
        both = series(actor=actor, region=county, form=form, rows=[wanted.code], periods=2, today=today)
        points[county.pk] = both[0 if is_closed else 1]
    values = {pk: point.cells.get(wanted.code) for pk, point in points.items()}
    shades = shaded(values)
    outlines = outlines_of(region.code[:4])
    paths = outlines.counties if outlines else {}
    shown = [
        County(c, values[c.pk], points[c.pk].source, shades[c.pk], paths.get(c.name, "")) for c in counties
    ]
    last = next(iter(points.values()), None)
    return Sketch(form, wanted, rows, last, outlines, shown) if last else None


def shaded(values: dict[int, Number]) -> dict[int, int]:
    """Five equal steps from the least to the greatest value; 0 where there is none."""
    known = [float(value) for value in values.values() if value is not None]
    least, width = min(known, default=0.0), max(known, default=0.0) - min(known, default=0.0)

    def shade(value: Number) -> int:
        if value is None:
            return 0
        return min(SHADES, 1 + int((float(value) - least) / width * SHADES)) if width else 1

    return {key: shade(value) for key, value in values.items()}


@lru_cache(maxsize=8)
def outlines_of(code: str) -> Outlines | None:
    """The outlines of a city's counties, where they ship."""
    file = MAPS / f"{code}.json"
    return Outlines(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None
