"""Dated facts: one version a change, from the day of the survey (contracts 3, design: time and truth)."""

import datetime as dt

import pytest

from jiceng.core.registers import Conflict
from jiceng.residents.models import Facts, Sighting
from jiceng.residents.services import FactsRefused, Shown, correct_facts, record_departure, record_facts
from tests.factories import NEXT, ONE_DAY, TODAY

ON = dt.date(2026, 9, 1)


def record(worker, resident, on=ON, shown=None, surveyor="", **changes):
    call = {"actor": worker, "resident": resident, "on": on, "shown": shown, "surveyor": surveyor}
    return record_facts(**call, changes=changes, today=TODAY)


def versions(resident):
    return list(Facts.objects.filter(resident=resident).order_by("start"))


def test_change_opens_a_version_that_carries_the_rest(city, worker):
    resident = city.resident(hukou="10", laid_off=True, household="7")
    record(worker, resident, surveyor="李干事", laid_off=None, job_wish=False)
    old, new = versions(resident)
    assert (old.stop, new.start, new.stop, new.surveyed_on, new.surveyor) == (ON, ON, None, ON, "李干事")
    assert (old.laid_off, new.laid_off, new.job_wish, new.hukou) == (True, None, False, "10")
    assert new.household == old.household
    assert new.known_on == TODAY


def test_second_change_of_the_day_corrects_in_place(city, worker):
    resident = city.resident()
    record(worker, resident, student=True)
    record(worker, resident, student=False, ability="lost")
    old, new = versions(resident)
    assert (new.student, new.ability, new.lock_version) == (False, "lost", 1)


def test_same_facts_again_leave_only_a_sighting(city, worker):
    resident = city.resident(student=True)
    record(worker, resident, student=True)
    record(worker, resident)
    assert len(versions(resident)) == 1
    assert Sighting.objects.filter(resident=resident, on=ON).count() == 1


def test_older_survey_is_refused_also_behind_a_mere_sighting(city, worker):
    resident = city.resident()
    record(worker, resident)
    with pytest.raises(FactsRefused) as refused:
        record(worker, resident, on=ON - ONE_DAY, student=True)
    assert list(refused.value.mistakes) == ["on"]


@pytest.mark.parametrize("on", [TODAY + ONE_DAY, dt.date(1980, 3, 14)])
def test_survey_is_neither_in_the_future_nor_before_birth(city, worker, on):
    with pytest.raises(FactsRefused):
        record(worker, city.resident(), on=on)


def test_household_is_of_the_own_community(city, worker):
    with pytest.raises(FactsRefused, match="所在社区"):
        record(worker, city.resident(), household=city.household("1", NEXT))


def test_late_survey_of_somebody_who_has_left_ends_with_the_departure(city, worker):
    resident = city.resident()
    record_departure(actor=worker, resident=resident, on=ON + 5 * ONE_DAY, kind="died", today=TODAY)
    record(worker, resident, student=True)
    old, new = versions(resident)
    assert (old.stop, old.left, new.stop, new.left) == (ON, False, ON + 5 * ONE_DAY, True)
    with pytest.raises(FactsRefused, match="死亡或迁离"):
        record(worker, resident, on=ON + 5 * ONE_DAY)


def test_two_clerks_on_one_person(city, worker):
    resident = city.resident(hukou="10")
    (seen,) = versions(resident)
    shown = Shown(seen.pk, seen.lock_version)
    record(worker, resident, shown=shown, hukou="20", household=city.household("3"))
    with pytest.raises(Conflict) as met:
        record(worker, resident, shown=shown, hukou="50")
    assert {each.label: each.now for each in met.value.changed}["户口性质"] == "农业户口"
    assert str(worker.user) in str(met.value)


def test_conflict_within_one_version_tells_the_change(city, worker):
    resident = city.resident(phone="111")
    (seen,) = versions(resident)
    correct_facts(actor=worker, version=seen, changes={"phone": "222"}, lock_version=0, today=TODAY)
    with pytest.raises(Conflict) as met:
        correct_facts(actor=worker, version=seen, changes={"phone": "333"}, lock_version=0, today=TODAY)
    assert [tuple(each) for each in met.value.changed] == [("联系电话", "222")]
    with pytest.raises(Conflict):
        record(worker, resident, shown=Shown(seen.pk, 0), phone="333")


def test_correction_changes_a_version_and_not_its_days(city, worker):
    resident = city.resident()
    record(worker, resident, student=True)
    first, second = versions(resident)
    correct_facts(actor=worker, version=first, changes={"hukou": "20"}, today=TODAY)
    first.refresh_from_db()
    assert (first.hukou, first.stop, versions(resident)[1].hukou) == ("20", ON, None)


def test_unknown_fact_is_a_fault_of_the_program(city, worker):
    with pytest.raises(TypeError):
        record(worker, city.resident(), birth=ON)
