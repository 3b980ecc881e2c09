"""Whether the work of a member of a recognised household is stable, and the checks that tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.assistance.models import StabilityCheck
from jiceng.assistance.populations import followed_until_stable, stably_employed
from jiceng.assistance.rules import JobFacts, Stability, stability
from jiceng.assistance.services.deciding import AssistanceRefused
from jiceng.core.registers import mistakes, refuse
from jiceng.employment.models import Employment
from jiceng.labour.models import Certification
from jiceng.policy.force import Policy
from jiceng.policy.sets import Leaf, Set, leaf
from jiceng.residents.models import Facts, Resident
from jiceng.residents.rules import wrong_day

CHECKED = sentence("stability_checked", "核查了稳定就业情况")
CATEGORY = "stable_employment"  # the category of a pack that names the minimum wage


def check_stability(
    *,
    actor: Actor,
    job: Employment,
    on: dt.date,
    has_licence: bool | None,
    is_insured: bool | None,
    monthly_income: Decimal | None,
    today: dt.date,
) -> Act[StabilityCheck]:
    """Record what was seen of a job; None for what was not asked. Raises NotAllowed, AssistanceRefused."""
    actor.require(Action.WRITE, job.path)
    with acting(actor, today) as work:
        job = work.lock(job)
        wrong = f"不能早于就业日期（{job.start}）" if on < job.start else wrong_day(on, today=today)
        if job.stop is not None and on >= job.stop:
            wrong = "该就业已终止"
        refuse(mistakes(on=wrong), AssistanceRefused)
        place = {"resident_id": job.resident_id, "region_id": job.region_id, "path": job.path}
        seen = {"has_licence": has_licence, "is_insured": is_insured, "monthly_income": monthly_income}
        return work.done(CHECKED, work.create(StabilityCheck(job=job, **place, on=on, **seen)))


def job_facts(
    job: Employment, check: StabilityCheck | None, certification: Certification | None = None
) -> JobFacts:
    """What the test reads: the latest check; where it did not ask, the certification; then the job.

    A credit code on a business of one's own is that of its licence. The same as `seen_of_jobs` in SQL.
    """
    seen: Any = check or StabilityCheck()
    certified: Any = certification or Certification()
    has_licence = seen.has_licence
    if has_licence is None and job.credit_code:
        has_licence = True
    incomes = (seen.monthly_income, certified.monthly_income, job.monthly_income)
    income = next((each for each in incomes if each is not None), None)
    is_insured = seen.is_insured if seen.is_insured is not None else certified.has_pension
    return JobFacts(job.form, job.contract_start, job.contract_stop, income, has_licence, is_insured)


def minimum_wage(policy: Policy) -> int | None:
    """Yuan a month, as the packs in force name it for stable employment; None where none does."""
    found = policy.category(CATEGORY)
    words = (each for each in found.leaves() if isinstance(each, Leaf)) if found is not None else ()
    wages = [dict(each.params).get("minimum_wage") for each in words if each.of is stably_employed]
    return next((int(wage) for wage in wages if wage is not None), None)


def followed(policy: Policy) -> Set:
    """The recognised households of which a member works, and none stably (BX 二(二), reference B5)."""
    found = policy.category(CATEGORY)
    return followed_until_stable(found if found is not None else leaf(stably_employed))


@dataclass(frozen=True)
class Verdict:
    """One member at work: whether it is stable, by which facts."""

    resident: Resident
    job: Employment
    checked_on: dt.date | None
    stability: Stability


def verdicts(
    households: Collection[int], wages: Mapping[int, int | None], on: dt.date
) -> dict[int, list[Verdict]]:
    """The members of households who work on a day, each tested; `wages`: minimum wage by household."""
    versions = Facts.objects.open_on(on).filter(household__in=households).select_related("resident")
    at_home = {version.resident_id: version for version in versions.order_by("relation", "resident")}
    jobs = Employment.objects.open_on(on).filter(resident__in=at_home)
    by_person = {job.resident_id: job for job in jobs}
    checks = StabilityCheck.objects.filter(job__in=jobs).order_by("on", "pk")
    latest = {check.job_id: check for check in checks}
    certifications = Certification.objects.filter(resident__in=by_person).order_by("on", "pk")
    certified = {each.resident_id: each for each in certifications}
    found: dict[int, list[Verdict]] = {pk: [] for pk in households}
    for pk, version in at_home.items():
        job = by_person.get(pk)
        if job is None or version.household_id is None:
            continue
        check = latest.get(job.pk)
        yearly = certified.get(pk)
        during = yearly if yearly is not None and yearly.on >= job.start else None
        told = stability(job_facts(job, check, during), wages.get(version.household_id))
        found[version.household_id].append(Verdict(version.resident, job, check and check.on, told))
    return found
