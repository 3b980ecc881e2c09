"""Undoing within ten minutes by the same officer, and voiding with a reason (issue: registers and acts)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import UndoRefused, VoidRefused, undo, void_row
from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.registers import Refused
from jiceng.employment.services import record_employment, register_unemployment, take_in
from jiceng.policy.models import Waiver
from jiceng.residents.models import Facts, IdentityClaim, Resident, Sighting, Visit
from jiceng.residents.services import (
    assign_officer,
    correct_name,
    move_resident,
    record_departure,
    record_facts,
    record_visit,
    register_resident,
)
from tests.factories import ACROSS, HERE, TODAY, number_of

ON = dt.date(2026, 9, 1)
MINUTE = dt.timedelta(minutes=1)


def take_back(actor, act, minutes=9):
    return undo(actor=actor, entry=act.entry, now=act.entry.at + minutes * MINUTE, today=TODAY)


def register(city, worker):
    number = number_of(dt.date(1985, 5, 20), "M", 300)
    call = {"region": city.regions[HERE], "number": number, "name": "李强", "today": TODAY}
    return register_resident(actor=worker, **call)


def test_new_rows_are_voided_as_entered_wrongly(city, worker):
    resident = city.resident()
    act = record_visit(
        actor=worker, residents=[resident], on=ON, way="phone", reasons=["survey"], today=TODAY
    )
    take_back(worker, act)
    assert not Visit.objects.exists()
    assert Visit.every.get().void_reason == "录入错误"
    assert AuditEntry.objects.get(action="act_undone").detail == {"undone": act.entry.pk}


def test_amended_rows_get_back_what_they_had(city, worker):
    resident = city.resident(hukou="10", surveyor="王干事")
    act = record_facts(
        actor=worker, resident=resident, on=ON, changes={"hukou": "20"}, surveyor="李干事", today=TODAY
    )
    take_back(worker, act)
    version = Facts.objects.get(resident=resident)
    assert (version.stop, version.hukou, version.surveyor, version.lock_version) == (None, "10", "王干事", 2)
    assert not Sighting.objects.exists()
    again = record_facts(
        actor=worker, resident=resident, on=ON, changes={"hukou": "50"}, surveyor="李干事", today=TODAY
    )
    assert again.row.start == ON
    assert Sighting.objects.get().surveyor == "李干事"  # counts again, though it had been voided


def test_name_comes_back(city, worker):
    resident = city.resident(name="王小明")
    take_back(worker, correct_name(actor=worker, resident=resident, name="王大明", today=TODAY))
    resident.refresh_from_db()
    assert (resident.name, resident.initials) == ("王小明", "wxm")


def test_registration_of_a_person_is_undone_with_its_claim(city, worker):
    act = register(city, worker)
    take_back(worker, act)
    assert not Resident.objects.exists()
    assert not Facts.objects.exists()
    assert not IdentityClaim.objects.exists()
    assert register(city, worker).row != act.row  # and the number is free again


def test_person_about_whom_more_was_entered_stays(city, worker):
    act = register(city, worker)
    register_unemployment(actor=worker, resident=act.row, on=ON, today=TODAY)
    with pytest.raises(Refused, match="失业登记1条"):
        take_back(worker, act)
    assert Resident.objects.exists()


def test_intake_is_undone_as_a_whole(city, worker):
    resident = {"number": number_of(dt.date(1985, 5, 20), "M", 300), "name": "李强"}
    call = {"region": city.regions[HERE], "resident": resident, "registration": {"on": ON}}
    act = take_in(actor=worker, **call, today=TODAY)
    assert act.row.registrations.count() == 1
    take_back(worker, act)
    assert not Resident.objects.exists()
    assert not IdentityClaim.objects.exists()


def test_move_is_undone_in_both_communities(city, worker):
    resident = city.resident(household="1")
    city.job(resident, dt.date(2026, 1, 1))
    waiver = {"duty": "bx-follow-up", "subject": "resident", "subject_id": resident.pk, "path": HERE}
    Waiver.objects.create(
        **waiver, start=ON, last=TODAY, reason="住院", asked_by=worker.user, agreed_by=worker.user
    )
    assign_officer(actor=worker, residents=[resident], officer=worker.user, on=ON, today=TODAY)
    receiver = city.officer(ACROSS)
    with scope.entered(receiver.scope):
        claim = IdentityClaim.objects.get(resident_id=resident.pk)
        act = move_resident(
            actor=receiver, claim=claim, to_region=city.regions[ACROSS], on=ON, reason="迁入", today=TODAY
        )
        assert Waiver.objects.get().path == ACROSS
        take_back(receiver, act)
        assert not Resident.objects.exists()
    version = Facts.objects.get(resident=resident)
    assert (version.stop, version.household.number) == (None, "1")
    assert resident.jobs.get().path == HERE
    assert resident.assignments.get().stop is None
    assert IdentityClaim.objects.get().region.path == HERE
    assert Waiver.objects.get().path == HERE


def test_only_ten_minutes_only_once_and_only_by_oneself(city, worker):
    resident = city.resident()
    act = record_employment(actor=worker, resident=resident, start=ON, form="022", today=TODAY)
    with pytest.raises(UndoRefused, match="10分钟"):
        take_back(worker, act, minutes=11)
    with pytest.raises(UndoRefused, match="本人"):
        take_back(city.officer(login="colleague"), act)
    with pytest.raises(NotAllowed):
        take_back(city.officer(ACROSS), act)
    take_back(worker, act)
    with pytest.raises(UndoRefused, match="变动"):
        take_back(worker, act)


def test_row_changed_since_is_not_undone(city, worker):
    resident = city.resident()
    act = record_departure(actor=worker, resident=resident, on=ON, kind="left", today=TODAY)
    Facts.objects.filter(resident=resident).update(lock_version=7)
    with pytest.raises(UndoRefused, match="变动"):
        take_back(worker, act)


def test_acts_without_rows_cannot_be_undone(city, worker):
    entry = AuditEntry.objects.create(user=worker.user, role="worker", action="row_voided", path=HERE)
    with pytest.raises(UndoRefused):
        undo(actor=worker, entry=entry, now=entry.at, today=TODAY)


def test_voiding_asks_for_a_reason_and_the_right(city, worker):
    visit = city.visit(city.resident(), ON)
    with pytest.raises(VoidRefused):
        void_row(actor=worker, row=visit, reason=" ", today=TODAY)
    with pytest.raises(NotAllowed):
        void_row(actor=city.officer(role="auditor"), row=visit, reason="重复登记", today=TODAY)
    act = void_row(actor=worker, row=visit, reason="重复登记", today=TODAY)
    assert not Visit.objects.exists()
    assert (act.entry.reason, Visit.every.get().void_reason) == ("重复登记", "重复登记")
    with pytest.raises(Refused, match="已作废"):
        void_row(actor=worker, row=visit, reason="重复登记", today=TODAY)
    take_back(worker, act)
    assert Visit.objects.get() == visit


def test_voided_version_is_bridged_by_the_one_before(city, worker):
    resident = city.resident(hukou="10")
    first = Facts.objects.get(resident=resident)
    changed = record_facts(actor=worker, resident=resident, on=ON, changes={"hukou": "20"}, today=TODAY)
    void_row(actor=worker, row=changed.row, reason="张冠李戴", today=TODAY)
    version = Facts.objects.get(resident=resident)
    assert (version.pk, version.stop, version.hukou) == (first.pk, None, "10")
    with pytest.raises(Refused, match="最早"):
        void_row(actor=worker, row=version, reason="张冠李戴", today=TODAY)


def test_version_that_began_with_a_move_is_not_voided(city, worker):
    resident = city.resident(ACROSS)
    claim = IdentityClaim.objects.get(resident_id=resident.pk)
    call = {"claim": claim, "to_region": city.regions[HERE], "on": ON, "reason": "迁入", "today": TODAY}
    move_resident(actor=worker, **call)
    with pytest.raises(Refused, match="本社区最早"):
        void_row(actor=worker, row=Facts.objects.get(resident=resident), reason="误办", today=TODAY)


def test_voiding_a_person_takes_facts_and_claim_along_and_comes_back(city, worker):
    resident = city.resident()
    visit = city.visit(resident, ON)
    with pytest.raises(Refused, match="走访1条"):
        void_row(actor=worker, row=resident, reason="重复登记", today=TODAY)
    void_row(actor=worker, row=visit, reason="重复登记", today=TODAY)
    act = void_row(actor=worker, row=resident, reason="重复登记", today=TODAY)
    assert not (Facts.objects.exists() or IdentityClaim.objects.exists())
    take_back(worker, act)
    assert Facts.objects.get().resident == resident
    assert IdentityClaim.objects.get().resident_id == resident.pk


def test_household_in_use_is_not_voided(city, worker):
    used, empty = city.household("1"), city.household("2")
    city.resident(household="1")
    with pytest.raises(Refused, match="不能作废"):
        void_row(actor=worker, row=used, reason="重复登记", today=TODAY)
    void_row(actor=worker, row=empty, reason="重复登记", today=TODAY)
