"""From a cell to a value: one converter per kind of column, one call per cell.

A converter takes what the spreadsheet reader gives and returns the value, or None for a blank; it raises
InvalidValue with what was typed and what was expected. Converters of columns that repeat few values (days,
flags, codes) remember their answers. Identity numbers are in `jiceng.core.identity`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from jiceng.core import credit
from jiceng.core.cells import Cell, InvalidValue, half_width, remembered, squeezed, typed
from jiceng.core.codes import CodeList

CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal("99999999.99")
LARGEST_COUNT = 99_999_999
EARLIEST_YEAR = 1900

_FLAGS = {"是": True, "有": True, "Y": True, "1": True, "否": False, "无": False, "N": False, "0": False}
_REFUSALS = frozenset({"不愿意", "无意愿", "没有", "不想", "无求职意愿", "不愿", "暂无", "FALSE"})
_UNSTATED = frozenset({"未说明", "不详", "未知"})
_DAY = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
)
_NUMBER = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?")
_HAN = r"[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDED_NAME = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_NAME_DOT = re.compile(rf"(?<={_HAN})[•‧・∙⋅．.](?={_HAN})")
_SEPARATORS = re.compile(r"[、，,；;]")


def text(cell: Cell) -> str | None:
    """Return the text of a cell in one line: trimmed, runs of white space as one space, nothing invisible."""
    line = " ".join(typed(cell).split())
    if not line.isprintable():
        line = " ".join(_visible(line).split())
    return line or None


def paragraphs(cell: Cell) -> str | None:
    """Return the text of a cell with its line breaks, each line as `text` gives it."""
    lines = [text(line) or "" for line in typed(cell).splitlines()]
    return "\n".join(lines).strip("\n") or None


def person_name(cell: Cell) -> str | None:
    """Return a name without the spaces that pad two characters to three (张　三), one kind of middle dot."""
    name = text(cell)
    if name is None or (name.isalpha() and not name.isascii()):
        return name
    return _NAME_DOT.sub("·", _PADDED_NAME.sub("", name))


def phone(cell: Cell) -> str | None:
    """Return what stands in a telephone column, half-width; no form is asked for, some have an extension."""
    return text(half_width(typed(cell)))


def limited(convert: Callable[[Cell], str | None], limit: int) -> Callable[[Cell], str | None]:
    """Return the converter of text with a longest length in characters."""

    def convert_limited(cell: Cell) -> str | None:
        answer = convert(cell)
        if answer is not None and len(answer) > limit:
            raise InvalidValue(f"不能超过{limit}个字符，现为{len(answer)}个", typed(cell))
        return answer

    return convert_limited


def amount(cell: Cell) -> Decimal | None:
    """Return an amount of money in yuan, rounded half up to cents; negative and other text is refused."""
    digits = _digits(cell, "应为不小于0的金额，如3500或3500.50")
    if digits is None:
        return None
    value = Decimal(digits)
    if value > LARGEST_AMOUNT:
        raise InvalidValue(f"不能超过{LARGEST_AMOUNT}", typed(cell))
    return value.quantize(CENT, ROUND_HALF_UP)


def count(cell: Cell) -> int | None:
    """Return a number of people or things: a whole number that is not negative."""
    expected = "应为不小于0的整数"
    digits = _digits(cell, expected)
    if digits is None:
        return None
    value = Decimal(digits)
    if value != value.to_integral_value():
        raise InvalidValue(expected, typed(cell))
    if value > LARGEST_COUNT:
        raise InvalidValue(f"不能超过{LARGEST_COUNT}", typed(cell))
    return int(value)


def code(codes: CodeList) -> Callable[[Cell], str | None]:
    """Return the converter of a column that holds one value of the list."""
    return remembered(lambda cell: None if _blank(cell) else codes.parse(cell))


def several_codes(codes: CodeList) -> Callable[[Cell], tuple[str, ...] | None]:
    """Return the converter of a column with values of the list, separated by 、; each once, in list order."""

    def parse(cell: Cell) -> tuple[str, ...] | None:
        parts = [part for part in _SEPARATORS.split(typed(cell)) if not _blank(part)]
        return tuple(codes.sort(map(codes.parse, parts))) or None

    return remembered(parse)


def past_day(today: date) -> Callable[[Cell], date | None]:
    """Return the converter of an event's date: like `day`, and not after the business date."""

    def parse(cell: Cell) -> date | None:
        answer = day(cell)
        if answer is not None and answer > today:
            raise InvalidValue(f"不能晚于今天（{today.isoformat()}）", typed(cell))
        return answer

    return remembered(parse)


def _parse_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if _blank(cell):
        return None
    # A numeric cell counts only when it spells the day, 20260930; a serial number is a date by format alone.
    match = _DAY.fullmatch(squeezed(typed(cell)))
    if not match:
        raise InvalidValue("应为日期，如2026-09-30", typed(cell))
    year, month, of_month = (int(part) for part in match.groups() if part and part not in "-/.")
    try:
        answer = date(year, month, of_month)
    except ValueError:
        raise InvalidValue("不是真实的日期，应如2026-09-30", typed(cell)) from None
    if year < EARLIEST_YEAR:
        raise InvalidValue(f"年份不能早于{EARLIEST_YEAR}年", typed(cell))
    return answer


def _parse_flag(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    if _blank(cell):
        return None
    answer = _FLAGS.get(squeezed(typed(cell)).upper())
    if answer is None:
        raise InvalidValue("应为是或否（也可为有/无、Y/N、1/0）", typed(cell))
    return answer


def _parse_wish(cell: Cell) -> bool | None:
    """The contract knows 无 and 否 as no; whatever else was written down was a wish."""
    said = squeezed(typed(cell)).upper()
    if not said or said in _UNSTATED:
        return None
    return _FLAGS.get(said, said not in _REFUSALS)


day: Callable[[Cell], date | None] = remembered(_parse_day)
flag: Callable[[Cell], bool | None] = remembered(_parse_flag)
wish: Callable[[Cell], bool | None] = remembered(_parse_wish)


def _parse_credit_code(cell: Cell) -> str | None:
    return None if _blank(cell) else credit.parse_credit_code(cell)


credit_code: Callable[[Cell], str | None] = remembered(_parse_credit_code)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not squeezed(cell))


def _digits(cell: Cell, expected: str) -> str | None:
    """Return a plain decimal number as text; None for a blank."""
    if _blank(cell):
        return None
    plain = squeezed(typed(cell))
    match = None if isinstance(cell, bool) else _NUMBER.fullmatch(plain)
    if not match:
        raise InvalidValue(expected, typed(cell))
    if match[1]:
        raise InvalidValue("不能为负数", typed(cell))
    return plain.replace(",", "")


def _visible(line: str) -> str:
    # Control and format characters and lone surrogates: the database refuses some, nobody sees any.
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
