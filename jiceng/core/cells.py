"""What a spreadsheet cell may hold, and the error that says why its value cannot be taken.

The ground of every converter: identity numbers, credit codes, code lists and `jiceng.core.parsing`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

Cell = str | int | float | bool | date | datetime | time | timedelta | None
T = TypeVar("T")

SHOWN_CHARACTERS = 40
REMEMBERED_VALUES = 50_000
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


class InvalidValue(ValueError):
    """A value that cannot be taken.

    `expected` is a plain Chinese clause (应为…, 不能…); `value` is the value as typed, already masked where
    it is a person's number.
    """

    def __init__(self, expected: str, value: str = "") -> None:
        super().__init__(expected, value)
        self.expected = expected
        self.value = value

    def __str__(self) -> str:
        return self.expected

    def reason(self, field: str) -> str:
        """Return the sentence for the reason column: field, value and what was expected."""
        shown = " ".join(self.value.split())
        if len(shown) > SHOWN_CHARACTERS:
            shown = shown[:SHOWN_CHARACTERS] + "…"
        return f"{field}“{shown}”有误：{self.expected}"


def half_width(text: str) -> str:
    """Return the text with full-width letters, digits, signs and spaces (０，（　) made plain."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def squeezed(text: str) -> str:
    """Return the text half-width and without any white space or invisible character, for comparing."""
    return "".join(half_width(text).translate(_INVISIBLE).split())


def typed(cell: Cell) -> str:
    """Return what a person sees in the cell: whole numbers without a fraction, dates as 2026-09-30."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    return str(cell)


class _Remembered(dict[Cell, T]):
    """Answers of a parser by value; a hit costs one dictionary look-up and no Python call."""

    def __init__(self, parse: Callable[[Cell], T]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: Cell) -> T:
        answer = self._parse(cell)
        # Bounded, so that a column without repetition cannot fill the memory.
        if len(self) < REMEMBERED_VALUES:
            self[cell] = answer
        return answer


def remembered(parse: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """Return the parser with a memory of its answers, for columns whose values repeat.

    Errors are not remembered. Only for parsers that answer alike for 1, 1.0 and True, which are one key.
    """
    return _Remembered(parse).__getitem__
