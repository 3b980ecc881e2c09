"""The losing office is told of a move and may object; the office above both decides (domain R1-R2)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.employment.models import Employment
from jiceng.residents.models import Assignment, Facts, IdentityClaim, Move, Resident
from jiceng.residents.services import (
    MoveRefused,
    assign_officer,
    decide_objection,
    move_resident,
    object_to_move,
    record_visit,
)
from tests.factories import ACROSS, COUNTY, HERE, ONE_DAY, OTHER_STREET, TODAY

ON = dt.date(2026, 9, 1)
OWN = {"lock_version", "changed_at", "changed_by_id"}


@pytest.fixture
def person(city, worker):
    resident = city.resident(household="7")
    city.job(resident, dt.date(2026, 1, 1))
    assign_officer(actor=worker, residents=[resident], officer=worker.user, on=ON - ONE_DAY, today=TODAY)
    return resident


@pytest.fixture
def receiver(city):
    return city.officer(ACROSS)


@pytest.fixture
def superior(city):
    return city.officer(COUNTY, Role.CLERK)


def pull(city, receiver, resident):
    claim = IdentityClaim.objects.get(resident_id=resident.pk)
    with scope.entered(receiver.scope):
        return move_resident(
            actor=receiver,
            claim=claim,
            to_region=city.regions[ACROSS],
            on=ON,
            reason="购房迁入",
            papers="房产证",
            today=TODAY,
        )


def out(actor):
    with scope.entered(actor.scope):
        return Move.objects.get(direction="out")


def object_(worker, on=TODAY, reason="本人仍住原址"):
    with scope.entered(worker.scope):
        return object_to_move(actor=worker, move=out(worker), reason=reason, today=on)


def decide(superior, stands, answer="经核实"):
    with scope.entered(superior.scope):
        return decide_objection(actor=superior, move=out(superior), stands=stands, answer=answer, today=TODAY)


def content(person):
    """Everything that stands of a person anywhere, but for versions and marks of change."""
    with scope.entered(scope.WHOLE):
        return [
            {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in OWN}
            for model in (Resident, Facts, Employment, Assignment)
            for row in model.objects.order_by("pk")
        ] + [IdentityClaim.objects.get(resident_id=person.pk).region_id]


def test_each_office_sees_the_move_from_its_side(city, worker, receiver, person):
    pull(city, receiver, person)
    told = out(worker)
    assert (told.path, told.other.path, told.papers, told.known_on) == (HERE, ACROSS, "房产证", TODAY)
    with scope.entered(receiver.scope):
        assert Move.objects.get().direction == "in"


def test_an_objection_comes_in_time_once_and_with_a_reason(city, worker, receiver, person):
    pull(city, receiver, person)
    with pytest.raises(MoveRefused, match="已过异议期"):
        object_(worker, on=TODAY + 8 * ONE_DAY)
    with pytest.raises(MoveRefused, match="理由"):
        object_(worker, reason=" ")
    object_(worker, on=TODAY + 7 * ONE_DAY)
    with pytest.raises(MoveRefused, match="已于"):
        object_(worker)
    with scope.entered(receiver.scope):
        assert Move.objects.get().objection == "本人仍住原址"
        with pytest.raises(MoveRefused, match="只有迁出"):
            object_to_move(actor=receiver, move=Move.objects.get(), reason="不同意", today=TODAY)


def test_only_the_office_above_both_decides(city, worker, receiver, person):
    pull(city, receiver, person)
    object_(worker)
    for actor in (worker, city.officer(OTHER_STREET, Role.SUPERVISOR)):
        with scope.entered(scope.WHOLE), pytest.raises(NotAllowed):
            decide_objection(actor=actor, move=out(worker), stands=False, answer="撤回", today=TODAY)


def test_a_move_that_stands_stays(city, worker, receiver, superior, person):
    pull(city, receiver, person)
    object_(worker)
    after = content(person)
    decide(superior, stands=True)
    assert content(person) == after
    with scope.entered(receiver.scope):
        assert Move.objects.get().decision == "stands"
    with pytest.raises(MoveRefused, match="没有待裁定"):
        decide(superior, stands=False)


def test_a_move_taken_back_leaves_the_state_before(city, worker, receiver, superior, person):
    before = content(person)
    pull(city, receiver, person)
    object_(worker)
    decide(superior, stands=False)
    assert content(person) == before
    assert out(worker).decision == "taken_back"


def test_what_was_built_upon_goes_back_with_the_person(city, worker, receiver, superior, person):
    pull(city, receiver, person)
    object_(worker)
    with scope.entered(receiver.scope):
        record_visit(
            actor=receiver, residents=[person_there()], on=TODAY, way="home", reasons=["survey"], today=TODAY
        )
        moved = Resident.objects.get()
        Resident.objects.filter(pk=moved.pk).update(lock_version=moved.lock_version + 1)
    decide(superior, stands=False)
    with scope.entered(worker.scope):
        assert Resident.objects.get().region.path == HERE
        versions = list(Facts.objects.order_by("start"))
        assert [(each.start, each.household.number) for each in versions][-1] == (TODAY, "7")


def person_there():
    return Resident.objects.get()


def test_undoing_a_move_takes_its_notices_along(city, worker, receiver, person):
    before = content(person)
    act = pull(city, receiver, person)
    with scope.entered(receiver.scope):
        undo(actor=receiver, entry=act.entry, now=act.entry.at + dt.timedelta(minutes=1), today=TODAY)
    assert content(person) == before
    with scope.entered(scope.WHOLE):
        assert not Move.objects.exists()
