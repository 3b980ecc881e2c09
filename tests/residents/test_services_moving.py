"""Moves are pulled by the receiving office and leave past figures alone (domain R1-R2, design: regions)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.employment.models import Employment, Registration
from jiceng.policy.populations import asked, member_ids
from jiceng.policy.vocabulary import Span
from jiceng.residents.models import Assignment, Facts, IdentityClaim, Resident, Visit
from jiceng.residents.services import (
    MoveRefused,
    assign_officer,
    move_resident,
    record_departure,
    record_facts,
    record_return,
)
from tests.factories import ACROSS, HERE, NEXT, ONE_DAY, STREET, TODAY

ON = dt.date(2026, 9, 1)


@pytest.fixture
def receiver(city):
    return city.officer(ACROSS)


def move(city, actor, resident, path=ACROSS, on=ON, **more):
    claim = IdentityClaim.objects.get(resident_id=resident.pk)
    call = {"claim": claim, "to_region": city.regions[path], "on": on, "reason": "购房迁入", "today": TODAY}
    with scope.entered(actor.scope):
        return move_resident(actor=actor, **(call | more))


def employed(city, path, on):
    with scope.entered(scope.WHOLE):
        found = asked(city.regions[path], "employed", Span.on(on))
        return member_ids(found, Span.on(on))


def test_everything_of_the_person_moves_but_past_versions(city, worker, receiver):
    resident = city.resident(household="1", hukou="10")
    city.job(resident, dt.date(2026, 1, 1))
    city.registration(resident, dt.date(2025, 1, 1))
    city.visit(resident, dt.date(2026, 2, 2))
    act = move(city, receiver, resident)
    assert not Resident.objects.filter(pk=resident.pk).exists()  # the old community sees the person no more
    with scope.entered(receiver.scope):
        assert Resident.objects.get(pk=resident.pk).region == city.regions[ACROSS]
        for model in (Employment, Registration, Visit):
            assert model.objects.get(resident=resident).path == ACROSS
        assert IdentityClaim.objects.get(resident_id=resident.pk).region.path == ACROSS
        version = Facts.objects.get(resident=resident)
        assert (version.start, version.household, version.hukou) == (ON, None, "10")
    old = Facts.objects.get(resident=resident)
    assert (old.path, old.stop, old.left, old.household.number) == (HERE, ON, False, "1")
    assert act.entry.path == ACROSS
    assert AuditEntry.objects.get(action="resident_moved_away").path == HERE


def test_past_report_location_is_unchanged(city, worker, receiver):
    resident = city.resident()
    city.job(resident, dt.date(2026, 1, 1))
    move(city, receiver, resident)
    eve = ON - ONE_DAY
    assert employed(city, HERE, eve) == employed(city, STREET, eve) == [resident.pk]
    assert employed(city, HERE, ON) == []
    assert employed(city, ACROSS, ON) == [resident.pk]
    assert employed(city, ACROSS, eve) == []


def test_household_may_be_given(city, worker, receiver):
    resident = city.resident()
    move(city, receiver, resident, household_number="5")
    with scope.entered(receiver.scope):
        household = Facts.objects.get(resident=resident).household
        assert (household.number, household.path) == ("5", ACROSS)


def test_move_on_the_day_of_the_last_change_takes_that_version_along(city, worker, receiver):
    resident = city.resident()
    record_facts(actor=worker, resident=resident, on=ON, changes={"student": True}, today=TODAY)
    move(city, receiver, resident)
    with scope.entered(scope.WHOLE):
        old, new = Facts.objects.filter(resident=resident).order_by("start")
    assert (old.path, old.stop, new.path, new.start, new.student) == (HERE, ON, ACROSS, ON, True)


def test_who_answered_before_does_no_more(city, worker, receiver):
    resident = city.resident()
    assign_officer(
        actor=worker, residents=[resident], officer=worker.user, on=dt.date(2026, 8, 1), today=TODAY
    )
    move(city, receiver, resident)
    assignment = Assignment.objects.get(resident=resident)
    assert (assignment.stop, assignment.path) == (ON, HERE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"on": TODAY + ONE_DAY}, "今天"),
        ({"on": dt.date(2026, 8, 14)}, "原社区"),
        ({"reason": " "}, "原因"),
        ({"path": HERE}, "已在"),
    ],
)
def test_impossible_moves_are_refused(city, worker, receiver, change, message):
    resident = city.resident()
    record_facts(
        actor=worker, resident=resident, on=dt.date(2026, 8, 15), changes={"student": True}, today=TODAY
    )
    actor = worker if change.get("path") else receiver
    with pytest.raises(MoveRefused, match=message):
        move(city, actor, resident, **change)


def test_only_the_receiving_office_moves(city, worker):
    with pytest.raises(NotAllowed):
        move(city, worker, city.resident(), path=NEXT)


def test_departure_ends_the_version_and_the_answering(city, worker):
    resident = city.resident()
    assign_officer(actor=worker, residents=[resident], officer=worker.user, on=ON, today=TODAY)
    act = record_departure(actor=worker, resident=resident, on=ON, kind="died", today=TODAY)
    assert (act.row.stop, act.row.left, act.entry.detail["kind"]) == (ON, True, "died")
    assert not Assignment.objects.exists()
    with pytest.raises(MoveRefused):
        record_departure(actor=worker, resident=resident, on=TODAY, kind="left", today=TODAY)


def test_return_takes_a_departure_back_or_begins_anew(city, worker):
    resident = city.resident(hukou="10")
    record_departure(actor=worker, resident=resident, on=ON, kind="left", today=TODAY)
    with pytest.raises(MoveRefused, match="不能早于"):
        record_return(actor=worker, resident=resident, on=ON - ONE_DAY, today=TODAY)
    record_return(actor=worker, resident=resident, on=ON + ONE_DAY, today=TODAY)
    old, new = Facts.objects.filter(resident=resident).order_by("start")
    assert (old.stop, old.left, new.start, new.stop, new.left, new.hukou) == (
        ON, True, ON + ONE_DAY, None, False, "10",
    )  # fmt: skip
    with pytest.raises(MoveRefused, match="目前在册"):
        record_return(actor=worker, resident=resident, on=TODAY, today=TODAY)
    other = city.resident()
    record_departure(actor=worker, resident=other, on=ON, kind="left", today=TODAY)
    version = record_return(actor=worker, resident=other, on=ON, today=TODAY).row
    assert (version.stop, version.left, Facts.objects.filter(resident=other).count()) == (None, False, 1)


def test_departed_person_can_move_to_another_community(city, worker, receiver):
    resident = city.resident()
    record_departure(actor=worker, resident=resident, on=ON, kind="left", today=TODAY)
    move(city, receiver, resident, on=ON)
    old = Facts.objects.get(resident=resident)
    assert (old.stop, old.left) == (ON, False)  # a move after all
    with scope.entered(receiver.scope):
        assert Facts.objects.get(resident=resident).start == ON
