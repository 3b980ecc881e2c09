"""Loading the published tree: whole, once, with the offices it prescribes."""

import datetime as dt

import pytest

from jiceng.regions.divisions import UnknownDivision
from jiceng.regions.models import Office, Region
from jiceng.regions.rules import InvalidCode
from jiceng.regions.services import change_parent, find_region, load_regions, rename_region
from tests.regions.organiser import Organiser, Refused

TODAY = dt.date(2026, 8, 20)
CITY = 565  # 本溪市 with its province

pytestmark = pytest.mark.django_db


def load(*within, actor=None):
    return load_regions(within=within, actor=actor or Organiser(), today=TODAY)


def test_city_is_loaded_with_its_province_and_an_office_for_each():
    assert load("2105") == {"created": CITY, "unchanged": 0}
    community = find_region("210502001004")
    assert (community.path, community.level, community.name) == ("210502001004", 5, "德泰社区居委会")
    assert [community.parent.code, community.parent.parent.code] == ["210502001000", "210502000000"]
    assert community.office.name == "德泰社区劳动保障工作站"
    assert community.parent.office.name == "南地街道劳动保障事务所"
    assert Office.objects.count() == CITY
    assert Region.objects.get(parent=None).name == "辽宁省"


def test_loading_again_changes_nothing():
    load("2105")
    assert load("2105") == {"created": 0, "unchanged": CITY}
    assert Region.objects.count() == Office.objects.count() == CITY


def test_loading_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        load("2105")


def test_parts_add_up_to_the_whole():
    first, second = load("210502", "210503"), load("2105")
    assert first["created"] + second["created"] == CITY
    assert second["unchanged"] == first["created"]


@pytest.mark.parametrize("code", ["441900003", "110101001", "500229001", "350527", "659001"])
def test_unusual_provinces_load(code):
    load(code)
    region = find_region(code)
    assert region.path == code
    while region.parent:
        assert region.path.startswith(region.parent.path)
        assert region.level > region.parent.level
        region = region.parent


def test_city_without_counties_holds_its_streets():
    load("441900003")
    assert find_region("441900003").parent == find_region("4419")
    assert Region.objects.within("4419").communities().count() > 10


def test_names_and_places_of_our_own_survive_another_loading(act):
    load("210502")
    rename_region(**act, region=find_region("210502001004"), name="德泰新社区")
    change_parent(**act, region=find_region("210502001004"), parent=find_region("210502003"))
    load("2105")
    community = find_region("210502001004")
    assert (community.name, community.parent) == ("德泰新社区", find_region("210502003"))


def test_loading_tells_what_the_tree_holds(heard):
    load("210502")
    with heard("regions_loaded") as calls:
        load("2105")
    (call,) = calls
    assert len(call["regions"]) == CITY
    assert call["today"] == TODAY
    assert all(region.pk for region in call["regions"])


def test_loading_asks_permission_for_each_code():
    actor = Organiser("2105")
    load("210502", actor=actor)
    assert actor.asked == [("organise", "210502")]
    with pytest.raises(Refused):
        load("2105", "2106", actor=actor)
    assert not Region.objects.filter(code__prefix="2106").exists()


def test_unknown_and_invalid_codes_load_nothing():
    with pytest.raises(UnknownDivision, match="219900000000"):
        load("2105", "2199")
    with pytest.raises(InvalidCode):
        load("本溪")
    assert not Region.objects.exists()
