"""The form of each act, made for whom the page is about and filled in before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from jiceng.accounts.actors import Actor
from jiceng.assistance import forms as assistance
from jiceng.assistance.models import Determination, Recognition
from jiceng.core.forms import ActForm
from jiceng.employment import forms as employment
from jiceng.employment.models import Employment, Registration
from jiceng.home.forms import EndOfStayForm
from jiceng.labour import forms as labour
from jiceng.labour.models import Incoming, LaidOff, Transfer
from jiceng.residents import forms as residents
from jiceng.residents.choices import VisitOutcome, VisitReason, VisitWay
from jiceng.residents.models import Facts, Household, Resident
from jiceng.residents.services import latest_version

JOB_ORDER = [
    "form",
    "start",
    "employer_name",
    "credit_code",
    "occupation",
    "monthly_income",
    "contract_start",
    "contract_stop",
]


@dataclass(frozen=True)
class Opening:
    """What a form is made of: who acts on whom and when, the entries, and the row that the address names."""

    actor: Actor
    today: dt.date
    subject: Any  # the Resident or Household whose page it is
    data: Any = None
    row: str = ""

    @property
    def call(self) -> dict[str, Any]:
        """Arguments that every form of an act takes."""
        return {"data": self.data, "actor": self.actor, "today": self.today}

    @property
    def household(self) -> Household:
        """The household itself, or that of the resident; 404 without one."""
        if isinstance(self.subject, Household):
            return self.subject
        home: Household | None = latest_version(self.subject).household
        if home is None:
            raise Http404
        return home

    def open_row(self, model: Any, **of: Any) -> Any:
        """The spell without an end that the address names, else the latest one; 404 without any."""
        rows = model.objects.filter(**of, stop=None)
        if self.row:
            return get_object_or_404(rows, pk=self.row if self.row.isdecimal() else None)
        row = rows.order_by("start", "pk").last()
        if row is None:
            raise Http404
        return row


def visit(opening: Opening) -> ActForm:
    """A visit to a resident; who else lives there can be ticked."""
    person = opening.subject
    people = residents.members_of(person, opening.today)
    return residents.VisitForm(**opening.call, people=people, reasons=[_reason_for(person, opening.today)])


def visit_household(opening: Opening) -> ActForm:
    """A visit to everybody of a household."""
    at_home = Facts.objects.filter(household=opening.subject).open_on(opening.today)
    people = list(Resident.objects.filter(pk__in=at_home.values("resident")).order_by("birth", "pk"))
    at_the_door = {"way": VisitWay.HOME, "outcome": VisitOutcome.MET}
    form = residents.VisitForm(
        **opening.call, people=people, reasons=[VisitReason.ASSISTANCE], initial=at_the_door
    )
    form.fields["people"].initial = [each.pk for each in people]
    return form


def register_unemployment(opening: Opening) -> ActForm:
    """An unemployment registration; the last employer is filled in."""
    form = employment.RegisterUnemploymentForm(**opening.call, resident=opening.subject)
    last = Employment.objects.filter(resident=opening.subject, stop__isnull=False).order_by("stop").last()
    if last is not None:
        form.initial |= {"former_employer": last.employer_name}
    return form


def cancel_registration(opening: Opening) -> ActForm:
    """The cancellation of the open registration."""
    row = opening.open_row(Registration, resident=opening.subject)
    return employment.CancelRegistrationForm(**opening.call, registration=row)


def record_employment(opening: Opening) -> ActForm:
    """A job: what every one has, then what few have."""
    form = employment.RecordEmploymentForm(**opening.call, resident=opening.subject)
    form.order_fields(JOB_ORDER)
    return form


def end_employment(opening: Opening) -> ActForm:
    """The end of the open job."""
    row = opening.open_row(Employment, resident=opening.subject)
    return employment.EndEmploymentForm(**opening.call, job=row)


def correct_employment(opening: Opening) -> ActForm:
    """What the open job says besides its days."""
    row = opening.open_row(Employment, resident=opening.subject)
    return employment.CorrectEmploymentForm(**opening.call, job=row)


def determine(opening: Opening) -> ActForm:
    """A determination of hardship."""
    return assistance.DetermineForm(**opening.call, resident=opening.subject)


def end_determination(opening: Opening) -> ActForm:
    """The end of a determination."""
    row = opening.open_row(Determination, resident=opening.subject)
    return assistance.EndDeterminationForm(**opening.call, determination=row)


def recognise(opening: Opening) -> ActForm:
    """The recognition of the household."""
    return assistance.RecogniseForm(**opening.call, household=opening.household)


def end_recognition(opening: Opening) -> ActForm:
    """The end of the household's recognition."""
    row = opening.open_row(Recognition, household=opening.household)
    return assistance.EndRecognitionForm(**opening.call, recognition=row)


