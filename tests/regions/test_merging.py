"""Merging regions: the old close with a successor, their parts move, the past stays where it was."""

import datetime as dt

import pytest

from jiceng.regions.models import FormerPath, Region
from jiceng.regions.services import (
    ReorganisationRefused,
    close_region,
    find_region,
    merge_regions,
    open_region,
)
from tests.regions.organiser import Organiser, Refused

DAY = dt.timedelta(days=1)


def test_merged_street_closes_and_its_communities_move(tree, act):
    into, old = tree["210502003"], tree["210502001"]
    assert merge_regions(**act, into=into, from_=[old]) == into
    old = find_region("210502001")
    assert (old.closed_on, old.successor, old.path) == (act["on"], into, "210502001")
    moved = [find_region("210502001001"), find_region("210502001002")]
    assert [region.pk for region in moved] == [tree["210502001001"].pk, tree["210502001002"].pk]
    assert [region.path for region in moved] == ["210502003L01", "210502003002"]  # 001 is taken
    assert {region.parent for region in moved} == {into}
    assert Region.objects.within(into.path).communities().count() == 3
    assert list(Region.objects.within(old.path)) == [old]


def test_merged_tree_of_the_eve_is_known(tree, act):
    merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
    eve = act["on"] - DAY
    assert Region.objects.within_on("210502001", eve).communities().count() == 2
    assert Region.objects.within_on("210502003", eve).communities().count() == 1
    assert Region.objects.within_on("210502001", act["on"]).communities().count() == 0
    assert Region.objects.within_on("210502003", act["on"]).communities().count() == 3


def test_two_streets_merge_into_a_new_one(tree, act):
    new = open_region(**act, name="平南街道", level=4, parent=tree["210502"])
    merge_regions(**act, into=new, from_=[tree["210502001"], tree["210502003"]])
    assert set(Region.objects.within(new.path).values_list("path", flat=True)) == {
        "210502L01",
        "210502L01001",
        "210502L01002",
        "210502L01L01",
    }
    assert set(new.predecessors.values_list("code", flat=True)) == {"210502001000", "210502003000"}


def test_parts_are_told_before_the_whole(tree, act, heard):
    with heard("region_path_changed") as calls:
        merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
    assert [(call["old_path"], call["new_path"]) for call in calls] == [
        ("210502001001", "210502003L01"),
        ("210502001002", "210502003002"),
        ("210502001", "210502003"),
    ]
    assert [call["region"] == call["into"] for call in calls] == [True, True, False]
    assert calls[-1]["into"] == tree["210502003"]


def test_merged_community_tells_its_successor(tree, act, heard):
    with heard("region_path_changed") as calls, heard("region_reorganised") as log:
        merge_regions(**act, into=tree["210502001002"], from_=[tree["210502001001"]])
    (call,) = calls
    assert (call["region"], call["into"]) == (tree["210502001001"], tree["210502001002"])
    assert (call["old_path"], call["new_path"]) == ("210502001001", "210502001002")
    assert [(entry["act"], entry["region"]) for entry in log] == [("merged", tree["210502001001"])]
    assert find_region("210502001001").successor == tree["210502001002"]
    assert not FormerPath.objects.exists()


def test_counties_merge_with_all_below(tree, act):
    merge_regions(**act, into=tree["210502"], from_=[tree["210503"]])
    assert find_region("210503001").path == "210502L01"
    assert find_region("210503001005").path == "210502L01005"
    assert find_region("210503001005").parent == find_region("210503001")


def test_parts_closed_before_stay_with_the_old(tree, act):
    close_region(**(act | {"on": act["on"] - DAY}), region=tree["210502001001"])
    merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
    closed = find_region("210502001001")
    assert (closed.path, closed.parent, closed.successor) == ("210502001001", tree["210502001"], None)


def test_merging_in_a_row_keeps_the_chain(tree, act):
    merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
    merge_regions(**(act | {"on": act["on"] + DAY}), into=tree["210503001"], from_=[tree["210502003"]])
    assert find_region("210502001").successor.successor == tree["210503001"]
    community = find_region("210502001001")
    assert community.path == "210503001L01"
    assert [former.path for former in community.former_paths.order_by("until")] == [
        "210502001001",
        "210502003L01",
    ]
    for day, street in [(-1, "210502001"), (0, "210502003"), (1, "210503001")]:
        assert community in Region.objects.within_on(street, act["on"] + day * DAY)


@pytest.mark.parametrize(
    ("into", "from_", "message"),
    [
        ("210502003", [], "同一级别"),
        ("210502003", ["210502001001"], "同一级别"),
        ("210502003", ["210502003"], "自身"),
        ("210502003", ["210502001", "210502001"], "重复"),
    ],
)
def test_wrong_mergers_are_refused(tree, act, into, from_, message):
    with pytest.raises(ReorganisationRefused, match=message):
        merge_regions(**act, into=tree[into], from_=[tree[path] for path in from_])


def test_region_merges_once(tree, act):
    merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
    with pytest.raises(ReorganisationRefused, match="撤销"):
        merge_regions(**act, into=tree["210503001"], from_=[tree["210502001"]])
    with pytest.raises(ReorganisationRefused, match="撤销"):
        merge_regions(**act, into=tree["210502001"], from_=[tree["210503001"]])


def test_merger_needs_the_right_to_both(tree, act):
    act["actor"] = Organiser("210502")
    with pytest.raises(Refused):
        merge_regions(**act, into=tree["210503001"], from_=[tree["210502001"]])
    assert find_region("210502001").closed_on is None


def test_merging_many_takes_few_queries(tree, act, django_assert_max_num_queries):
    for number in range(20):
        open_region(**act, name=f"{number}社区", level=5, parent=tree["210502001"])
    with django_assert_max_num_queries(22 * 6 + 20):
        merge_regions(**act, into=tree["210502003"], from_=[tree["210502001"]])
