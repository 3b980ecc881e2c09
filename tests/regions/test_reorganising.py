"""Regions open, close, are renamed and move: identity, code and past stay, the path follows the tree."""

import datetime as dt

import pytest

from jiceng.regions import signals
from jiceng.regions.models import FormerPath, Region
from jiceng.regions.services import (
    ReorganisationRefused,
    change_parent,
    close_region,
    find_region,
    open_region,
    rename_region,
)
from tests.regions.organiser import Organiser, Refused

DAY = dt.timedelta(days=1)


def test_local_regions_are_numbered_in_code_and_path(tree, act):
    zone = open_region(**act, name="高新区", level=3, parent=tree["2105"])
    street = open_region(**act, name="高新街道", level=4, parent=zone)
    first = open_region(**act, name="科技社区", level=5, parent=street)
    second = open_region(**act, name="软件园", level=5, parent=street)
    assert [region.path for region in (zone, street, first, second)] == [
        "2105L1",
        "2105L1L01",
        "2105L1L01L01",
        "2105L1L01L02",
    ]
    assert [region.code for region in (zone, second)] == ["L00000000001", "L00000000004"]
    assert second.office.name == "软件园社区劳动保障工作站"
    assert second.opened_on == act["on"]
    assert set(Region.objects.within("2105L1")) == {zone, street, first, second}


def test_region_with_an_official_code_opens_at_its_place(tree, act):
    region = open_region(**act, name="新社区", level=5, parent=tree["210502001"], code="210502001009")
    assert (region.code, region.path) == ("210502001009", "210502001009")


def test_official_code_below_a_moved_parent_keeps_its_segment(tree, act):
    change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    region = open_region(**act, name="新社区", level=5, parent=tree["210502003"], code="210502003009")
    assert region.path == "210503003009"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": 4}, "不能设置该级别"),
        ({"level": 6}, "不能设置该级别"),
        ({"name": "  "}, "名称应为"),
        ({"name": "长" * 61}, "名称应为"),
        ({"code": "210502001001"}, "已存在"),
        ({"code": "210502005"}, "级别不符"),
        ({"reason": " "}, "变更理由"),
        ({"on": dt.date(2026, 8, 21)}, "不能晚于今天"),
    ],
)
def test_wrong_openings_are_refused(tree, act, change, message):
    wish = {**act, "name": "新社区", "level": 5, "parent": tree["210502001"], **change}
    with pytest.raises(ReorganisationRefused, match=message):
        open_region(**wish)


def test_renaming_renames_the_office(tree, act):
    rename_region(**act, region=tree["210502001001"], name="南地新村社区居委会")
    region = find_region("210502001001")
    assert (region.name, region.office.name) == ("南地新村社区居委会", "南地新村社区劳动保障工作站")


def test_region_closes_and_stays_findable(tree, act):
    close_region(**act, region=tree["210502001001"])
    region = find_region("210502001001")
    assert region.closed_on == act["on"]
    assert region.successor is None
    assert region in Region.objects.existing_on(act["on"] - DAY)
    assert region not in Region.objects.existing_on(act["on"])


def test_region_with_parts_does_not_close(tree, act):
    with pytest.raises(ReorganisationRefused, match="下级区划"):
        close_region(**act, region=tree["210502001"])


def test_room_above_can_keep_a_region_from_closing(tree, act):
    def refuse(sender, region, **arguments):
        raise ReorganisationRefused(f"{region.name}还有居民")

    signals.region_closing.connect(refuse)
    try:
        with pytest.raises(ReorganisationRefused, match="还有居民"):
            close_region(**act, region=tree["210502001001"])
    finally:
        signals.region_closing.disconnect(refuse)
    assert find_region("210502001001").closed_on is None


def test_closed_region_allows_no_further_change(tree, act):
    close_region(**act, region=tree["210502001001"])
    with pytest.raises(ReorganisationRefused, match="撤销"):
        rename_region(**act, region=tree["210502001001"], name="别名")


