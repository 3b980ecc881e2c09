"""Identity numbers: what is taken, what is refused and why, and what is shown (contracts 3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.core.cells import InvalidValue
from jiceng.core.identity import PROVINCES, check_digit, mask, mask_malformed, normalise, parse_identity

TODAY = date(2026, 11, 25)
STANDARDS_EXAMPLE = "11010519491231002X"


def number(body: str) -> str:
    return body + check_digit(body)


def refusal(value: object) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        parse_identity(value, today=TODAY)  # type: ignore[arg-type]
    return caught.value


def test_example_of_the_standard() -> None:
    found = parse_identity(STANDARDS_EXAMPLE, today=TODAY)
    assert found == (STANDARDS_EXAMPLE, date(1949, 12, 31), "F", False)


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\t11010519491231002X\u200b",
        "110105　19491231002ｘ",
    ],
)
def test_spelling_is_normalised(text: str) -> None:
    assert parse_identity(text, today=TODAY).number == STANDARDS_EXAMPLE


def test_fifteen_digits_are_widened() -> None:
    found = parse_identity("110105491231002", today=TODAY)
    assert found == (STANDARDS_EXAMPLE, date(1949, 12, 31), "F", True)


def test_odd_digit_17_is_a_man() -> None:
    assert parse_identity(number("21050219900101001"), today=TODAY).sex == "M"
    assert parse_identity(number("21050219900101002"), today=TODAY).sex == "F"


def test_county_code_is_not_checked() -> None:
    assert parse_identity(number("21999919900101001"), today=TODAY).number.startswith("219999")


def test_born_today_is_taken_and_tomorrow_is_not() -> None:
    assert parse_identity(number("21050220261125001"), today=TODAY).birth == TODAY
    assert "晚于今天" in refusal(number("21050220261126001")).expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "现为0位"),
        (None, "现为0位"),
        ("2105021990010100", "现为16位"),
        ("21050219900101A011", "前17位应全部为数字"),
        ("2105029001010A1", "15位号码应全部为数字"),
        ("21050219900101001Z", "末位应为数字或X"),
        ("2105021990010१001X", "前17位应全部为数字"),
        (number("16050219900101001"), "省级代码"),
        (number("00050219900101001"), "省级代码"),
        (number("21050219900230001"), "真实的出生日期"),
        (number("21050219000229001"), "真实的出生日期"),
        ("210502901301001", "第7至12位应为真实的出生日期"),
    ],
)
def test_refusal_names_the_rule(text: str, said: str) -> None:
    assert said in refusal(text).expected


def test_refusal_of_a_check_digit_says_which_was_expected() -> None:
    error = refusal("110105194912310021")
    assert error.expected.endswith("应为X")
    assert (
        error.reason("公民身份号码")
        == "公民身份号码“11**************21”有误：校验码不符，按前17位计算末位应为X"
    )


def test_numeric_cell_is_refused_and_masked() -> None:
    error = refusal(210502199003071236.0)
    assert "数值单元格" in error.expected
    assert error.value.startswith("21**") and len(error.value) == 18


def test_provinces() -> None:
    assert len(PROVINCES) == 35
    assert {"11", "15", "21", "23", "37", "46", "54", "65", "71", "81", "82", "83"} <= PROVINCES
    assert not PROVINCES & {"10", "16", "20", "24", "38", "47", "55", "66", "70", "80", "84", "91"}


def test_masks() -> None:
    assert mask(STANDARDS_EXAMPLE) == "110105********002X"
    assert mask_malformed("1101 0519491231002") == "11*************02"
    assert mask_malformed("1234") == "****"
    assert mask_malformed("12345") == "12*45"


births = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
serials = st.integers(0, 999)


@given(st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999), births, serials)
def test_every_well_formed_number_is_read_back(province: str, county: int, birth: date, serial: int) -> None:
    good = number(f"{province}{county:04}{birth:%Y%m%d}{serial:03}")
    assert parse_identity(good.lower(), today=TODAY) == (good, birth, "M" if serial % 2 else "F", False)


@given(births, serials, st.integers(0, 17), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_passes(birth: date, serial: int, place: int, digit: str) -> None:
    good = number(f"210502{birth:%Y%m%d}{serial:03}")
    wrong = good[:place] + digit + good[place + 1 :]
    if wrong != good:
        refusal(wrong)


@given(births.filter(lambda day: day.year < 2000), serials)
def test_both_generations_are_one_person(birth: date, serial: int) -> None:
    old = parse_identity(f"210502{birth:%y%m%d}{serial:03}", today=TODAY)
    assert old.widened
    assert parse_identity(old.number, today=TODAY) == old._replace(widened=False)


@given(st.text() | st.floats() | st.dates() | st.booleans())
def test_anything_is_taken_or_refused(value: object) -> None:
    refusal(value)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
