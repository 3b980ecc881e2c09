"""What pydantic finds wrong, in Chinese."""

from __future__ import annotations

from typing import Any

_WORDS = {
    "missing": "缺少此项",
    "extra_forbidden": "不认识的项",
    "string_pattern_mismatch": "写法不正确",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为方括号括起的列表",
    "tuple_type": "应为方括号括起的列表",
    "dict_type": "应为一张表",
    "model_type": "应为一张表",
    "date_type": "应为日期，如 2026-09-30",
    "date_parsing": "应为日期，如 2026-09-30",
    "date_from_datetime_parsing": "应为日期，如 2026-09-30",
    "date_from_datetime_inexact": "应为日期，如 2026-09-30",
}


def in_words(error: Any) -> str:
    """One error of a ValidationError as a plain sentence."""
    match error["type"]:
        case "literal_error":
            return f"应为{error['ctx']['expected'].replace(' or ', '、').replace(', ', '、')}之一"
        case "greater_than_equal":
            return f"不能小于{error['ctx']['ge']}"
        case "value_error":
            return str(error["ctx"]["error"])
    return _WORDS.get(error["type"], error["msg"])
