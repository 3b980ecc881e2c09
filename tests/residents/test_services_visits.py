"""Visits: a household and several reasons at once (issue: registers and acts; BX 三(三)3(5))."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.core.registers import Refused
from jiceng.residents.models import Resident, Visit
from jiceng.residents.services import VisitRefused, record_departure, record_visit
from tests.factories import NEXT, ONE_DAY, TODAY

ON = dt.date(2026, 9, 10)


def visit(worker, *residents, **more):
    call = {"on": ON, "way": "home", "reasons": ["survey", "after_employment"], "today": TODAY} | more
    return record_visit(actor=worker, residents=residents, **call)


def test_one_row_a_person_with_all_reasons_in_order(city, worker):
    one, two = city.resident(household="1"), city.resident(household="1")
    act = visit(worker, one, two, outcome="met", content=" 工作稳定 ")
    assert act.row.resident == one
    rows = Visit.objects.order_by("resident")
    assert [row.resident for row in rows] == [one, two]
    assert {tuple(row.reasons) for row in rows} == {("after_employment", "survey")}
    assert {(row.content, row.visitor, row.known_on) for row in rows} == {
        ("工作稳定", str(worker.user), TODAY)
    }


def test_same_visit_is_not_entered_twice(city, worker):
    resident = city.resident()
    visit(worker, resident)
    with pytest.raises(VisitRefused, match="已经登记"):
        visit(worker, resident)
    visit(worker, resident, content="再次上门")


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"on": TODAY + ONE_DAY}, "on"),
        ({"reasons": []}, "reasons"),
        ({"way": "home", "outcome": "dead_number"}, "outcome"),
    ],
)
def test_wrong_entries_are_named(city, worker, change, entry):
    with pytest.raises(VisitRefused) as refused:
        visit(worker, city.resident(), **change)
    assert list(refused.value.mistakes) == [entry]


def test_nobody_is_visited_after_death_and_nothing_is_half_entered(city, worker):
    alive, dead = city.resident(), city.resident()
    record_departure(actor=worker, resident=dead, on=ON, kind="died", today=TODAY)
    with pytest.raises(VisitRefused, match="死亡"):
        visit(worker, alive, dead)
    assert not Visit.objects.exists()


def test_people_of_other_communities_are_out_of_reach(city, worker):
    stranger = city.resident(NEXT)
    with pytest.raises(NotAllowed):
        visit(worker, city.resident(), stranger)
    assert not Resident.objects.filter(pk=stranger.pk).exists()
    stranger.path = worker.path  # a stale or forged object does not help either
    with pytest.raises(Refused, match="管辖范围"):
        visit(worker, stranger)
