"""Unified social credit codes of employers (统一社会信用代码, GB 32100)."""

from __future__ import annotations

import re

from stdnum.cn import uscc

from jiceng.core.cells import Cell, InvalidValue, squeezed, typed

# I, O, S, V and Z do not occur. Farmers' collectives and others have letters at the front, which the
# library's own check of the form does not know; only its check digit is used.
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def normalise(text: str) -> str:
    """Return the code as it is stored: half-width capitals without spaces and hyphens."""
    return squeezed(text).replace("-", "").upper()


def parse_credit_code(value: Cell) -> str:
    """Return the code that a cell holds.

    Raises InvalidValue with the rule that is broken.
    """
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise InvalidValue("应为文本格式的18位代码，数值单元格会丢失末几位", typed(value))
    code = normalise(value)
    if len(code) != 18:
        raise InvalidValue(f"应为18位，现为{len(code)}位", value)
    if not _FORM.fullmatch(code):
        raise InvalidValue("应为数字和大写字母（不含I、O、S、V、Z），第3至8位为数字", value)
    check = uscc.calc_check_digit(code[:17])
    if code[17] != check:
        raise InvalidValue(f"校验码不符，按前17位计算末位应为{check}", value)
    return code
