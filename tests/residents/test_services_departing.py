"""Death is noted once for all rooms; a return takes a mistaken death back (domain R2, T3)."""

import datetime as dt

import pytest

from jiceng.accounts.acts import undo
from jiceng.assistance.models import Determination
from jiceng.core.registers import Refused
from jiceng.employment.models import Employment, Registration
from jiceng.residents.models import Assignment, Facts
from jiceng.residents.services import MoveRefused, assign_officer, record_departure, record_return
from tests.factories import ONE_DAY, TODAY

ON = dt.date(2026, 9, 1)
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.fixture
def person(city, worker):
    """Somebody at work, helped, and answered for."""
    resident = city.resident()
    city.job(resident, MAY)
    city.determination(resident, MAY)
    assign_officer(actor=worker, residents=[resident], officer=worker.user, on=MAY, today=TODAY)
    return resident


def die(worker, resident, on=ON, **answers):
    return record_departure(actor=worker, resident=resident, on=on, kind="died", today=TODAY, **answers)


def state(resident):
    """What stands on file, without versions and marks of entry."""
    rows = []
    for model in (Facts, Employment, Registration, Determination, Assignment):
        for row in model.objects.filter(resident=resident).order_by("pk"):
            rows.append((model, row.pk, row.start, row.stop, getattr(row, "departure", "")))
    return rows


def test_a_death_ends_the_job_with_the_day_that_was_asked(worker, person):
    act = die(worker, person, job_last_day=ON - 3 * ONE_DAY)
    job = Employment.objects.get(resident=person)
    assert (job.stop, job.end_reason) == (ON - 2 * ONE_DAY, "死亡")
    assert (act.row.left, act.row.departure, act.row.stop) == (True, "died", ON)
    assert Assignment.objects.get(resident=person).stop == ON
    determination = Determination.objects.get(resident=person)
    assert (determination.stop, determination.exit_reason) == (ON, "死亡")


def test_without_an_answer_the_job_ends_on_the_eve(worker, person):
    die(worker, person)
    assert Employment.objects.get(resident=person).stop == ON


@pytest.mark.parametrize("last_day", [MAY - ONE_DAY, ON + ONE_DAY])
def test_a_last_day_out_of_the_job_is_refused(worker, person, last_day):
    before = state(person)
    with pytest.raises(Refused, match="不能"):
        die(worker, person, job_last_day=last_day)
    assert state(person) == before


def test_a_death_cancels_the_open_registration_only(city, worker):
    unemployed = city.resident()
    city.registration(unemployed, MAY)
    ended = city.resident()
    city.registration(ended, MAY)
    city.job(ended, JUNE, last=JUNE + 9 * ONE_DAY)  # ended the registration by its own rule
    die(worker, unemployed)
    die(worker, ended)
    assert Registration.objects.get(resident=unemployed).cancel_reason == "死亡"
    assert Registration.objects.get(resident=unemployed).stop == ON
    assert Registration.objects.get(resident=ended).stop is None


def test_who_is_entered_as_at_work_later_cannot_have_died_before(city, worker):
    resident = city.resident()
    city.job(resident, ON)
    with pytest.raises(Refused, match="还有就业登记"):
        die(worker, resident)


def test_a_departure_ends_neither_job_nor_registration(worker, person):
    record_departure(actor=worker, resident=person, on=ON, kind="left", today=TODAY)
    assert Employment.objects.get(resident=person).stop is None
    assert Facts.objects.get(resident=person).departure == "left"


def test_undoing_a_death_leaves_the_state_before(worker, person):
    before = state(person)
    act = die(worker, person)
    undo(actor=worker, entry=act.entry, now=act.entry.at + dt.timedelta(minutes=1), today=TODAY)
    assert state(person) == before


def test_a_death_can_only_be_taken_back(worker, person):
    before = state(person)
    die(worker, person)
    with pytest.raises(MoveRefused, match="撤销原来的登记"):
        record_return(actor=worker, resident=person, on=ON + ONE_DAY, today=TODAY)
    record_return(actor=worker, resident=person, on=ON, today=TODAY)
    assert state(person) == before
