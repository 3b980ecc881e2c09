"""How far the reports of a region are: state, punctuality and what may be done next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period, holding
from jiceng.policy.figures import reading_all
from jiceng.policy.force import in_force
from jiceng.policy.schema import Form
from jiceng.regions.models import Region
from jiceng.reporting.models import Filing
from jiceng.reporting.rules import FROZEN, next_state, punctuality

PERIODS_SHOWN = 5


@dataclass(frozen=True)
class Progress:
    """Where a filing stands. `punctuality` is on_time, late, missing or pending."""

    state: str
    revision: int
    submitted_on: dt.date | None
    due: dt.date
    punctuality: str

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return str(Filing.State(self.state).label)

    @property
    def is_frozen(self) -> bool:
        """Whether the figures are those that were submitted."""
        return self.state in FROZEN


@dataclass(frozen=True)
class PeriodLine:
    """A period of a form: the region's own report, and how many of those below are at which state."""

    period: Period
    progress: Progress
    is_running: bool
    to_review: int
    returned: int


@dataclass(frozen=True)
class FormLine:
    """A form in force with its last periods, the newest first."""

    form: Form
    document: str
    lines: list[PeriodLine]


def due_day(form: Form, period: Period) -> dt.date:
    """The last day on which a report is in time."""
    return period.last + dt.timedelta(days=form.due_days)


def with_first_submission(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Filings that know the business date of their first submission, as `first_submitted`."""
    return filings.annotate(first_submitted=Min("acts__on", filter=Q(acts__act="submit")))


def progress_of(filing: Filing | None, due: dt.date, today: dt.date) -> Progress:
    """Where a filing of `with_first_submission` stands; None is a draft that nobody touched."""
    if filing is None:
        return Progress(Filing.State.DRAFT, 0, None, due, punctuality(None, due, today))
    first: dt.date | None = filing.first_submitted  # type: ignore[attr-defined]
    return Progress(filing.state, filing.revision, filing.submitted_on, due, punctuality(first, due, today))


def overview(*, actor: Actor, region: Region, today: dt.date) -> list[FormLine]:
    """The forms in force for a region and their last periods."""
    actor.require(Action.VIEW, region.path)
    policy = in_force(region, today)
    forms: list[Form] = policy.all("form")
    with reading_all():  # a region that was moved keeps its filings under the path of their time
        filed = _filed(region, forms, today)
        below = _below(region, forms, today)
    found = []
    for form in forms:
        origin = policy.origins["form", form.code]
        periods = [p for p in last_periods(form, today) if p.last >= origin.start]
        lines = [_line(form, p, filed, below, today) for p in periods]
        found.append(FormLine(form, origin.enactment.document, lines))
    return found


def last_periods(form: Form, today: dt.date) -> list[Period]:
    """The running period and those before it, the newest first."""
    periods = [holding(today, form.period)]
    while len(periods) < PERIODS_SHOWN:
        periods.append(periods[-1].before())
    return periods


def open_acts(*, actor: Actor, region: Region, state: str, period: Period, today: dt.date) -> list[str]:
    """The acts that an officer may try now, by right and state; the service still decides."""
    acts = []
    is_own = actor.path in ("", region.path)
    if actor.may(Action.SUBMIT, region.path) and is_own and today >= period.last:
        acts.append("submit")
    if actor.may(Action.REVIEW, region.path) and actor.path != region.path:
        acts += ["accept", "return"]
    return [act for act in acts if next_state(state, act) is not None]


Filed = dict[tuple[str, dt.date], Filing]
Below = dict[tuple[str, dt.date, str], int]


def _filed(region: Region, forms: list[Form], today: dt.date) -> Filed:
    filings = with_first_submission(Filing.objects.filter(region=region))
    found = filings.filter(form__in=[f.code for f in forms], first__gte=_oldest(forms, today))
    return {(f.form, f.first): f for f in found}


def _below(region: Region, forms: list[Form], today: dt.date) -> Below:
    filings = Filing.objects.filter(region__parent=region, first__gte=_oldest(forms, today))
    counts = filings.values_list("form", "first", "state").annotate(n=Count("pk")).order_by()
    return {(form, first, state): n for form, first, state, n in counts}


def _oldest(forms: list[Form], today: dt.date) -> dt.date:
    return min((last_periods(form, today)[-1].first for form in forms), default=today)


def _line(form: Form, period: Period, filed: Filed, below: Below, today: dt.date) -> PeriodLine:
    filing = filed.get((form.code, period.first))
    return PeriodLine(
        period,
        progress_of(filing, due_day(form, period), today),
        is_running=period.last > today,
        to_review=below.get((form.code, period.first, Filing.State.SUBMITTED), 0),
        returned=below.get((form.code, period.first, Filing.State.RETURNED), 0),
    )
