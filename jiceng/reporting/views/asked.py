"""Which report an address names. What the officer may not see, or what there is not, is a 404."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.scope import in_scope
from jiceng.core.spans import Period, parse_period
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.regions.models import Region
from jiceng.reporting.services.reports import PeriodRefused, Report, form_for, report
from jiceng.reporting.services.revisions import NoSuchRevision, revision_of
from jiceng.reporting.services.sources import Person


@dataclass(frozen=True)
class Asked:
    """A form of a region of the actor's scope for a period that has begun."""

    request: AccountRequest
    region: Region
    code: str
    period: Period

    @property
    def call(self) -> dict[str, Any]:
        """The arguments that every service of filings takes."""
        return {
            "actor": self.request.actor,
            "region": self.region,
            "code": self.code,
            "period": self.period,
            "today": self.request.today,
        }

    def url(self, name: str, *more: Any, region: Region | None = None) -> str:
        """The address of another page about this report, or about the same form of another region."""
        return reverse(name, args=[self.code, (region or self.region).code, self.period.code, *more])

    @property
    def above(self) -> Region | None:
        """The region above, where the officer may see it."""
        parent: Region | None = self.region.parent
        return parent if parent and self.request.actor.scope.covers(parent.path) else None

    def found(self, *, live: bool = False) -> Report:
        """The report as it stands, or computed now."""
        with reading_all():
            return report(self.region, self.code, self.period, self.request.today, live=live)

    def revision(self, number: int) -> Report:
        """The report as it was in a revision."""
        with reading_all():
            return revision_of(self.region, self.code, self.period, number, self.request.today)


View = Callable[..., HttpResponse]


def about_a_report(view: View) -> View:
    """Decorate a view that takes `Asked`: it finds form, region and period of the address."""

    @wraps(view)
    @needs(Action.VIEW)
    def found(request: AccountRequest, form: str, region: str, period: str, **more: Any) -> HttpResponse:
        try:
            asked = _asked(request, form, region, period)
            return view(asked, **more)
        except (NotInForce, PeriodRefused, NoSuchRevision) as missing:
            raise Http404 from missing

    return found  # type: ignore[return-value]


def _asked(request: AccountRequest, form: str, code: str, period: str) -> Asked:
    region = in_scope(Region.objects.select_related("office", "parent")).filter(code=code).first()
    if region is None:
        raise Http404
    try:
        asked = Asked(request, region, form, parse_period(period))
    except ValueError as error:
        raise Http404 from error
    form_for(region, form, asked.period, request.today)
    return asked


def is_live(request: HttpRequest) -> bool:
    """Whether the address asks for figures computed now."""
    return request.GET.get("live") == "1"


def log_people(request: AccountRequest, region: Region, seen: Iterable[Person]) -> None:
    """Every resident of the list stands in the access log, under the path of the time or the region's."""
    for person in seen:
        if person.subject == "resident":
            path = person.path if request.actor.scope.covers(person.path) else region.path
            shows(request, "report-people", subject_id=person.subject_id, path=path)


def page_number(request: HttpRequest) -> int:
    """The page that the address asks for; the first for anything that is no number."""
    wanted = request.GET.get("page", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 8 else 1
