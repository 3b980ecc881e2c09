"""A report as it stands: frozen once submitted, else the sum of frozen children and live figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from jiceng.core.spans import Period
from jiceng.policy.force import in_force
from jiceng.policy.schema import Form
from jiceng.regions.models import Level, Region
from jiceng.reporting.models import Filing, Freeze
from jiceng.reporting.rules import FROZEN, Cells, Counts, added, broken_checks, columns_of, finished
from jiceng.reporting.services.counting import counts, narrowed


class PeriodRefused(ValueError):
    """A period that a form does not have or that has not begun; the message is for users."""


@dataclass(frozen=True)
class Report:
    """A form of a region for a period: its state, its cells, and which communities have not submitted."""

    form: Form
    region: Region
    period: Period
    state: str
    cells: Cells
    incomplete: list[str]
    filing: Filing | None = None
    freeze: Freeze | None = None
    broken: list[str] = field(default_factory=list)

    @property
    def is_frozen(self) -> bool:
        """Whether the cells are those that were frozen."""
        return self.freeze is not None


def form_for(region: Region, code: str, period: Period, today: dt.date) -> Form:
    """The form in force on the period's last day; PeriodRefused for a wrong or future period."""
    form: Form = in_force(region, period.last).get("form", code)
    if period.kind != form.period:
        words = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
        raise PeriodRefused(f"“{form.label}”按{words[form.period]}填报，期间{period.code}不正确")
    if period.first > today:
        raise PeriodRefused(f"{period.label}尚未开始，不能统计")
    return form


def report(region: Region, code: str, period: Period, today: dt.date, *, live: bool = False) -> Report:
    """The report as it stands, or with `live` computed from the registers now. Within `reading_all`."""
    form = form_for(region, code, period, today)
    filing = Filing.objects.filter(form=code, region=region, first=period.first).first()
    state = filing.state if filing else Filing.State.DRAFT
    missing = incomplete(region, code, period)
    if filing and state in FROZEN and not live:
        freeze = latest_freeze(filing)
        return Report(form, region, period, state, in_order(form, freeze.cells), missing, filing, freeze)
    frozen = [] if live or region.is_community else list(frozen_below(region, code, period))
    cells = _summed(form, region, period, today, frozen)
    return Report(form, region, period, state, cells, missing, filing, None, broken_checks(form, cells))


def few(
    region: Region,
    code: str,
    period: Period,
    today: dt.date,
    rows: Collection[str],
    *,
    live: bool = False,
) -> Report:
    """A few rows of the report as it stands or now, in the total column, without counting the others.

    Within `reading_all`; NotInForce or PeriodRefused as for the whole.
    """
    form = narrowed(form_for(region, code, period, today), rows)
    filing = Filing.objects.filter(form=code, region=region, first=period.first).first()
    if filing and filing.state in FROZEN and not live:
        freeze = latest_freeze(filing)
        return Report(form, region, period, filing.state, in_order(form, freeze.cells), [], filing, freeze)
    missing = incomplete(region, code, period)
    frozen = [] if live or region.is_community else list(frozen_below(region, code, period))
    if missing or not frozen:
        cells = _summed(form, region, period, today, frozen, rows)
    else:  # everybody has submitted: nobody is left to be counted
        cells = finished(form, _with_frozen(form, {}, frozen))
    state = filing.state if filing else Filing.State.DRAFT
    return Report(form, region, period, state, cells, missing, filing)


def in_order(form: Form, kept: Cells) -> Cells:
    """Frozen cells in the order of the form; JSON does not keep it."""
    return {
        row.code: {column: kept[row.code].get(column) for column in columns_of(form, row)}
        for row in form.row
        if row.code in kept
    }


def latest_freeze(filing: Filing) -> Freeze:
    """The revision that stands."""
    return filing.freezes.order_by("-revision")[:1].get()


def frozen_below(region: Region, code: str, period: Period) -> list[Filing]:
    """The frozen filings of the communities of a region."""
    here = Filing.objects.filter(
        form=code, first=period.first, state__in=FROZEN, region__level=Level.COMMUNITY
    )
    return list(here.filter(path__gte=region.path, path__lt=region.path + "~"))


def _summed(
    form: Form,
    region: Region,
    period: Period,
    today: dt.date,
    frozen: list[Filing],
    rows: Collection[str] | None = None,
) -> Cells:
    leaving_out = tuple(sorted(f.region_id for f in frozen))
    live = counts(region, form.code, period, today, leaving_out, rows)
    return finished(form, _with_frozen(form, live, frozen))


def _with_frozen(form: Form, total: Counts, frozen: list[Filing]) -> Counts:
    for freeze in _standing(frozen):
        total = added(total, freeze.cells, form)
    return total


def _standing(filings: list[Filing]) -> list[Freeze]:
    revisions = {(f.pk, f.revision) for f in filings}
    freezes = Freeze.objects.filter(filing__in=filings)
    return [f for f in freezes if (f.filing_id, f.revision) in revisions]


def incomplete(region: Region, code: str, period: Period) -> list[str]:
    """The codes of the communities of a region that have not submitted, in order."""
    inside = Region.objects.communities().within(region.path).existing_on(period.last)
    done = Filing.objects.filter(form=code, first=period.first, state__in=FROZEN).values("region")
    return list(inside.exclude(Q(pk__in=done)).order_by("code").values_list("code", flat=True))
