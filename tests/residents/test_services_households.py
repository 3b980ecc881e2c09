"""Households split, merge, take somebody in and get another head (domain R2); flagged near a recognition."""

import datetime as dt

import pytest

from jiceng.accounts.acts import undo
from jiceng.home.services.household_changes import changes_near_recognition
from jiceng.residents.models import Facts
from jiceng.residents.services import (
    HouseholdRefused,
    join_household,
    members_on,
    merge_households,
    set_relations,
    split_household,
)
from tests.factories import NEXT, ONE_DAY, TODAY

ON = dt.date(2026, 9, 1)


@pytest.fixture
def home(city, worker):
    """A household of three."""
    for name, relation in (("户主", "0"), ("妻子", "1"), ("儿子", "2")):
        city.resident(name=name, household="8", relation=relation, surveyor="王干事")
    return city.household("8")


def who(household, on):
    return [(each.resident.name, each.relation) for each in members_on(household, on)]


def person(home, name):
    return next(each.resident for each in members_on(home, ON) if each.resident.name == name)


def split(worker, home, *names, number="8-1", head=None, on=ON):
    people = [person(home, name) for name in names]
    call = {"members": people, "number": number, "head": head, "on": on, "today": TODAY}
    return split_household(actor=worker, household=home, **call)


def content():
    own = {"lock_version", "changed_at", "changed_by_id"}
    return [
        [getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in own]
        for row in Facts.objects.order_by("pk")
    ]


def test_who_is_chosen_goes_on_under_a_new_number(city, worker, home):
    act = split(worker, home, "儿子", head=person(home, "儿子"))
    assert who(act.row, ON) == [("儿子", "0")]
    assert who(home, ON) == [("户主", "0"), ("妻子", "1")]
    assert len(who(home, ON - ONE_DAY)) == 3
    version = Facts.objects.get(household=act.row)
    assert (version.surveyor, version.start) == ("王干事", ON)  # nobody surveyed the rest anew


def test_undoing_a_split_leaves_the_state_before(city, worker, home):
    before = content()
    act = split(worker, home, "儿子", "妻子")
    undo(actor=worker, entry=act.entry, now=act.entry.at + dt.timedelta(minutes=1), today=TODAY)
    assert content() == before


@pytest.mark.parametrize(
    ("names", "change", "message"),
    [
        (("户主", "妻子", "儿子"), {}, "全户"),
        ((), {}, "请选择"),
        (("儿子",), {"number": "8"}, "已有成员"),
        (("儿子",), {"on": TODAY + ONE_DAY}, "今天"),
    ],
)
def test_impossible_splits_are_refused(city, worker, home, names, change, message):
    with pytest.raises(HouseholdRefused, match=message):
        split(worker, home, *names, **change)


def test_two_households_become_one(city, worker, home):
    city.resident(name="邻居", household="9", relation="0")
    merge_households(actor=worker, household=city.household("9"), into=home, on=ON, today=TODAY)
    assert [name for name, _ in who(home, ON)] == ["户主", "妻子", "儿子", "邻居"]
    assert who(city.household("9"), ON) == []
    with pytest.raises(HouseholdRefused, match="没有成员"):
        merge_households(actor=worker, household=city.household("9"), into=home, on=ON, today=TODAY)


def test_somebody_of_the_community_joins(city, worker, home):
    mother = city.resident(name="母亲")
    call = {"relation": "5", "on": ON, "today": TODAY}
    join_household(actor=worker, household=home, resident=mother, **call)
    assert ("母亲", "5") in who(home, ON)
    with pytest.raises(HouseholdRefused, match="已是本户"):
        join_household(actor=worker, household=home, resident=mother, **call)
    with pytest.raises(PermissionError):
        join_household(actor=worker, household=home, resident=city.resident(NEXT), **call)


def test_there_is_one_head(city, worker, home):
    ids = {name: person(home, name).pk for name in ("户主", "妻子", "儿子")}
    relations = {ids["户主"]: "1", ids["妻子"]: "0", ids["儿子"]: "2"}
    call = {"actor": worker, "household": home, "on": ON, "today": TODAY}
    set_relations(**call, relations=relations)
    assert who(home, ON) == [("妻子", "0"), ("户主", "1"), ("儿子", "2")]
    with pytest.raises(HouseholdRefused, match="只有一名户主"):
        set_relations(**call, relations=relations | {ids["户主"]: "0"})
    with pytest.raises(HouseholdRefused, match="已有变动"):
        set_relations(**call, relations={ids["妻子"]: "0"})


@pytest.mark.parametrize(("days", "is_flagged"), [(0, True), (30, True), (31, False), (-14, True)])
def test_a_change_near_a_recognition_is_flagged(city, worker, home, days, is_flagged):
    split(worker, home, "儿子")
    recognition = city.recognition(home, ON + days * ONE_DAY)
    found = changes_near_recognition(TODAY)
    assert [(each.name, each.is_coming) for each in found] == ([("儿子", False)] if is_flagged else [])
    assert bool(changes_near_recognition(TODAY, home)) is is_flagged
    assert recognition.household == home
