"""Changes of the register of employers (domain R5)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.cells import InvalidValue
from jiceng.core.credit import parse_credit_code
from jiceng.core.registers import Refused, refuse, relocate_all
from jiceng.core.spans import ONE_DAY, Period
from jiceng.employers import rules
from jiceng.employers.models import Employer
from jiceng.regions.models import Region
from jiceng.regions.services import ReorganisationRefused

REGISTERED = sentence("employer_registered", "登记了用人单位")
AMENDED = sentence("employer_amended", "更新了用人单位信息")

COUNTS = ("headcount", "contracts_signed", "insured")
DETAILS = ("name", "industry", "ownership", "address", "contact", "phone", *COUNTS)


class EmployerRefused(Refused):
    """An employer that cannot be registered or changed like this."""


def register_employer(
    *, actor: Actor, region: Region, name: str, credit_code: str, today: dt.date, **details: Any
) -> Act[Employer]:
    """Register an employer; `details` are of `DETAILS`. A code is known once in the whole deployment.

    Raises NotAllowed, EmployerRefused, Refused when the code is registered, here or elsewhere.
    """
    actor.require(Action.WRITE, region.path)
    _require_known(details)
    try:
        code = parse_credit_code(credit_code)
    except InvalidValue as wrong:
        raise EmployerRefused(wrong.expected, "credit_code") from None
    if not name.strip():
        raise EmployerRefused("请填写单位名称", "name")
    refuse(rules.wrong_headcount(*(details.get(count) for count in COUNTS)), EmployerRefused)
    with acting(actor, today) as work:
        employer = Employer(region=region, path=region.path, name=name.strip(), credit_code=code, **details)
        return work.done(REGISTERED, work.create(employer))


def amend_employer(
    *, actor: Actor, employer: Employer, lock_version: int | None = None, today: dt.date, **changes: Any
) -> Act[Employer]:
    """Bring details of an employer up to date; the code stays.

    Raises NotAllowed, EmployerRefused, Conflict.
    """
    actor.require(Action.WRITE, employer.path)
    _require_known(changes)
    if not str(changes.get("name", employer.name)).strip():
        raise EmployerRefused("请填写单位名称", "name")
    with acting(actor, today) as work:
        employer = work.lock(employer, lock_version)
        counts = (changes.get(count, getattr(employer, count)) for count in COUNTS)
        refuse(rules.wrong_headcount(*counts), EmployerRefused)
        return work.done(AMENDED, work.amend(employer, **changes), fields=sorted(changes))


class ChangedEmployer(NamedTuple):
    """An employer that was registered, or took on people, in a period: what happened, and with how many."""

    reason: str
    employer: Employer
    headcount: int | None
    before: int | None


def changed_employers(region: Region, period: Period) -> list[ChangedEmployer]:
    """Who was opened or has grown in a period within a region (domain R3): new ones first, then by name.

    New are those known from a day of the period. Others have grown when they had more people at its end than
    at its beginning: read from the history, so by the real time of each entry; it is a list, not a figure.
    """
    found = Employer.objects.within(region.path).filter(known_on__lte=period.last).order_by("name", "pk")
    employers = list(found)
    then, now = _headcounts(period.first), _headcounts(period.last + ONE_DAY)
    opened = [
        ChangedEmployer("新登记单位", each, now.get(each.pk, each.headcount), None)
        for each in employers
        if each.known_on >= period.first
    ]
    grown = [
        ChangedEmployer("扩大用工单位", each, now.get(each.pk, each.headcount), then[each.pk])
        for each in employers
        if each.known_on < period.first
        and then.get(each.pk) is not None
        and (now.get(each.pk, each.headcount) or 0) > (then[each.pk] or 0)
    ]
    return opened + grown


def _headcounts(day: dt.date) -> dict[int, int | None]:
    """The headcounts at the beginning of a day of the employers changed since; all others are as now."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    events = Employer.pgh_event_models["changed"].objects  # type: ignore[attr-defined]
    later = events.filter(pgh_created_at__gte=midnight).order_by("-pgh_id")
    return dict(later.values_list("id", "headcount"))


def employer_of(credit_code: str) -> Employer | None:
    """The employer of a valid code, also beyond the scope: people work outside their community."""
    with scope.widened(scope.WHOLE, reason="codes are single in the deployment; no person is looked up"):
        return Employer.objects.filter(credit_code=credit_code).first()


def named_employer(credit_code: str, name: str, *, error: type[Refused]) -> dict[str, Any]:
    """What a row keeps of a unit: the employer on file if the code has one, whose name stands for a blank.

    A valid code need not be on file. Raises `error` at `credit_code` for one that is none.
    """
    if not credit_code.strip():
        return {"employer_name": name.strip()}
    try:
        code = parse_credit_code(credit_code)
    except InvalidValue as wrong:
        raise error(wrong.expected, "credit_code") from None
    employer = employer_of(code)
    known = employer.name if employer else ""
    return {"employer": employer, "credit_code": code, "employer_name": name.strip() or known}


def region_closing(sender: Any, *, region: Region, **kwargs: Any) -> None:
    """A region in which employers are registered is merged into another, not closed."""
    if Employer.objects.filter(region=region).exists():
        raise ReorganisationRefused(f"{region.name}还有已登记的用人单位，不能撤销，请并入其他区划")


def region_path_changed(
    sender: Any, *, region: Region, into: Region, old_path: str, actor: Actor, **kwargs: Any
) -> None:
    """Employers lie where their region lies now, or in its successor."""
    if region != into:
        relocate_all(Employer.every.filter(region=region), by=actor.user, region=into, path=into.path)
        return
    new_path = Subquery(Region.objects.filter(pk=OuterRef("region")).values("path"))
    inside = Employer.every.within(old_path).filter(
        region__path__gte=region.path, region__path__lt=region.path + scope.AFTER_ALL_PATHS
    )
    relocate_all(inside, by=actor.user, path=new_path)


def _require_known(details: dict[str, Any]) -> None:
    if unknown := set(details) - set(DETAILS):
        raise TypeError(f"no details of an employer: {', '.join(sorted(unknown))}")
