"""Jobs and unemployment registrations (BX 三(三)2, domain E1-E2).

Registering a job ends the open unemployment registration by itself: the end is derived, so voiding the job
restores the registration.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.core.spans import ONE_DAY
from jiceng.employers.services import named_employer
from jiceng.employment import rules
from jiceng.employment.choices import CancelReason
from jiceng.employment.models import Employment, Registration
from jiceng.regions.models import Region
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import Resident
from jiceng.residents.services import left_on, place_of, register_resident, require_unclaimed

REGISTERED = sentence("unemployment_registered", "办理了失业登记")
CANCELLED = sentence("unemployment_cancelled", "注销了失业登记")
EMPLOYED = sentence("employment_recorded", "办理了就业登记")
CORRECTED = sentence("employment_corrected", "更正了就业登记")
ENDED = sentence("employment_ended", "登记了就业终止")
TAKEN_IN = sentence("resident_taken_in", "登记了居民及失业")

ENDED_BY_DEATH = "死亡"
CORRECTABLE = (
    "form",
    "occupation",
    "contract_start",
    "contract_stop",
    "monthly_income",
    "workplace_code",
    "employer_name",
    "end_reason",
)


class EmploymentRefused(Refused):
    """A job or registration that cannot be recorded like this."""


class Ending(NamedTuple):
    """A registration that a job would end, on the first day of the job."""

    registration: Registration
    on: dt.date


def register_unemployment(
    *,
    actor: Actor,
    resident: Resident,
    on: dt.date,
    unemployed_on: dt.date | None = None,
    reason: str = "",
    category: str = "",
    former_employer: str = "",
    job_wish: str = "",
    training_wish: str = "",
    today: dt.date,
) -> Act[Registration]:
    """Register a person as unemployed from a day. An earlier registration that is open ends on that day.

    Raises NotAllowed, EmploymentRefused, Refused when there is one of that day.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = rules.wrong_registration(
            on, unemployed_on=unemployed_on, birth=resident.birth, today=today, left_on=left_on(resident)
        )
        refuse(wrong, EmploymentRefused)
        registration = Registration(
            resident=resident,
            **place_of(resident),
            start=on,
            unemployed_on=unemployed_on,
            reason=reason,
            category=category,
            former_employer=former_employer.strip(),
            job_wish=job_wish.strip(),
            training_wish=training_wish.strip(),
        )
        return work.done(REGISTERED, work.create(registration))


def cancel_registration(
    *,
    actor: Actor,
    registration: Registration,
    on: dt.date,
    reason: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Registration]:
    """Cancel a registration for a lawful reason; `on` is the first day no longer registered.

    Raises NotAllowed, EmploymentRefused, Conflict.
    """
    actor.require(Action.WRITE, registration.path)
    with acting(actor, today) as work:
        registration = work.lock(registration, lock_version)
        if registration.stop is not None:
            raise EmploymentRefused(f"该失业登记已于{registration.stop}注销")
        wrong = rules.wrong_cancellation(
            on,
            reason,
            start=registration.start,
            ends=effective_end(registration),
            today=today,
            lawful=CancelReason.values,
        )
        refuse(wrong, EmploymentRefused)
        return work.done(CANCELLED, work.amend(registration, stop=on, cancel_reason=reason))


def record_employment(
    *,
    actor: Actor,
    resident: Resident,
    start: dt.date,
    form: str,
    credit_code: str = "",
    employer_name: str = "",
    occupation: str = "",
    contract_start: dt.date | None = None,
    contract_stop: dt.date | None = None,
    monthly_income: Decimal | None = None,
    workplace_code: str = "",
    last_day: dt.date | None = None,
    end_reason: str = "",
    today: dt.date,
) -> Act[Employment]:
    """Record a job from its first day; it ends what `what_it_ends` says. A valid code need not be on file.

    Raises NotAllowed, EmploymentRefused, Refused when it overlaps another job.
    """
    actor.require(Action.WRITE, resident.path)
    employer = named_employer(credit_code, employer_name, error=EmploymentRefused)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = rules.wrong_job(
            start,
            last_day=last_day,
            contract_start=contract_start,
            contract_stop=contract_stop,
            birth=resident.birth,
            today=today,
            left_on=left_on(resident),
        )
        refuse(wrong, EmploymentRefused)
        job = Employment(
            resident=resident,
            **place_of(resident),
            **employer,
            form=form,
            start=start,
            stop=last_day + ONE_DAY if last_day else None,
            end_reason=end_reason.strip(),
            occupation=occupation.strip(),
            contract_start=contract_start,
            contract_stop=contract_stop,
            monthly_income=monthly_income,
            workplace_code=workplace_code,
        )
        return work.done(EMPLOYED, work.create(job))