def test_moved_street_takes_its_communities_along(tree, act, heard):
    with heard("region_path_changed") as calls:
        change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    street, community = find_region("210502003"), find_region("210502003001")
    assert (street.path, street.parent) == ("210503003", tree["210503"])
    assert (community.path, community.pk) == ("210503003001", tree["210502003001"].pk)
    assert community.parent == street
    (call,) = calls
    assert (call["region"], call["into"]) == (street, street)
    assert (call["old_path"], call["new_path"], call["on"]) == ("210502003", "210503003", act["on"])


def test_path_in_use_is_not_given_twice(tree, act):
    change_parent(**act, region=tree["210502001"], parent=tree["210503"])
    assert find_region("210502001").path == "210503L01"
    assert find_region("210502001002").path == "210503L01002"


def test_path_that_was_left_is_not_given_again(tree, act):
    local = open_region(**act, name="新社区", level=5, parent=tree["210502001"])
    change_parent(**act, region=local, parent=tree["210502003"])
    after = open_region(**act, name="后来社区", level=5, parent=tree["210502001"])
    assert (local.path, after.path) == ("210502003L01", "210502001L02")


def test_moving_back_does_not_wake_the_old_path(tree, act):
    later = act | {"on": act["on"] + DAY}
    change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    change_parent(**later, region=tree["210502003"], parent=tree["210502"])
    assert find_region("210502003").path == "210502L01"
    assert FormerPath.objects.filter(region=tree["210502003"]).count() == 2


def test_tree_of_a_past_day_is_known(tree, act):
    eve = act["on"] - DAY
    change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    street, community = tree["210502003"], tree["210502003001"]
    assert {street, community} <= set(Region.objects.within_on("210502", eve))
    assert not {street, community} & set(Region.objects.within_on("210503", eve))
    assert {street, community} <= set(Region.objects.within_on("210503", act["on"]))
    assert not {street, community} & set(Region.objects.within_on("210502", act["on"]))


def test_tree_between_two_moves_is_known(tree, act):
    second = act | {"on": act["on"] + 3 * DAY}
    change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    change_parent(**second, region=tree["210502003"], parent=tree["210502"])
    community = tree["210502003001"]
    for day, county in [(-1, "210502"), (0, "210503"), (2, "210503"), (3, "210502")]:
        assert community in Region.objects.within_on(county, act["on"] + day * DAY)


@pytest.mark.parametrize(
    ("region", "parent"), [("210502", "210502001"), ("210502", "210503"), ("2105", "2105")]
)
def test_region_moves_only_below_a_higher_level(tree, act, region, parent):
    with pytest.raises(ReorganisationRefused, match="不能设置该级别"):
        change_parent(**act, region=tree[region], parent=tree[parent])


def test_moving_to_the_same_parent_is_refused(tree, act):
    with pytest.raises(ReorganisationRefused, match="已经隶属于平山区"):
        change_parent(**act, region=tree["210502003"], parent=tree["210502"])


def test_changes_are_recorded_in_order_of_their_days(tree, act):
    change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    earlier = act | {"on": act["on"] - DAY}
    with pytest.raises(ReorganisationRefused, match="之后已有变动"):
        rename_region(**earlier, region=tree["210503"], name="溪湖新区")


def test_permission_is_asked_for_every_region_of_a_change(tree, act):
    act["actor"] = Organiser("210502")
    with pytest.raises(Refused):
        change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    rename_region(**act, region=tree["210502003"], name="平山新街道")
    assert act["actor"].asked[-1] == ("organise", "210502003")


def test_every_act_is_told_to_the_log(tree, act, heard):
    with heard("region_reorganised") as calls:
        region = open_region(**act, name="新社区", level=5, parent=tree["210502001"])
        rename_region(**act, region=region, name="新新社区")
        change_parent(**act, region=region, parent=tree["210502003"])
        close_region(**act, region=region)
    assert [call["act"] for call in calls] == ["opened", "renamed", "moved", "closed"]
    assert {call["region"] for call in calls} == {region}
    assert {call["reason"] for call in calls} == {act["reason"]}


def test_receiver_that_fails_undoes_the_change(tree, act):
    def fail(sender, **arguments):
        raise RuntimeError("a room above could not follow")

    signals.region_path_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            change_parent(**act, region=tree["210502003"], parent=tree["210503"])
    finally:
        signals.region_path_changed.disconnect(fail)
    assert find_region("210502003").path == "210502003"
    assert not FormerPath.objects.exists()
