"""Citizens' identity numbers (公民身份号码, GB 11643): checked, widened from 15 digits, masked.

The register refuses on length, characters, province, birth date and check digit, never on the county code:
genuine cards carry codes of counties that are long abolished.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from jiceng.core.cells import Cell, InvalidValue, squeezed, typed

# 11-15 the north, 21-23 the north-east, 31-37 the east, 41-46 the south, 50-54 the south-west,
# 61-65 the north-west, then Taiwan, Hong Kong and Macao (83: permits of residents from Taiwan).
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


class Identity(NamedTuple):
    """A valid number of 18 characters and what it says; `widened` when 15 digits were given."""

    number: str
    birth: date
    sex: str
    widened: bool


def normalise(text: str) -> str:
    """Return the number as it is stored: half-width, without spaces, a capital X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return squeezed(text).upper()


def check_digit(body: str) -> str:
    """Return the eighteenth character for the first seventeen digits."""
    # Counties, birthdays and serial numbers repeat among people: their shares of the sum are remembered.
    total = _weighed(body[:6], 0) + _weighed(body[6:14], 6) + _weighed(body[14:17], 14)
    return _CHECK_DIGITS[total % 11]


@lru_cache(maxsize=65_536)
def _weighed(digits: str, place: int) -> int:
    return sum(map(mul, map(int, digits), _WEIGHTS[place:]))


def parse_identity(value: Cell, *, today: date) -> Identity:
    """Return the identity that a cell holds: 18 characters, or 15 digits of the first generation.

    Raises InvalidValue with the rule that is broken and the value masked; the message never repeats a digit
    of the number but the check digit that was expected.
    """
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise _invalid("应为文本格式的号码，数值单元格会丢失末几位数字", typed(value))
    number = normalise(value)
    widened = len(number) == 15
    body = number[:6] + "19" + number[6:] if widened else number[:17]
    _check_characters(number, body)
    if number[:2] not in PROVINCES:
        raise _invalid("前两位应为有效的省级代码", number)
    birth = _birth(body[6:14])
    if birth is None:
        raise _invalid(
            "第7至14位应为真实的出生日期" if not widened else "第7至12位应为真实的出生日期", number
        )
    if birth > today:
        raise _invalid("出生日期不能晚于今天", number)
    check = check_digit(body)
    if not widened and number[17] != check:
        raise _invalid(f"校验码不符，按前17位计算末位应为{check}", number)
    return Identity(body + check, birth, "M" if body[16] in "13579" else "F", widened)


def mask(number: str) -> str:
    """Return a valid number for display: the first six and the last four characters."""
    return f"{number[:6]}********{number[-4:]}"


def mask_malformed(text: str) -> str:
    """Return a malformed number for display: its first and last two characters, nothing of a shorter one."""
    text = squeezed(text)
    if len(text) <= 4:
        return "*" * len(text)
    return f"{text[:2]}{'*' * (len(text) - 4)}{text[-2:]}"


def _check_characters(number: str, body: str) -> None:
    if len(number) not in (15, 18):
        raise _invalid(f"应为18位（或旧式15位），现为{len(number)}位", number)
    if not (body.isascii() and body.isdigit()):
        raise _invalid("前17位应全部为数字" if len(number) == 18 else "15位号码应全部为数字", number)
    if number[-1] not in "0123456789X":
        raise _invalid("末位应为数字或X", number)


@lru_cache(maxsize=65_536)
def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _invalid(expected: str, text: str) -> InvalidValue:
    return InvalidValue(expected, mask_malformed(text))