def certify_flexible(opening: Opening) -> ActForm:
    """The yearly certification; the income of the open job is filled in."""
    form = labour.CertifyFlexibleForm(**opening.call, resident=opening.subject)
    job = Employment.objects.filter(resident=opening.subject, stop=None).order_by("start").last()
    if job is not None:
        form.initial |= {"monthly_income": job.monthly_income}
    return form


def record_incoming(opening: Opening) -> ActForm:
    """The stay of somebody from elsewhere."""
    return labour.IncomingForm(**opening.call, resident=opening.subject)


def end_incoming(opening: Opening) -> ActForm:
    """The end of the open stay."""
    row = opening.open_row(Incoming, resident=opening.subject)
    return labour.EndSpellForm(**opening.call, spell=row, label="离开日期")


def record_transfer(opening: Opening) -> ActForm:
    """A transfer out of farming."""
    return labour.TransferForm(**opening.call, resident=opening.subject)


def end_transfer(opening: Opening) -> ActForm:
    """The end of the open transfer."""
    row = opening.open_row(Transfer, resident=opening.subject)
    return labour.EndSpellForm(**opening.call, spell=row, label="返回日期")


def record_laid_off(opening: Opening) -> ActForm:
    """A lay-off; the unit of the last job is filled in."""
    form = labour.LaidOffForm(**opening.call, resident=opening.subject)
    last = Employment.objects.filter(resident=opening.subject).order_by("start").last()
    if last is not None:
        form.initial |= {"employer_name": last.employer_name, "credit_code": last.credit_code}
    return form


def end_laid_off(opening: Opening) -> ActForm:
    """The end of the open lay-off."""
    row = opening.open_row(LaidOff, resident=opening.subject)
    return labour.EndSpellForm(**opening.call, spell=row, label="终止日期")


def assign(opening: Opening) -> ActForm:
    """Who answers for the resident."""
    return residents.AssignForm(**opening.call, residents=[opening.subject])


def assign_household(opening: Opening) -> ActForm:
    """Who answers for everybody of the household."""
    at_home = Facts.objects.filter(household=opening.subject).open_on(opening.today)
    people = list(Resident.objects.filter(pk__in=at_home.values("resident")).order_by("birth", "pk"))
    return residents.AssignForm(**opening.call, residents=people)


def rename(opening: Opening) -> ActForm:
    """The name, corrected."""
    return residents.CorrectNameForm(**opening.call, resident=opening.subject)


def propose_number(opening: Opening) -> ActForm:
    """The right identity number, for the office above to agree to."""
    return residents.ProposeNumberForm(**opening.call, resident=opening.subject)


def depart(opening: Opening) -> ActForm:
    """Death or departure, which ends what is open."""
    jobs = Employment.objects.filter(resident=opening.subject).open_on(opening.today)
    return EndOfStayForm(**opening.call, resident=opening.subject, job=jobs.first())


def come_back(opening: Opening) -> ActForm:
    """Somebody who had departed."""
    return residents.ReturnForm(**opening.call, resident=opening.subject)


def _reason_for(person: Resident, today: dt.date) -> str:
    """Why one sees this person most likely: BX 三(三)3(5), 三(三)3(3), else 三(三)1."""
    if not Determination.objects.filter(resident=person).open_on(today).exists():
        return VisitReason.SURVEY
    works = Employment.objects.filter(resident=person).open_on(today).exists()
    return VisitReason.AFTER_EMPLOYMENT if works else VisitReason.ASSISTANCE
