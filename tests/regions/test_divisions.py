"""The shipped divisions: complete, whole and quickly read."""

import time
from collections import Counter

import pytest

from jiceng.regions.divisions import Division, UnknownDivision, read_divisions


def test_city_comes_with_its_province_and_all_below():
    divisions = read_divisions(["2105"])
    assert divisions[:3] == [
        Division("210000000000", "辽宁省", 1, None),
        Division("210500000000", "本溪市", 2, "210000000000"),
        Division("210502000000", "平山区", 3, "210500000000"),
    ]
    assert Counter(division.level for division in divisions) == {1: 1, 2: 1, 3: 6, 4: 49, 5: 508}
    assert Division("210502001004", "德泰社区居委会", 5, "210502001000") in divisions


def test_one_pass_takes_less_than_three_seconds():
    start = time.perf_counter()
    read_divisions(["21", "4419"])
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    "prefixes",
    [
        ["11"],  # a municipality: its city level is called 市辖区
        ["5002"],  # its counties
        ["4190"],  # counties directly under a province
        ["441900"],  # a city without counties
        ["350527"],  # only the county is published
        ["460300"],  # islands
        ["210502001002"],
        ["2105", "210502", "441900003"],  # one inside another
    ],
)
def test_every_division_has_its_parent_before_it(prefixes):
    seen: set[str] = set()
    for division in read_divisions(prefixes):
        assert division.code not in seen
        assert (division.parent_code in seen) or division.level == 1
        seen.add(division.code)
    assert {prefix.ljust(12, "0") for prefix in prefixes} <= seen


def test_streets_of_a_city_without_counties_stand_below_the_city():
    street = next(division for division in read_divisions(["441900003"]) if division.level == 4)
    assert (street.name, street.parent_code) == ("东城街道", "441900000000")


def test_nothing_asked_gives_nothing():
    assert read_divisions([]) == []


@pytest.mark.parametrize("prefix", ["99", "219999", "441901"])
def test_unknown_prefix_is_told(prefix):
    with pytest.raises(UnknownDivision, match=prefix):
        read_divisions(["2105", prefix])
