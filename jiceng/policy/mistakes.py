"""What a well-typed pack can still get wrong: names that mean nothing, wrong parameters, codes used twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jiceng.policy.formula import FormulaError, names_in
from jiceng.policy.schema import KINDS
from jiceng.policy.vocabulary import EVENTS, LEAVES, NAMED, RELATIONS, SUBJECTS

Location = tuple[str | int, ...]
Found = Iterator[tuple[Location, str]]


def mistakes_in(raw: dict[str, Any], inherited: frozenset[tuple[str, str]]) -> Found:
    """(location, reason) of every mistake in the raw data; tolerant of what the schema already refuses."""
    known = {kind: {code for k, code in inherited if k == kind} for kind in KINDS}
    for kind in KINDS:
        known[kind] |= {e["code"] for e in _tables(raw, kind) if isinstance(e.get("code"), str)}
    yield from _twice(raw)
    for i, entry in enumerate(_tables(raw, "category")):
        yield from _subject(entry, ("category", i))
        for key in ("all", "any", "not"):
            if key in entry:
                yield from _tree(entry[key], ("category", i, key), known["category"])
    for i, entry in enumerate(_tables(raw, "duty")):
        yield from _duty(entry, ("duty", i), known)
    for i, entry in enumerate(_tables(raw, "form")):
        yield from _form(entry, ("form", i), known)
    for i, entry in enumerate(_tables(raw, "ledger")):
        if "population" in entry:
            yield from _tree(entry["population"], ("ledger", i, "population"), known["category"])


def _tables(raw: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    tables = raw.get(kind, [])
    return [t for t in tables if isinstance(t, dict)] if isinstance(tables, list) else []


def _twice(raw: dict[str, Any]) -> Found:
    for kind in KINDS:
        seen = set()
        for i, entry in enumerate(_tables(raw, kind)):
            key = (entry.get("code"), str(entry.get("from", "")))
            if key in seen:
                yield (kind, i, "code"), f"{entry.get('code')} 重复定义"
            seen.add(key)


def _subject(entry: dict[str, Any], where: Location) -> Found:
    subject = entry.get("subject", "resident")
    if subject not in SUBJECTS:
        yield (*where, "subject"), f"没有名为 {subject} 的对象（可用：{'、'.join(SUBJECTS)}）"


def _duty(entry: dict[str, Any], where: Location, known: dict[str, set[str]]) -> Found:
    yield from _subject(entry, where)
    if "who" in entry:
        yield from _tree(entry["who"], (*where, "who"), known["category"])
    words = [("evidence", code) for code in entry.get("evidence", [])]
    words += [(key, entry[key]) for key in ("since", "after") if isinstance(entry.get(key), str)]
    for key, code in words:
        if code not in EVENTS:
            yield (*where, key, str(code)), f"没有名为 {code} 的事件或证明"


def _form(entry: dict[str, Any], where: Location, known: dict[str, set[str]]) -> Found:
    rows, columns = _tables(entry, "row"), _tables(entry, "column")
    row_codes, column_codes = {r.get("code") for r in rows}, {c.get("code") for c in columns}
    for j, column in enumerate(columns):
        if "where" in column:
            yield from _tree(column["where"], (*where, "column", j, "where"), known["category"])
    for j, row in enumerate(rows):
        here = (*where, "row", j)
        yield from _subject(row, here)
        if "count" in row:
            yield from _tree(
                row["count"], (*here, "count"), known["category"] | row_codes - {row.get("code")}
            )
        duty = row.get("duty")
        if isinstance(duty, dict) and duty.get("duty") not in known["duty"]:
            yield (*here, "duty"), f"没有名为 {duty.get('duty')} 的事项"
        for column in row.get("columns") or []:
            if column not in column_codes:
                yield (*here, "columns"), f"没有名为 {column} 的栏"
        yield from _names(row.get("formula"), (*here, "formula"), row_codes, column_codes)
    for j, check in enumerate(_tables(entry, "check")):
        yield from _names(check.get("rule"), (*where, "check", j, "rule"), row_codes, column_codes)


def _names(formula: Any, where: Location, rows: set[Any], columns: set[Any]) -> Found:
    if not isinstance(formula, str):
        return
    try:
        names = names_in(formula)
    except FormulaError as error:
        yield where, str(error)
        return
    for name in sorted(names):
        row, _, column = name.partition(".")
        if row not in rows or (column and column not in columns):
            yield where, f"没有名为 {name} 的行"


def _tree(node: Any, where: Location, categories: set[Any]) -> Found:
    match node:
        case str():
            yield from _name(node, {}, where, categories)
        case list():
            for i, part in enumerate(node):
                yield from _tree(part, (*where, i), categories)
        case {"was": inner, **rest}:
            yield from _tree(inner, (*where, "was"), categories)
            if rest.get("on") not in EVENTS:
                yield (*where, "on"), f"没有名为 {rest.get('on')} 的事件"
        case dict() if len(node) == 1:
            ((key, inner),) = node.items()
            if key in ("all", "any", "not") or key in RELATIONS:
                yield from _tree(inner, (*where, key), categories)
            else:
                yield from _name(key, inner, where, set())
        case _:
            yield where, "应为一个名称，或 all、any、not、was、关系、带参数的人群之一"


def _name(name: str, params: Any, where: Location, categories: set[Any]) -> Found:
    if name in categories or (name in NAMED and not params):
        return
    if name not in LEAVES:
        yield (*where, name), f"没有名为 {name} 的人群或类别"
    elif not isinstance(params, dict):
        yield (*where, name), "参数应写成 { 名称 = 值 }"
    elif wrong := LEAVES[name].mistake_in(params):
        yield (*where, name), wrong
