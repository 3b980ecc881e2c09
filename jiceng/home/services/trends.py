"""How the main figures of a region move: this period, the last, the same of last year, and eight quarters."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from jiceng.accounts.actors import Actor
from jiceng.policy.schema import Form, Row
from jiceng.regions.models import Region
from jiceng.reporting.rules import Number
from jiceng.reporting.services.series import Point, quarterly, series

CHARTED = ("employed", "registered_unemployed", "newly_employed", "re_employed")
COMPARED = ("labour_resources", *CHARTED, "hardship", "unemployment_rate")
PERIODS = 8
LAST, LAST_YEAR = -2, -5  # places in a series of quarters that ends with the running one


class Difference(NamedTuple):
    """A figure beside an earlier one. `change` is in units, or points of a rate; `percent` of counts only."""

    then: Number
    change: Number
    percent: Decimal | None


class Compared(NamedTuple):
    """One row of the form now, a quarter ago and a year ago."""

    row: Row
    now: Number
    last: Difference
    last_year: Difference


class Trends(NamedTuple):
    """What the trend page shows: the form its figures come from, its points and the comparison."""

    form: Form
    points: list[Point]
    compared: list[Compared]

    @property
    def charted(self) -> list[Row]:
        """The rows that are drawn."""
        return [row for row in self.form.row if row.code in CHARTED]


def trends(*, actor: Actor, region: Region, today: dt.date) -> Trends | None:
    """The trends of a region; None where no quarterly form with these rows is in force."""
    form = quarterly(region, today, COMPARED)
    if form is None:
        return None
    rows = [row for row in form.row if row.code in COMPARED]
    codes = [row.code for row in rows]
    points = series(actor=actor, region=region, form=form, rows=codes, periods=PERIODS, today=today)
    return Trends(form, points, [_compared(row, points) for row in rows])


def _compared(row: Row, points: list[Point]) -> Compared:
    now, last, last_year = (points[place].cells.get(row.code) for place in (-1, LAST, LAST_YEAR))
    is_rate = row.formula is not None
    return Compared(row, now, difference(now, last, is_rate), difference(now, last_year, is_rate))


def difference(now: Number, then: Number, is_rate: bool) -> Difference:
    """Now less then; in percent of then for counts, one decimal, half up."""
    if now is None or then is None:
        return Difference(then, None, None)
    change = Decimal(str(now)) - Decimal(str(then))
    if is_rate or not then:
        return Difference(then, change, None)
    percent = (change * 100 / Decimal(str(then))).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return Difference(then, change, percent)
