"""Which submitted reports a change of definitions would speak of."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.regions.models import Region
from jiceng.reporting.models import Filing
from jiceng.reporting.rules import FROZEN


class FrozenPeriod(NamedTuple):
    """A period of a form and how many offices of a region have submitted it."""

    form: str
    period: Period
    filings: int


def frozen_since(region: Region, day: dt.date) -> list[FrozenPeriod]:
    """The submitted periods that end on a day or later: their definitions are those of their last day."""
    with reading_all():
        filings = Filing.objects.filter(state__in=FROZEN, last__gte=day)
        here = filings.filter(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS)
        counted = here.values_list("form", "first", "last").annotate(n=Count("pk"))
        return [FrozenPeriod(form, Period(a, b), n) for form, a, b, n in counted.order_by("first", "form")]
