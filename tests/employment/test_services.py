"""Jobs and registrations: registering a job ends the registration by itself (BX 三(三)2, E1-E2)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo, void_row
from jiceng.accounts.models import AuditEntry
from jiceng.core.registers import Conflict, Refused
from jiceng.employment.models import Employment, Registration
from jiceng.employment.services import (
    EmploymentRefused,
    cancel_registration,
    correct_employment,
    effective_end,
    end_employment,
    record_employment,
    register_unemployment,
    take_in,
    what_it_ends,
)
from jiceng.residents.models import Resident
from jiceng.residents.services import RegisteredElsewhere
from tests.factories import ACROSS, CREDIT_CODE, HERE, NEXT, ONE_DAY, TODAY, number_of

ON = dt.date(2026, 9, 1)
JANUARY = dt.date(2026, 1, 1)


def register(worker, resident, on=ON, **more):
    return register_unemployment(actor=worker, resident=resident, on=on, today=TODAY, **more)


def employ(worker, resident, start=ON, form="010", **more):
    return record_employment(actor=worker, resident=resident, start=start, form=form, today=TODAY, **more)


def test_registration_lies_where_the_person_lives_and_is_known_today(city, worker):
    registration = register(worker, city.resident(), reason="20", former_employer=" 本钢 ").row
    assert (registration.path, registration.known_on, registration.stop) == (HERE, TODAY, None)
    assert (registration.reason, registration.former_employer) == ("20", "本钢")


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"on": TODAY + ONE_DAY}, "on"),
        ({"on": dt.date(1980, 3, 14)}, "on"),
        ({"on": dt.date(1996, 3, 14)}, "on"),  # the day before 16
        ({"unemployed_on": ON + ONE_DAY}, "unemployed_on"),
    ],
)
def test_impossible_registrations(city, worker, change, entry):
    with pytest.raises(EmploymentRefused) as refused:
        register(worker, city.resident(birth=dt.date(1980, 3, 15)), **change)
    assert list(refused.value.mistakes) == [entry]


def test_one_registration_a_day(city, worker):
    resident = city.resident()
    register(worker, resident)
    with pytest.raises(Refused, match="当日已有失业登记"):
        register(worker, resident)


def test_job_ends_the_registration_without_writing_its_end(city, worker):
    resident = city.resident()
    registration = register(worker, resident).row
    assert [(e.registration, e.on) for e in what_it_ends(resident, ON + ONE_DAY)] == [
        (registration, ON + ONE_DAY)
    ]
    act = employ(worker, resident, ON + ONE_DAY)
    registration.refresh_from_db()
    assert (registration.stop, effective_end(registration)) == (None, ON + ONE_DAY)
    undo(actor=worker, entry=act.entry, now=act.entry.at, today=TODAY)
    assert effective_end(registration) is None


def test_preview_names_only_what_the_job_would_end(city, worker):
    resident = city.resident()
    city.registration(resident, dt.date(2025, 1, 1), dt.date(2025, 6, 1))
    city.registration(resident, dt.date(2025, 7, 1))  # ended by the next one
    last = city.registration(resident, JANUARY)
    city.job(resident, dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert what_it_ends(resident, ON) == []  # the job of March has ended it
    assert [e.registration for e in what_it_ends(resident, dt.date(2026, 2, 1))] == [last]
    assert what_it_ends(resident, dt.date(2024, 1, 1)) == []


def test_cancellation_for_a_lawful_reason(city, worker):
    registration = register(worker, city.resident()).row
    row = cancel_registration(
        actor=worker, registration=registration, on=TODAY, reason="060", lock_version=0, today=TODAY
    ).row
    assert (row.stop, row.cancel_reason) == (TODAY, "060")
    with pytest.raises(EmploymentRefused, match="已于"):
        cancel_registration(actor=worker, registration=registration, on=TODAY, reason="060", today=TODAY)
    with pytest.raises(Conflict, match="注销原因：退出市场"):
        cancel_registration(
            actor=worker, registration=registration, on=TODAY, reason="040", lock_version=0, today=TODAY
        )


@pytest.mark.parametrize(
    ("on", "reason", "entry"),
    [(ON - ONE_DAY, "060", "on"), (TODAY + ONE_DAY, "060", "on"), (TODAY, "不想登记", "reason")],
)
def test_impossible_cancellations(city, worker, on, reason, entry):
    registration = register(worker, city.resident()).row
    with pytest.raises(EmploymentRefused) as refused:
        cancel_registration(actor=worker, registration=registration, on=on, reason=reason, today=TODAY)
    assert list(refused.value.mistakes) == [entry]


def test_registration_that_a_job_has_ended_is_not_cancelled_after_it(city, worker):
    resident = city.resident()
    registration = register(worker, resident).row
    employ(worker, resident, ON + ONE_DAY)
    with pytest.raises(EmploymentRefused, match="失效"):
        cancel_registration(actor=worker, registration=registration, on=TODAY, reason="010", today=TODAY)
    cancel_registration(actor=worker, registration=registration, on=ON, reason="060", today=TODAY)


def test_cancelled_registrations_do_not_overlap(city, worker):
    resident = city.resident()
    city.registration(resident, JANUARY, dt.date(2026, 9, 5))
    registration = register(worker, resident).row
    with pytest.raises(Refused, match="失业登记时间重叠"):
        cancel_registration(actor=worker, registration=registration, on=TODAY, reason="060", today=TODAY)


def test_employer_on_file_is_linked_wherever_it_is_registered(city, worker):
    employer = city.employer(ACROSS)
    job = employ(worker, city.resident(), credit_code=CREDIT_CODE.lower()).row
    assert (job.employer_id, job.credit_code, job.employer_name) == (employer.pk, CREDIT_CODE, "本溪钢铁厂")
    unknown = employ(worker, city.resident(), credit_code="91210500701532410Y", employer_name="别的厂")
    assert (unknown.row.employer, unknown.row.employer_name) == (None, "别的厂")


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"start": TODAY + ONE_DAY}, "start"),
        ({"start": dt.date(1990, 1, 1)}, "start"),
        ({"last_day": ON - ONE_DAY}, "last_day"),
        ({"last_day": TODAY + ONE_DAY}, "last_day"),
        ({"contract_start": TODAY + ONE_DAY}, "contract_start"),
        ({"contract_start": ON, "contract_stop": ON - ONE_DAY}, "contract_stop"),
        ({"credit_code": "91350100M000100Y44"}, "credit_code"),
    ],
)
def test_impossible_jobs(city, worker, change, entry):
    with pytest.raises(EmploymentRefused) as refused:
        employ(worker, city.resident(), **change)
    assert list(refused.value.mistakes) == [entry]
    assert not Employment.objects.exists()


def test_contract_may_end_ahead_and_the_last_day_is_worked(city, worker):
    contract = {"contract_start": ON, "contract_stop": TODAY + 300 * ONE_DAY}
    job = employ(worker, city.resident(), last_day=ON, **contract).row
    assert job.stop == ON + ONE_DAY


def test_jobs_do_not_overlap(city, worker):
    resident = city.resident()
    employ(worker, resident)
    with pytest.raises(Refused, match="就业时间重叠"):
        employ(worker, resident, ON + ONE_DAY)


def test_job_ends_with_its_last_day(city, worker):
    job = employ(worker, city.resident()).row
    row = end_employment(actor=worker, job=job, last_day=TODAY, reason="合同期满", today=TODAY).row
    assert (row.stop, row.end_reason) == (TODAY + ONE_DAY, "合同期满")
    with pytest.raises(EmploymentRefused, match=f"已于{TODAY}终止"):
        end_employment(actor=worker, job=job, last_day=TODAY, today=TODAY)


@pytest.mark.parametrize("last_day", [ON - ONE_DAY, TODAY + ONE_DAY])
def test_impossible_last_days(city, worker, last_day):
    job = employ(worker, city.resident()).row
    with pytest.raises(EmploymentRefused):
        end_employment(actor=worker, job=job, last_day=last_day, today=TODAY)


def test_contract_is_prolonged(city, worker):
    job = employ(worker, city.resident(), contract_start=ON, contract_stop=TODAY).row
    later = TODAY + 365 * ONE_DAY
    assert (
        correct_employment(actor=worker, job=job, contract_stop=later, today=TODAY).row.contract_stop == later
    )
    with pytest.raises(EmploymentRefused):
        correct_employment(actor=worker, job=job, contract_stop=JANUARY, today=TODAY)
    with pytest.raises(TypeError):
        correct_employment(actor=worker, job=job, start=JANUARY, today=TODAY)


def test_voided_job_restores_the_registration(city, worker):
    resident = city.resident()
    registration = register(worker, resident).row
    job = employ(worker, resident).row
    void_row(actor=worker, row=job, reason="张冠李戴", today=TODAY)
    assert effective_end(registration) is None


def test_people_of_other_communities_are_out_of_reach(city, worker):
    stranger = city.resident(NEXT)
    job, registration = city.job(stranger, JANUARY), city.registration(stranger, JANUARY)
    for act in (
        lambda: register(worker, stranger),
        lambda: employ(worker, stranger),
        lambda: end_employment(actor=worker, job=job, last_day=TODAY, today=TODAY),
        lambda: cancel_registration(
            actor=worker, registration=registration, on=TODAY, reason="060", today=TODAY
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Employment.objects.filter(pk=job.pk).exists()
    assert not Registration.objects.filter(pk=registration.pk).exists()


def intake(city, worker, number, registration=None):
    resident = {"number": number, "name": "李强", "household_number": "9"}
    call = {"region": city.regions[HERE], "resident": resident, "registration": registration}
    return take_in(actor=worker, **call, today=TODAY)


def test_intake_is_all_or_nothing(city, worker):
    number = number_of(dt.date(1985, 5, 20), "M", 300)
    with pytest.raises(EmploymentRefused):
        intake(city, worker, number, {"on": TODAY + ONE_DAY})
    assert not Resident.objects.exists()
    resident = intake(city, worker, number, {"on": ON}).row
    assert resident.registrations.get().start == ON
    assert intake(city, worker, number_of(dt.date(1985, 5, 20), "F", 301)).row.registrations.count() == 0


def test_intake_of_somebody_elsewhere_names_the_office(city, worker):
    number = number_of(dt.date(1980, 3, 15), "F", 1)
    city.resident(NEXT)
    with pytest.raises(RegisteredElsewhere):
        intake(city, worker, number)
    assert AuditEntry.objects.filter(action="claim_met").count() == 1
