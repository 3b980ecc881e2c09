"""Who answers for a resident, dated (A3): one officer at a time, with a post there."""

import datetime as dt

import pytest
from django.utils import timezone

from jiceng.accounts.acts import undo
from jiceng.core import scope
from jiceng.residents.models import Assignment
from jiceng.residents.populations import HOUSEHOLD
from jiceng.residents.services import AssignmentRefused, assign_officer, caseload, hand_over, officers_for
from tests.factories import HERE, NEXT, ONE_DAY, STREET, TODAY

ON = dt.date(2026, 9, 1)


def assign(worker, officer, *residents, on=ON):
    return assign_officer(actor=worker, residents=residents, officer=officer, on=on, today=TODAY)


def spans(resident):
    rows = Assignment.objects.filter(resident=resident).order_by("start")
    return [(row.officer.username, row.start, row.stop) for row in rows]


def test_next_officer_takes_over_on_the_day(city, worker):
    clerk = city.officer(STREET, "clerk").user
    one, two = city.resident(), city.resident()
    assign(worker, worker.user, one, two)
    assign(worker, clerk, one, on=ON + ONE_DAY)
    first = (worker.user.username, ON, ON + ONE_DAY)
    assert spans(one) == [first, (clerk.username, ON + ONE_DAY, None)]
    assert spans(two) == [(worker.user.username, ON, None)]


def test_change_of_mind_on_the_same_day_corrects(city, worker):
    clerk = city.officer(STREET, "clerk").user
    resident = city.resident()
    assign(worker, worker.user, resident)
    assign(worker, clerk, resident)
    assert spans(resident) == [(clerk.username, ON, None)]


def test_officers_hold_a_post_that_may_write_there(city, worker):
    clerk = city.officer(STREET, "clerk").user
    city.officer(HERE, "auditor")
    neighbour = city.officer(NEXT).user
    assert set(officers_for(HERE, ON)) == {worker.user, clerk}
    assert officers_for(HERE, dt.date(2019, 12, 31)) == []
    with pytest.raises(AssignmentRefused, match="岗位"):
        assign(worker, neighbour, city.resident())


@pytest.mark.parametrize("on", [TODAY + ONE_DAY, ON - ONE_DAY, ON + ONE_DAY])
def test_impossible_days(city, worker, on):
    resident = city.resident()
    assign(worker, worker.user, resident)
    with pytest.raises(AssignmentRefused):
        assign(worker, worker.user, resident, on=on)


def test_a_whole_caseload_is_handed_over_area_by_area_and_taken_back(city, worker):
    clerk = city.officer(STREET, "clerk").user
    one, two, other = city.resident(), city.resident(), city.resident()
    assign_officer(actor=worker, residents=[one, two], officer=worker.user, on=ON, area="3号楼", today=TODAY)
    assign(worker, worker.user, other)
    handing = {"actor": worker, "officer": worker.user, "to": clerk, "on": TODAY, "today": TODAY}
    act = hand_over(**handing, area="3号楼")
    assert act.entry.detail["people"] == 2
    before, after = (worker.user.username, ON, TODAY), (clerk.username, TODAY, None)
    assert spans(one) == spans(two) == [before, after]
    assert spans(other) == [(worker.user.username, ON, None)]
    assert {row.area for row in caseload(clerk, TODAY)} == {"3号楼"}
    undo(actor=worker, entry=act.entry, now=timezone.now(), today=TODAY)
    assert spans(one) == [(worker.user.username, ON, None)]
    assert hand_over(**handing).entry.detail["people"] == 3


def test_a_hand_over_needs_a_post_in_every_place_and_somebody_in_place(city, worker):
    street = city.officer(STREET, "clerk")
    with scope.entered(street.scope):
        here, there = city.resident(), city.resident(path=NEXT)
        assign_officer(actor=street, residents=[here, there], officer=street.user, on=ON, today=TODAY)
        handing = {"officer": street.user, "to": worker.user, "today": TODAY}
        with pytest.raises(AssignmentRefused, match="没有这些居民所在社区"):
            hand_over(actor=street, on=TODAY, **handing)
        with pytest.raises(AssignmentRefused, match="没有可移交"):
            hand_over(actor=street, on=ON - ONE_DAY, **handing | {"area": "1号楼"})
    assert hand_over(actor=worker, on=TODAY, **handing).entry.detail["people"] == 1  # of the own scope only


def test_of_several_those_who_have_the_officer_already_stay(city, worker):
    one, two = city.resident(), city.resident()
    assign(worker, worker.user, one)
    act = assign(worker, worker.user, one, two, on=TODAY)
    assert act.entry.detail["people"] == 1
    assert spans(one) == [(worker.user.username, ON, None)]


def test_the_officer_of_a_household_is_that_of_its_head_on_the_day(city, worker):
    clerk = city.officer(STREET, "clerk").user
    wife, head = city.resident(household="1", relation="1"), city.resident(household="1", relation="0")
    home = city.household("1")
    assign(worker, clerk, wife)
    pairs = [(home.pk, ON), (home.pk, TODAY), (home.pk, ON - ONE_DAY)]
    assert HOUSEHOLD.officers(pairs) == {(home.pk, ON): clerk.pk, (home.pk, TODAY): clerk.pk}
    assign(worker, worker.user, head, on=TODAY)
    assert HOUSEHOLD.officers(pairs) == {(home.pk, ON): clerk.pk, (home.pk, TODAY): worker.user.pk}
