"""Forms of jobs, unemployment registrations, and of taking in a new person on one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.cells import InvalidValue
from jiceng.core.forms import ActForm, ChosenField, DayField, RowActForm, field_of
from jiceng.core.registers import mistakes
from jiceng.core.spans import ONE_DAY
from jiceng.employers.forms import credit_code_field
from jiceng.employment import rules
from jiceng.employment.choices import CancelReason, EmploymentForm
from jiceng.employment.models import Employment, Registration
from jiceng.employment.services import (
    CORRECTABLE,
    Ending,
    cancel_registration,
    correct_employment,
    end_employment,
    record_employment,
    register_unemployment,
    take_in,
    what_it_ends,
)
from jiceng.regions.rules import InvalidCode, parse_code
from jiceng.residents.forms import RegisterResidentForm
from jiceng.residents.models import Resident

REGISTRATION = ("unemployed_on", "reason", "category", "former_employer", "job_wish", "training_wish")


class RegisterUnemploymentForm(ActForm):
    """An unemployment registration of a resident, of today unless told otherwise."""

    on = DayField(label="失业登记日期")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today
        self.fields.update({name: field_of(Registration, name) for name in REGISTRATION})

    def mistakes(self) -> Mapping[str, str]:
        """Days and age; the service also asks whether the person is here."""
        entered = self.cleaned_data
        person = {"birth": self.resident.birth, "today": self.today}
        return rules.wrong_registration(entered["on"], unemployed_on=entered["unemployed_on"], **person)

    def act(self) -> Act[Registration]:
        """Register."""
        return register_unemployment(**self.call, resident=self.resident, **self.cleaned_data)


class CancelRegistrationForm(RowActForm):
    """The cancellation of a registration for a lawful reason."""

    on = DayField(label="注销日期", help_text="不再作为登记失业人员的首日")
    reason = ChosenField(choices=CancelReason.choices, nothing="请选择", label="注销原因")

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, row=registration, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day, and the reason; whether a job has ended it the service asks, once the row is locked."""
        known = {"start": self.row.start, "ends": None, "today": self.today}
        entered = self.entered
        return rules.wrong_cancellation(entered["on"], entered["reason"], **known, lawful=CancelReason.values)

    def act(self) -> Act[Registration]:
        """Cancel it."""
        return cancel_registration(**self.call, registration=self.row, **self.entered)


def _region_code(text: Any) -> str | None:
    try:
        return parse_code(text) if text and text.strip() else None
    except InvalidCode:
        raise InvalidValue("应为12位区划代码") from None


def _job_fields(names: tuple[str, ...]) -> dict[str, forms.Field]:
    made = {name: field_of(Employment, name) for name in names if name not in ("form", "workplace_code")}
    if "form" in names:
        made["form"] = ChosenField(choices=EmploymentForm.choices, nothing="请选择", label="就业形式")
    if "workplace_code" in names:
        made["workplace_code"] = field_of(Employment, "workplace_code", parse=_region_code)
    return {name: made[name] for name in names}


class RecordEmploymentForm(ActForm):
    """A job of a resident. `endings` says before saving which registration it will end."""

    start = DayField(label="就业日期", help_text="工作的首日")
    last_day = DayField(label="终止日期", required=False, help_text="最后工作日；仍在工作的不填")
    end_reason = field_of(Employment, "end_reason")
    field_order = ["form", "start", "credit_code", "employer_name"]

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = self.today
        self.fields["credit_code"] = credit_code_field(required=False)
        self.fields.update(_job_fields(tuple(name for name in CORRECTABLE if name != "end_reason")))
        self.order_fields(self.field_order)

    @property
    def endings(self) -> list[Ending]:
        """What the job would end from the day that was entered, or from today on a new form."""
        entered = getattr(self, "cleaned_data", {}).get("start")
        start = entered or (None if self.is_bound else self.today)
        return what_it_ends(self.resident, start) if start else []

    def mistakes(self) -> Mapping[str, str]:
        """Days, age and contract; the service also asks whether the person is here."""
        days = {name: self.cleaned_data[name] for name in ("last_day", "contract_start", "contract_stop")}
        person = {"birth": self.resident.birth, "today": self.today}
        return rules.wrong_job(self.cleaned_data["start"], **days, **person)

    def act(self) -> Act[Employment]:
        """Record it."""
        return record_employment(**self.call, resident=self.resident, **self.cleaned_data)


