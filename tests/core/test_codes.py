"""Code lists: labels, codes and synonyms as old ledgers write them."""

import pytest

from jiceng.assistance.choices import EXIT_REASON, hardship_categories
from jiceng.core.cells import Cell, InvalidValue
from jiceng.core.codes import CodeList
from jiceng.employment.choices import CANCEL_REASON, EMPLOYMENT_FORM, UNEMPLOYED_CATEGORY, UNEMPLOYMENT_REASON
from jiceng.residents import choices

LISTS = {
    name: value
    for module in (choices, __import__("jiceng.employment.choices", fromlist=["x"]))
    for name, value in vars(module).items()
    if isinstance(value, CodeList)
} | {"EXIT_REASON": EXIT_REASON, "categories": hardship_categories()}


@pytest.mark.parametrize("codes", LISTS.values(), ids=LISTS)
def test_every_label_and_code_reads_as_itself(codes: CodeList) -> None:
    for code in codes.codes:
        assert codes.parse(code) == code
        assert codes.parse(codes.label(code)) == code
        assert codes.parse(f" {codes.label(code)}　") == code


@pytest.mark.parametrize(
    ("codes", "cell", "code"),
    [
        (choices.HOUSEHOLD_RELATION, "本人", "0"),
        (choices.HOUSEHOLD_RELATION, 10.0, "1"),
        (choices.HOUSEHOLD_RELATION, "儿媳", "8"),
        (choices.ETHNICITY, "满", "11"),
        (choices.ETHNICITY, 1.0, "01"),
        (choices.EDUCATION, "大学专科和专科学校", "30"),
        (choices.EDUCATION, "中等专业学校或中等技术学校", "40"),
        (choices.EDUCATION, "高中", "60"),
        (choices.EDUCATION, "初中", "70"),
        (choices.EDUCATION, "文盲或半文盲", "90"),
        (choices.EDUCATION, "２０", "20"),
        (choices.HUKOU, "城镇", "10"),
        (choices.HUKOU, "非农业户口（城镇）", "10"),
        (choices.HUKOU, "农村", "20"),
        (choices.HUKOU, 50, "50"),
        (choices.LABOUR_ABILITY, "有", "normal"),
        (choices.LABOUR_ABILITY, "无", "lost"),
        (choices.SKILL_LEVEL, "三级（高级）", "3"),
        (choices.SKILL_LEVEL, "高级工", "3"),
        (choices.POLITICAL, "党员", "01"),
        (EMPLOYMENT_FORM, "公益性岗位安置", "030"),
        (EMPLOYMENT_FORM, 21.0, "021"),
        (UNEMPLOYMENT_REASON, "80", "80"),
        (UNEMPLOYED_CATEGORY, "就业转失业", "就业转失业人员"),
        (CANCEL_REASON, "死亡", "死亡"),
        (CANCEL_REASON, "退休", "040"),
        (hardship_categories("低保人员"), "“4050”人员", "4050人员"),
        (hardship_categories("低保人员"), "低保人员", "低保人员"),
    ],
)
def test_synonyms(codes: CodeList, cell: Cell, code: str) -> None:
    assert codes.parse(cell) == code


def test_unknown_value_names_the_first_labels() -> None:
    with pytest.raises(InvalidValue) as caught:
        choices.ETHNICITY.parse("火星人")
    assert caught.value.reason("民族") == (
        "民族“火星人”有误：应为汉族、蒙古族、回族、藏族、维吾尔族、苗族、彝族、壮族等"
    )


@pytest.mark.parametrize("cell", ["", None, " ", 1.5, True, "99"])
def test_what_is_in_no_list_is_refused(cell: Cell) -> None:
    with pytest.raises(InvalidValue):
        choices.HUKOU.parse(cell)


def test_full_code_goes_before_one_without_zeros() -> None:
    codes = CodeList([("01", "甲"), ("1", "乙")])
    assert codes.parse("1") == "1"
    assert codes.parse("01") == "01"


def test_label_goes_before_a_synonym() -> None:
    assert CodeList([("1", "甲"), ("2", "乙")], {"甲": "2"}).parse("甲") == "1"


def test_synonym_of_an_unknown_code_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        CodeList([("1", "甲")], {"丙": "3"})


def test_labels_for_display() -> None:
    assert choices.HUKOU.label("50") == "居民户口"
    assert choices.HUKOU.label(None) == ""
    assert choices.HUKOU.label("77") == "77"


def test_urban_and_rural_are_disjoint() -> None:
    assert choices.URBAN == ("10", "11", "12")
    assert choices.RURAL == ("20", "21", "22")
