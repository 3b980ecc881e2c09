"""Codes, paths and prescribed names of offices."""

import pytest

from jiceng.regions import rules


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("21", "210000000000"),
        ("2105", "210500000000"),
        ("210500", "210500000000"),
        ("210502", "210502000000"),
        ("210502001", "210502001000"),
        ("210502001002", "210502001002"),
        ("210502000000", "210502000000"),
        ("21050", "210500000000"),
        ("441900003", "441900003000"),
        (" 2105 ", "210500000000"),
        ("２１０５", "210500000000"),
        ("L00000000012", "L00000000012"),
        ("l00000000012", "L00000000012"),
    ],
)
def test_code_is_completed_to_twelve(text, code):
    assert rules.parse_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "2", "00", "2105021", "21050200101", "2105020010021", "21a5", "L12", "本溪", "-2105", "2105.0"],
)
def test_other_texts_are_no_codes(text):
    with pytest.raises(rules.InvalidCode, match="区划代码"):
        rules.parse_code(text)


@pytest.mark.parametrize(
    ("code", "level", "significant"),
    [
        ("210000000000", 1, "21"),
        ("500200000000", 2, "5002"),
        ("419001000000", 3, "419001"),
        ("441900003000", 4, "441900003"),
        ("441900003001", 5, "441900003001"),
        ("210510000000", 3, "210510"),
        ("210502010000", 4, "210502010"),
    ],
)
def test_level_follows_from_the_zeros(code, level, significant):
    assert rules.level_of(code) == level
    assert rules.significant(code) == significant


@pytest.mark.parametrize(
    ("path", "parent", "level", "expected"),
    [
        ("210502001", "210503", 4, "210503001"),
        ("210502001002", "210502003", 5, "210502003002"),
        ("441900003", "4420", 4, "442000003"),
        ("441900003", "440103", 4, "440103003"),
        ("210502", "2106", 3, "210602"),
    ],
)
def test_path_keeps_its_last_segment_below_another_parent(path, parent, level, expected):
    assert rules.path_like(path, parent, level) == expected


def test_wished_path_is_given_when_free():
    assert rules.free_path("210502003", 5, wished="210502003001", taken=set()) == "210502003001"


def test_taken_path_gives_way_to_the_next_local_one():
    taken = {"210502003001", "210502003L01"}
    assert rules.free_path("210502003", 5, wished="210502003001", taken=taken) == "210502003L02"


@pytest.mark.parametrize(
    ("parent", "level", "first", "last", "number"),
    [
        ("210502003", 5, "210502003L01", "210502003LZZ", 1295),
        ("210502", 4, "210502L01", "210502LZZ", 1295),
        ("4419", 4, "441900L01", "441900LZZ", 1295),
        ("2105", 3, "2105L1", "2105LZ", 35),
    ],
)
def test_local_paths_are_of_the_level_and_sort_before_the_scope_ends(parent, level, first, last, number):
    paths = list(rules.local_paths(parent, level))
    assert (paths[0], paths[-1], len(paths), len(set(paths))) == (first, last, number, number)
    assert all(len(path) == rules.LEVELS[level - 1] and parent < path < parent + "~" for path in paths)


def test_exhausted_parent_is_told():
    with pytest.raises(rules.PathsExhausted, match="上限"):
        rules.free_path("2105", 3, wished="", taken=set(rules.local_paths("2105", 3)))


@pytest.mark.parametrize(
    ("level", "name", "office"),
    [
        (5, "南地社区居委会", "南地社区劳动保障工作站"),
        (5, "幸福社区居民委员会", "幸福社区劳动保障工作站"),
        (5, "下石居委会", "下石社区劳动保障工作站"),
        (5, "东街居民委员会", "东街社区劳动保障工作站"),
        (5, "南地社区", "南地社区劳动保障工作站"),
        (5, "台沟村委会", "台沟村社区劳动保障工作站"),
        (5, "张庄村村民委员会", "张庄村社区劳动保障工作站"),
        (5, "前刘庄村民委会", "前刘庄村社区劳动保障工作站"),
        (5, "新村社区居委会", "新村社区劳动保障工作站"),
        (5, "石桥社区村民委员会", "石桥社区劳动保障工作站"),
        (5, "白音敖包嘎查委员会", "白音敖包嘎查社区劳动保障工作站"),
        (5, "六连生活区", "六连生活区社区劳动保障工作站"),
        (4, "南地街道", "南地街道劳动保障事务所"),
        (4, "南湖街道办事处", "南湖街道劳动保障事务所"),
        (4, "小市镇", "小市镇劳动保障事务所"),
        (4, "社区建设办公室", "社区建设办公室劳动保障事务所"),
        (3, "平山区", "平山区人力资源和社会保障局"),
        (2, "本溪市", "本溪市人力资源和社会保障局"),
        (1, "辽宁省", "辽宁省人力资源和社会保障局"),
    ],
)
def test_office_has_the_prescribed_name(level, name, office):
    """本政办发〔2009〕71号 三(四)1: 各社区劳动保障工作机构统称为“社区劳动保障工作站”."""
    assert rules.office_name(level, name) == office


def test_office_of_a_municipality_takes_the_name_above():
    assert rules.office_name(2, "市辖区", "北京市") == "北京市市辖区人力资源和社会保障局"