class CorrectEmploymentForm(RowActForm):
    """What a job says besides its days: a contract prolonged, another post or income."""

    def __init__(self, *args: Any, job: Employment, **kwargs: Any) -> None:
        shown = {name: getattr(job, name) for name in CORRECTABLE}
        super().__init__(*args, row=job, initial=shown, **kwargs)
        self.fields.update(_job_fields(CORRECTABLE))

    def mistakes(self) -> Mapping[str, str]:
        """The contract."""
        contract = {name: self.cleaned_data[name] for name in ("contract_start", "contract_stop")}
        person = {"birth": self.row.resident.birth, "today": self.today}
        return rules.wrong_job(self.row.start, last_day=None, **contract, **person)

    def act(self) -> Act[Employment]:
        """Correct it."""
        return correct_employment(**self.call, job=self.row, **self.entered)


class EndEmploymentForm(RowActForm):
    """The end of a job: its last day worked."""

    last_day = DayField(label="终止日期", help_text="最后工作日")
    reason = field_of(Employment, "end_reason")

    def __init__(self, *args: Any, job: Employment, **kwargs: Any) -> None:
        super().__init__(*args, row=job, **kwargs)
        self.fields["last_day"].initial = max(job.start, self.today - ONE_DAY)

    def mistakes(self) -> Mapping[str, str]:
        """The last day."""
        last_day = self.cleaned_data["last_day"]
        return mistakes(last_day=rules.wrong_last_day(last_day, start=self.row.start, today=self.today))

    def act(self) -> Act[Employment]:
        """End it."""
        return end_employment(**self.call, job=self.row, **self.entered)


class IntakeForm(RegisterResidentForm):
    """A new person, the household, and the unemployment registration on one page: one act.

    A card reader fills the number, which says sex and birth date. Without `registered_on` nobody is
    registered as unemployed.
    """

    registered_on = DayField(label="失业登记日期", required=False, help_text="不办理失业登记的不填")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The wish of the facts decides; the one said at the registration is kept there as `wish_said`.
        renamed = {"job_wish": "wish_said"}
        self.fields.update({renamed.get(n, n): field_of(Registration, n) for n in REGISTRATION})

    def mistakes(self) -> Mapping[str, str]:
        """Those of the person, then those of the registration."""
        wrong = dict(super().mistakes())
        on = self.cleaned_data["registered_on"]
        if on is not None and self.identity is not None:
            found = rules.wrong_registration(
                on,
                unemployed_on=self.cleaned_data["unemployed_on"],
                birth=self.identity.birth,
                today=self.today,
            )
            wrong |= _of_registration(found)
        return wrong

    def act(self) -> Act[Resident]:
        """Take the person in."""
        region = self.cleaned_data["region"]
        return take_in(**self.call, region=region, resident=self.resident, registration=self._registration)

    def tell(self, wrong: Mapping[str, str]) -> None:
        """The day of the registration is called `registered_on` here."""
        super().tell(_of_registration(wrong))

    @property
    def _registration(self) -> dict[str, Any] | None:
        entered = self.cleaned_data
        if entered["registered_on"] is None:
            return None
        said = {name: entered[name] for name in REGISTRATION if name != "job_wish"}
        return {**said, "job_wish": entered["wish_said"], "on": entered["registered_on"]}


def _of_registration(wrong: Mapping[str, str]) -> dict[str, str]:
    return {"registered_on" if name == "on" else name: message for name, message in wrong.items()}
