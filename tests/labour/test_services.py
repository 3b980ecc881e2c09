"""Stays, transfers, lay-offs and certifications by the clerk: rules at their borders, undo, and the scope."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo
from jiceng.core.registers import Conflict, Refused
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.labour.services import (
    LabourRefused,
    certify_flexible,
    end_spell,
    record_incoming,
    record_laid_off,
    record_transfer,
)
from jiceng.residents.services import record_departure, record_return
from tests.factories import ACROSS, CREDIT_CODE, HERE, ONE_DAY, TODAY

ON = dt.date(2026, 9, 1)
SPELLS = {
    "incoming": (record_incoming, Incoming, {"pursuit": "务工"}),
    "transfer": (record_transfer, Transfer, {"destination": "省外"}),
    "laid_off": (record_laid_off, LaidOff, {"employer_name": " 本钢 "}),
}


@pytest.fixture(params=SPELLS)
def spell(request, worker):
    """(record it for a resident from a day, its register)."""
    service, register, said = SPELLS[request.param]

    def record(resident, start=ON, **more):
        return service(actor=worker, resident=resident, start=start, today=TODAY, **{**said, **more})

    return record, register


def test_a_spell_is_recorded_ended_and_undone(city, worker, spell):
    record, register = spell
    act = record(city.resident())
    assert (act.row.path, act.row.known_on, act.row.stop) == (HERE, TODAY, None)
    ended = end_spell(actor=worker, spell=act.row, on=TODAY, reason=" 返乡 ", today=TODAY)
    assert (ended.row.stop, ended.row.end_reason) == (TODAY, "返乡")
    with pytest.raises(LabourRefused, match="已于2026-09-15终止"):
        end_spell(actor=worker, spell=act.row, on=TODAY, today=TODAY)
    undo(actor=worker, entry=ended.entry, now=ended.entry.at, today=TODAY)
    assert register.objects.get().stop is None


def test_spells_of_a_person_do_not_overlap_but_may_follow_each_other(city, spell):
    record, register = spell
    resident = city.resident()
    record(resident, ON, stop=ON + ONE_DAY)
    with pytest.raises(Refused, match="时间重叠"):
        record(resident, ON)
    record(resident, ON + ONE_DAY)
    assert register.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "entry"),
    [
        ({"start": TODAY + ONE_DAY}, "start"),
        ({"start": dt.date(1996, 3, 14)}, "start"),  # the day before 16
        ({"stop": ON - ONE_DAY}, "stop"),
        ({"stop": TODAY + ONE_DAY}, "stop"),
    ],
)
def test_impossible_days(city, spell, days, entry):
    record, _ = spell
    with pytest.raises(LabourRefused) as refused:
        record(city.resident(birth=dt.date(1980, 3, 15)), **days)
    assert list(refused.value.mistakes) == [entry]


def test_the_end_has_its_borders_and_asks_for_the_version_that_was_shown(city, worker, spell):
    record, _ = spell
    row = record(city.resident()).row
    with pytest.raises(LabourRefused, match="不能早于开始日期"):
        end_spell(actor=worker, spell=row, on=ON - ONE_DAY, today=TODAY)
    with pytest.raises(Conflict):
        end_spell(actor=worker, spell=row, on=ON, lock_version=row.lock_version + 1, today=TODAY)


def test_nothing_is_recorded_beyond_the_scope(city, spell):
    record, register = spell
    with pytest.raises(NotAllowed):
        record(city.resident(ACROSS))
    assert not register.objects.exists()


def test_a_death_ends_it_and_a_death_by_mistake_does_not(city, worker, spell):
    record, register = spell
    resident = city.resident()
    record(resident)
    call = {"actor": worker, "resident": resident, "on": TODAY, "today": TODAY}
    record_departure(**call, kind="died")
    assert register.objects.get().stop == TODAY
    record_return(**call)
    assert (register.objects.get().stop, register.objects.get().end_reason) == (None, "")


def test_a_laid_off_worker_has_a_unit_which_is_found_by_its_code(city, worker):
    employer = city.employer()
    resident = city.resident()
    with pytest.raises(LabourRefused) as refused:
        record_laid_off(actor=worker, resident=resident, start=ON, today=TODAY)
    assert list(refused.value.mistakes) == ["employer_name"]
    row = record_laid_off(
        actor=worker, resident=resident, start=ON, credit_code=CREDIT_CODE, permit="本字1号", today=TODAY
    ).row
    assert (row.employer, row.employer_name, row.permit) == (employer, "本溪钢铁厂", "本字1号")


def test_a_certification_is_one_a_day_of_somebody_who_is_here(city, worker):
    resident = city.resident()
    call = {"actor": worker, "resident": resident, "kind": "自由职业", "today": TODAY}
    assert certify_flexible(**call, on=ON).row.certifier == str(worker.user)
    with pytest.raises(Refused, match="当日已办理"):
        certify_flexible(**call, on=ON)
    with pytest.raises(LabourRefused):
        certify_flexible(**call, on=TODAY + ONE_DAY)
    assert Certification.objects.count() == 1
