"""Forms of jobs and registrations."""

import datetime as dt

import pytest

from jiceng.employment.forms import (
    CancelRegistrationForm,
    CorrectEmploymentForm,
    EndEmploymentForm,
    IntakeForm,
    RecordEmploymentForm,
    RegisterUnemploymentForm,
)
from jiceng.residents.models import Facts, Resident
from tests.factories import CREDIT_CODE, HERE, ONE_DAY, TODAY, number_of
from tests.residents.test_forms import submit

NUMBER = number_of(dt.date(1985, 5, 20), "M", 300)
ON = dt.date(2026, 9, 1)


def form_of(kind, worker, **subject):
    return lambda data: kind(data, actor=worker, today=TODAY, **subject)


def test_registration_is_of_today_unless_told_otherwise(city, worker):
    resident = city.resident()
    make = form_of(RegisterUnemploymentForm, worker, resident=resident)
    form = submit(make, reason="20", former_employer="本钢", unemployed_on="2026.9.1")
    assert form.is_valid(), form.errors
    row = form.save().row
    assert (row.start, row.unemployed_on, row.reason, row.category) == (TODAY, ON, "20", "")
    again = submit(make)
    assert again.is_valid()
    assert again.save() is None
    assert "当日已有" in again.non_field_errors()[0]
    wrong = submit(make, on="2026-08-31", unemployed_on="2026-09-01")
    assert not wrong.is_valid()
    assert list(wrong.errors) == ["unemployed_on"]


def test_cancellation(city, worker):
    registration = city.registration(city.resident(), ON)
    make = form_of(CancelRegistrationForm, worker, registration=registration)
    assert list(submit(make, reason="").errors) == ["reason"]
    assert list(submit(make, reason="060", on="2026-08-31").errors) == ["on"]
    form = submit(make, reason="060")
    assert form.is_valid()
    assert form.save().row.stop == TODAY
    late = submit(make, reason="060")
    assert late.is_valid()
    assert late.save() is None
    assert "已于" in late.non_field_errors()[0]


def test_job_says_what_it_will_end_before_saving(city, worker):
    resident = city.resident()
    registration = city.registration(resident, ON)
    make = form_of(RecordEmploymentForm, worker, resident=resident)
    assert [(e.registration, e.on) for e in make(None).endings] == [(registration, TODAY)]
    form = submit(
        make,
        form="010",
        start="2026-09-02",
        credit_code=CREDIT_CODE,
        monthly_income="3,500.5",
        contract_stop="2029-09-01",
        workplace_code="2105",
    )
    assert form.is_valid(), form.errors
    assert [e.on for e in form.endings] == [dt.date(2026, 9, 2)]
    row = form.save().row
    assert (row.form, str(row.monthly_income), row.workplace_code) == ("010", "3500.50", "210500000000")
    assert (row.stop, row.credit_code) == (None, CREDIT_CODE)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("form", ""),
        ("start", "2026-09-16"),
        ("credit_code", "91350100M000100Y44"),
        ("monthly_income", "-1"),
        ("workplace_code", "本溪"),
        ("last_day", "2026-09-14"),
    ],
)
def test_wrong_entries_of_a_job(city, worker, entry, value):
    make = form_of(RecordEmploymentForm, worker, resident=city.resident())
    form = submit(make, **{"form": "010", entry: value})
    assert not form.is_valid()
    assert list(form.errors) == [entry]


def test_overlap_is_told_on_the_form(city, worker):
    resident = city.resident()
    city.job(resident, ON)
    form = submit(form_of(RecordEmploymentForm, worker, resident=resident), form="022")
    assert form.is_valid()
    assert form.save() is None
    assert "就业时间重叠" in form.non_field_errors()[0]


def test_end_and_correction_of_a_job(city, worker):
    job = city.job(city.resident(), ON, occupation="焊工")
    form = submit(form_of(CorrectEmploymentForm, worker, job=job), contract_stop="2027-01-01")
    assert form.is_valid(), form.errors
    row = form.save().row
    assert (row.contract_stop, row.occupation, row.form) == (dt.date(2027, 1, 1), "焊工", "022")
    stale = submit(form_of(EndEmploymentForm, worker, job=job), reason="辞职")
    assert stale.is_valid()
    assert stale.save() is None
    assert "合同终止日期：2027-01-01" in stale.non_field_errors()[0]
    form = submit(form_of(EndEmploymentForm, worker, job=row), reason="辞职")
    assert form.is_valid()
    assert form.save().row.stop == TODAY  # the day before today was the last


def test_intake_in_one_page(city, worker):
    make = form_of(IntakeForm, worker)
    form = submit(
        make,
        number=NUMBER,
        name="李强",
        household_number="9",
        relation="0",
        job_wish="true",
        registered_on="2026-09-01",
        reason="20",
        wish_said="保安",
    )
    assert form.is_valid(), form.errors
    resident = form.save().row
    version = Facts.objects.get(resident=resident)
    registration = resident.registrations.get()
    assert (resident.path, version.household.number, version.job_wish) == (HERE, "9", True)
    assert (registration.start, registration.job_wish, registration.reason) == (ON, "保安", "20")


def test_intake_without_registration(city, worker):
    form = submit(form_of(IntakeForm, worker), number=NUMBER, name="李强")
    assert form.is_valid(), form.errors
    assert form.save().row.registrations.count() == 0


def test_intake_names_the_day_of_the_registration(city, worker):
    make = form_of(IntakeForm, worker)
    form = submit(make, number=NUMBER, name="李强", registered_on=str(TODAY + ONE_DAY))
    assert not form.is_valid()
    assert list(form.errors) == ["registered_on"]
    assert not Resident.objects.exists()
