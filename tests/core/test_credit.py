"""Unified social credit codes (GB 32100)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from jiceng.core.cells import InvalidValue
from jiceng.core.credit import parse_credit_code

STANDARDS_EXAMPLE = "91350100M000100Y43"


@pytest.mark.parametrize(
    "text",
    [
        STANDARDS_EXAMPLE,
        " 91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100-M000100Y4-3",
    ],
)
def test_spelling_is_normalised(text: str) -> None:
    assert parse_credit_code(text) == STANDARDS_EXAMPLE


def test_codes_of_farmers_collectives_begin_with_letters() -> None:
    body = "N2210502MF1234567"
    assert parse_credit_code(body + uscc.calc_check_digit(body)).startswith("N2")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "现为0位"),
        ("9135010", "现为7位"),
        ("91350100M000100Y44", "末位应为3"),
        ("91350100I000100Y43", "不含I"),
        ("9135A100M000100Y43", "第3至8位为数字"),
        (913501000001000143.0, "数值单元格"),
        (None, "现为0位"),
    ],
)
def test_refusal_names_the_rule(value: object, said: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_credit_code(value)  # type: ignore[arg-type]
    assert said in caught.value.expected


def test_value_is_shown_as_typed() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_credit_code(" 9135 ")
    assert caught.value.reason("统一社会信用代码") == "统一社会信用代码“9135”有误：应为18位，现为4位"


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 999999))
def test_every_well_formed_code_is_taken_and_no_other_check_digit(organisation: str, region: int) -> None:
    body = f"91{region:06}{organisation}"
    check = uscc.calc_check_digit(body)
    assert parse_credit_code((body + check).lower()) == body + check
    with pytest.raises(InvalidValue):
        parse_credit_code(body + ("0" if check != "0" else "1"))
