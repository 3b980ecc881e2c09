"""Who answers for a resident, dated (A3): one officer at a time, with a post there."""

import datetime as dt

import pytest

from jiceng.residents.models import Assignment
from jiceng.residents.services import AssignmentRefused, assign_officer, officers_for
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
