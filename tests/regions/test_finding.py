"""Finding a region by what somebody typed."""

import pytest

from jiceng.regions.rules import InvalidCode
from jiceng.regions.services import UnknownRegion, find_region, open_region


@pytest.mark.parametrize("code", ["210502001001", "210502001", "2105", "210500", "２１０５"])
def test_region_is_found_by_its_code(tree, code):
    assert find_region(code).name in {"南地社区居委会", "南地街道", "本溪市"}


def test_local_region_is_found_by_its_code(tree, act):
    region = open_region(**act, name="高新区", level=3, parent=tree["2105"])
    assert find_region(region.code) == region


def test_unknown_code_is_told_in_full(tree):
    with pytest.raises(UnknownRegion, match="没有区划 210599000000"):
        find_region("210599")


def test_other_text_is_told(tree):
    with pytest.raises(InvalidCode, match="南地"):
        find_region("南地")
