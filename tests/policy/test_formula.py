"""Arithmetic over the numbers of a report."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.policy.formula import FormulaError, compute, names_in

NUMBERS = {"a": 1, "b": 8, "none": None, "zero": 0, "row.women": 5}


def value(text, digits=None):
    return compute(text, NUMBERS.get, digits)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a + b * 2", 17),
        ("(a + b) * 2", 18),
        ("-a + b", 7),
        ("min(a, b) + max(a, b)", 9),
        ("a / b", Decimal("0.125")),
        ("row.women - a", 4),
        ("a >= b", False),
        ("a + 7 == b", True),
        ("a != b", True),
    ],
)
def test_computes(text, result):
    assert value(text) == result


@pytest.mark.parametrize(
    "text", ["none + a", "a - none", "-none", "min(a, none)", "a > none", "a / (b * none)"]
)
def test_a_missing_number_spreads(text):
    assert value(text) is None


@pytest.mark.parametrize("text", ["a / zero", "zero / zero", "a / zero + b", "a / zero >= b"])
def test_division_by_nothing_gives_none(text):
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "digits", "result"),
    [
        ("a / b", 2, "0.13"),  # 0.125: half up, not to even
        ("a / b * 10 + a", 0, "2"),  # 2.25
        ("5 / 2", 0, "3"),
        ("a / 3 * 100", 2, "33.33"),
        ("a", 2, "1.00"),
    ],
)
def test_rounds_half_up_once_at_the_end(text, digits, result):
    assert str(value(text, digits)) == result


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_a_rate_is_the_exact_quotient_rounded_half_up(part, whole):
    rate = compute("part / whole * 100", {"part": part, "whole": whole}.get, 2)
    hundredths, rest = divmod(10_000 * part, whole)
    assert rate == Decimal(hundredths + (2 * rest >= whole)) / 100


@pytest.mark.parametrize(
    "text",
    [
        "a ** 2",
        "a // b",
        "abs(a)",
        "a if b else 1",
        "'a'",
        "a[0]",
        "a < b < 3",
        "__import__('os')",
        "a and b",
    ],
)
def test_nothing_else_is_allowed(text):
    with pytest.raises(FormulaError):
        value(text)


def test_text_that_is_no_formula():
    with pytest.raises(FormulaError, match="无法识别"):
        names_in("a +")


def test_names():
    assert names_in("a + max(b, row.women) / 3") == {"a", "b", "row.women"}
