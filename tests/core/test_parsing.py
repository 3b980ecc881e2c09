"""Converters of cells: one per kind of column (contracts 3)."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.core import parsing
from jiceng.core.cells import Cell, InvalidValue
from jiceng.residents.choices import HUKOU, VISIT_REASON

TODAY = date(2026, 11, 25)
DAY = date(2026, 9, 30)
past_day = parsing.past_day(TODAY)
hukou = parsing.code(HUKOU)
reasons = parsing.several_codes(VISIT_REASON)
CONVERTERS: dict[str, Callable[[Cell], object]] = {
    "text": parsing.text,
    "paragraphs": parsing.paragraphs,
    "person_name": parsing.person_name,
    "phone": parsing.phone,
    "limited": parsing.limited(parsing.text, 5),
    "amount": parsing.amount,
    "count": parsing.count,
    "day": parsing.day,
    "past_day": past_day,
    "flag": parsing.flag,
    "wish": parsing.wish,
    "code": hukou,
    "several_codes": reasons,
    "credit_code": parsing.credit_code,
}
cells = st.one_of(
    st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times()
)


def refusal(convert: Callable[[Cell], object], cell: Cell) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        convert(cell)
    return caught.value


@pytest.mark.parametrize("convert", CONVERTERS.values(), ids=CONVERTERS)
@pytest.mark.parametrize("blank", ["", None, "  ", "　", "\u200b", "\n"])
def test_blank_is_none(convert: Callable[[Cell], object], blank: Cell) -> None:
    assert convert(blank) is None


@pytest.mark.parametrize("convert", CONVERTERS.values(), ids=CONVERTERS)
@given(cell=cells)
def test_anything_is_taken_or_refused(convert: Callable[[Cell], object], cell: Cell) -> None:
    try:
        convert(cell)
    except InvalidValue as error:
        assert error.expected


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 9, 30),
        datetime(2026, 9, 30, 10, 5),
        "2026-09-30",
        "2026/9/30",
        "2026.9.30",
        "20260930",
        20260930.0,
        "2026年9月30日",
        " ２０２６－０９－３０ ",
        "2026年 9月30日",
    ],
)
def test_days(cell: Cell) -> None:
    assert parsing.day(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    ["2026-02-30", "2026-13-01", "20260931", "1899-12-31", "2026-9", "2026年9月", "2026-9/30", "30/9/2026"]
    + ["46295", 46295.0, 46295, True, time(9, 30), "昨天"],
)
def test_not_a_day(cell: Cell) -> None:
    refusal(parsing.day, cell)


def test_event_may_be_today_but_not_later() -> None:
    assert past_day("2026-11-25") == TODAY
    error = refusal(past_day, "2026-11-26")
    assert error.reason("失业登记日期") == "失业登记日期“2026-11-26”有误：不能晚于今天（2026-11-25）"


@given(
    st.dates(min_value=date(1900, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_day_in_every_form(day: date, form: str) -> None:
    assert parsing.day(day.strftime(form)) == day


@pytest.mark.parametrize("cell", ["是", "有", "Y", "y", "Ｙ", "1", 1, 1.0, True, " 是 "])
def test_yes(cell: Cell) -> None:
    assert parsing.flag(cell) is True


@pytest.mark.parametrize("cell", ["否", "无", "N", "n", "0", 0, 0.0, False])
def test_no(cell: Cell) -> None:
    assert parsing.flag(cell) is False


@pytest.mark.parametrize("cell", ["2", 2.0, "是否", "未知", "√", DAY])
def test_not_a_flag(cell: Cell) -> None:
    refusal(parsing.flag, cell)


@pytest.mark.parametrize(
    ("cell", "wish"),
    [("有", True), ("是", True), ("保洁", True), ("未说明", None)]
    + [("无", False), ("否", False), ("不愿意", False), ("0", False)],
)
def test_only_a_no_is_no_wish(cell: Cell, wish: bool | None) -> None:
    assert parsing.wish(cell) is wish


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3500.0, "3500"),
        (3500, "3500"),
        ("3500.5", "3500.50"),
        ("3,500", "3500"),
        ("１２", "12"),
        (0.125, "0.13"),
        ("0.125", "0.13"),
        (0, "0"),
        (-0.0, "0"),
    ],
)
def test_amounts(cell: Cell, value: str) -> None:
    assert parsing.amount(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    [-1, -0.01, "-1", "三千", "1e5", "3,50", "3500元", "1.2.3", True, float("nan"), float("inf"), 1e9, DAY],
)
def test_not_an_amount(cell: Cell) -> None:
    refusal(parsing.amount, cell)


def test_negative_amount_is_called_so() -> None:
    assert refusal(parsing.amount, -5.0).reason("月收入") == "月收入“-5”有误：不能为负数"


def test_counts() -> None:
    assert parsing.count(12.0) == 12
    assert parsing.count("1,200") == 1200
    assert parsing.count("0") == 0
    for cell in (1.5, "-3", "三", 1e9):
        refusal(parsing.count, cell)


@given(st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2))
def test_amounts_survive_text_and_numeric_cells(value: Decimal) -> None:
    assert parsing.amount(str(value)) == parsing.amount(float(value)) == value


def test_text_is_trimmed_and_collapsed() -> None:
    assert parsing.text("　平山区\n 站前街道\u3000 1号\x00\u200b ") == "平山区 站前街道 1号"
    assert parsing.text(13812345678.0) == "13812345678"
    assert parsing.text(1.5) == "1.5"
    assert parsing.text(date(2026, 9, 30)) == "2026-09-30"


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-", "@某人", "'=1"])
def test_text_that_looks_like_a_formula_is_kept(text: str) -> None:
    assert parsing.text(text) == text


def test_full_width_text_is_kept_but_not_in_telephones() -> None:
    assert parsing.text("１号楼（东）") == "１号楼（东）"
    assert parsing.phone("０２４－１２３４５６７８　转８") == "024-12345678 转8"


@given(st.text())
def test_text_is_clean_and_stable(raw: str) -> None:
    once = parsing.text(raw)
    assert once is None or (once == once.strip() and "  " not in once and "\x00" not in once)
    assert parsing.text(once) == once
    assert parsing.paragraphs(parsing.paragraphs(raw)) == parsing.paragraphs(raw)
    assert parsing.person_name(parsing.person_name(raw)) == parsing.person_name(raw)


def test_paragraphs_keep_their_lines() -> None:
    assert parsing.paragraphs("\n 一、了解  情况 \r\n\r\n二、介绍岗位\n") == "一、了解 情况\n\n二、介绍岗位"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("张　三", "张三"), (" 张 三 丰 ", "张三丰"), ("㐂𠮷 田", "㐂𠮷田"), ("Anna Li", "Anna Li")]
    + [("阿依古丽•买买提", "阿依古丽·买买提"), ("阿 . 买", "阿 . 买"), ("J. Li", "J. Li")],
)
def test_names(typed: str, name: str) -> None:
    assert parsing.person_name(typed) == name


def test_longest_text() -> None:
    five = parsing.limited(parsing.text, 5)
    assert five(" 一二三四五 ") == "一二三四五"
    assert refusal(five, "一二三四五六").expected == "不能超过5个字符，现为6个"


def test_codes_and_several_codes() -> None:
    assert hukou("农村") == "20"
    refusal(hukou, "火星")
    assert reasons("入户调查、就业后回访") == ("after_employment", "survey")
    assert reasons("就业后回访，入户调查、就业后回访") == ("after_employment", "survey")
    assert refusal(reasons, "就业后回访、闲聊").value == "闲聊"


def test_credit_code_is_optional_but_checked() -> None:
    assert parsing.credit_code("91350100m000100y43") == "91350100M000100Y43"
    refusal(parsing.credit_code, "91350100M000100Y44")


def test_errors_are_not_remembered_as_answers() -> None:
    for _ in range(2):
        refusal(parsing.day, "2026-02-30")


def test_long_values_are_shortened_in_reasons() -> None:
    assert len(InvalidValue("应为日期", "长" * 5000).reason("日期")) < 80
