"""Arithmetic over named numbers: + - * / ( ), min, max and one comparison.

A missing number spreads; division by zero gives none. Numbers are decimals, rounded half up.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Value = Callable[[str], Any]

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_CALLS: dict[str, Callable[[list[Decimal]], Decimal]] = {"min": min, "max": max}


class FormulaError(ValueError):
    """Something that is not allowed in a formula."""


def names_in(text: str) -> set[str]:
    """The names that a formula reads: `row`, or `row.column`."""
    tree = _parse(text)
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    owners = {name.split(".")[0] for name in attributes}
    plain = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return attributes | (plain - owners - _CALLS.keys())


def compute(text: str, value: Value, digits: int | None = None) -> Any:
    """A number, a yes or no for a comparison, or None; `value(name)` gives the number of a name."""
    result = _evaluate(_parse(text).body, value)
    if digits is None or result is None or isinstance(result, bool):
        return result
    return result.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _parse(text: str) -> ast.Expression:
    try:
        return ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise FormulaError(f"公式“{text}”无法识别") from error


def _evaluate(node: ast.expr, value: Value) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.Name(id=name):
            return _number(value(name))
        case ast.Attribute(value=ast.Name(id=row), attr=column):
            return _number(value(f"{row}.{column}"))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            number = _evaluate(inner, value)
            return None if number is None else -number
        case ast.Call(func=ast.Name(id=name), args=args) if name in _CALLS:
            numbers = [_evaluate(arg, value) for arg in args]
            return None if None in numbers else _CALLS[name](numbers)
        case ast.BinOp(left=left, op=op, right=right):
            return _apply(type(op), _evaluate(left, value), _evaluate(right, value), node)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _apply(type(op), _evaluate(left, value), _evaluate(right, value), node)
    raise FormulaError(f"公式中不能使用 {ast.unparse(node)}")


def _apply(op: type, left: Any, right: Any, node: ast.expr) -> Any:
    if op not in _OPERATORS:
        raise FormulaError(f"公式中不能使用 {ast.unparse(node)}")
    if left is None or right is None or (op is ast.Div and right == 0):
        return None
    return _OPERATORS[op](left, right)


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