def end_employment(
    *,
    actor: Actor,
    job: Employment,
    last_day: dt.date,
    reason: str = "",
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Employment]:
    """End a job with the last day worked. Ending it wakes no registration that it had ended.

    Raises NotAllowed, EmploymentRefused, Conflict.
    """
    actor.require(Action.WRITE, job.path)
    with acting(actor, today) as work:
        job = work.lock(job, lock_version)
        if job.stop is not None:
            raise EmploymentRefused(f"该就业登记已于{job.stop - ONE_DAY}终止")
        wrong = mistakes(last_day=rules.wrong_last_day(last_day, start=job.start, today=today))
        refuse(wrong, EmploymentRefused)
        return work.done(ENDED, work.amend(job, stop=last_day + ONE_DAY, end_reason=reason.strip()))


def correct_employment(
    *, actor: Actor, job: Employment, lock_version: int | None = None, today: dt.date, **changes: Any
) -> Act[Employment]:
    """Correct or renew what a job says besides its days (`CORRECTABLE`), such as a contract prolonged.

    Raises NotAllowed, EmploymentRefused, Conflict.
    """
    actor.require(Action.WRITE, job.path)
    if unknown := set(changes) - set(CORRECTABLE):
        raise TypeError(f"not to be corrected in a job: {', '.join(sorted(unknown))}")
    with acting(actor, today) as work:
        job = work.lock(job, lock_version)
        wrong = rules.wrong_job(
            job.start,
            last_day=None,
            contract_start=changes.get("contract_start", job.contract_start),
            contract_stop=changes.get("contract_stop", job.contract_stop),
            birth=job.resident.birth,
            today=today,
        )
        refuse(wrong, EmploymentRefused)
        return work.done(CORRECTED, work.amend(job, **changes), fields=sorted(changes))


def take_in(
    *,
    actor: Actor,
    region: Region,
    resident: dict[str, Any],
    registration: dict[str, Any] | None,
    today: dt.date,
) -> Act[Resident]:
    """A new person with household, and the unemployment registration if there is one: both or neither.

    `resident` and `registration` are the arguments of `register_resident` and `register_unemployment`. One
    act, undone as a whole. Raises what those raise.
    """
    actor.require(Action.WRITE, region.path)
    require_unclaimed(actor=actor, number=resident["number"], today=today)
    with acting(actor, today) as work:
        known = register_resident(actor=actor, region=region, today=today, **resident)
        acts: list[Act[Any]] = [known]
        if registration is not None:
            acts.append(register_unemployment(actor=actor, resident=known.row, today=today, **registration))
        return work.done_together(TAKEN_IN, known.row, acts)


def what_it_ends(resident: Resident, start: dt.date) -> list[Ending]:
    """The registrations that a job from a day would end, so that it can be said before saving.

    Only those without a cancellation, begun by that day and effective beyond it: at most one.
    """
    open_then = Q(ends=None) | Q(ends__gt=start)
    found = Registration.objects.with_end().filter(open_then, resident=resident, stop=None, start__lte=start)
    return [Ending(registration, start) for registration in found.order_by("start")]


def effective_end(registration: Registration) -> dt.date | None:
    """The first day on which a registration is no longer open (contracts, section 4)."""
    found = Registration.objects.with_end().values_list("ends", flat=True).get(pk=registration.pk)
    end: dt.date | None = found
    return end


def end_at_death(
    sender: Any, *, resident: Resident, on: dt.date, kind: str, work: Work, answers: dict[str, Any], **kw: Any
) -> None:
    """A death cancels the open registration, and ends the open job with the last day that was asked for.

    Raises EmploymentRefused for what is on file from a later day, and for a last day that cannot be.
    """
    if kind != DepartureKind.DIED:
        return
    for registration in Registration.objects.with_end().filter(
        Q(ends=None) | Q(ends__gt=on), resident=resident
    ):
        refuse(rules.wrong_at_death(registration.start, on, "失业登记"), EmploymentRefused)
        if registration.stop is None:
            work.amend(work.lock(registration), stop=on, cancel_reason=CancelReason.DIED)
    for job in Employment.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident, start__lt=on):
        last_day = answers.get("job_last_day") or on - ONE_DAY
        refuse(rules.wrong_last_job_day(last_day, start=job.start, died_on=on), EmploymentRefused)
        work.amend(work.lock(job), stop=last_day + ONE_DAY, end_reason=ENDED_BY_DEATH)
    later = Employment.objects.filter(resident=resident, start__gte=on).order_by("start").first()
    if later is not None:
        refuse(rules.wrong_at_death(later.start, on - ONE_DAY, "就业登记"), EmploymentRefused)


def reopen_after_death(sender: Any, *, resident: Resident, on: dt.date, work: Work, **kwargs: Any) -> None:
    """A death that was entered by mistake ended neither registration nor job."""
    for registration in Registration.objects.filter(
        resident=resident, stop=on, cancel_reason=CancelReason.DIED
    ):
        work.amend(work.lock(registration), stop=None, cancel_reason="")
    for job in Employment.objects.filter(
        resident=resident, stop__lte=on + ONE_DAY, end_reason=ENDED_BY_DEATH
    ):
        work.amend(work.lock(job), stop=None, end_reason="")
