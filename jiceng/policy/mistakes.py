"""What a well-typed pack can still get wrong: names that mean nothing or something else, wrong parameters,
codes used twice, categories that define themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jiceng.policy.formula import FormulaError, compute, names_in
from jiceng.policy.layouts import wrong_columns
from jiceng.policy.lines import Location
from jiceng.policy.schema import KINDS
from jiceng.policy.vocabulary import EVENTS, LEAVES, NAMED, RELATIONS, SUBJECTS

Found = Iterator[tuple[Location, str]]
Inherited = Mapping[tuple[str, str], Any]  # (kind, code) -> entry
Subjects = dict[str, str]  # code of a category -> its subject
ANY_SUBJECT = ""
OPERATORS = ("all", "any", "not")


def mistakes_in(raw: dict[str, Any], inherited: Inherited) -> Found:
    """(location, reason) of every mistake in the raw data; tolerant of what the schema already refuses."""
    categories = {code: entry.subject for (kind, code), entry in inherited.items() if kind == "category"}
    categories |= {code: _subject_of(entry) for code, entry in _by_code(raw, "category").items()}
    duties = {code for kind, code in inherited if kind == "duty"} | _by_code(raw, "duty").keys()
    yield from _twice(raw)
    yield from _circles(raw, inherited)
    for i, entry in enumerate(_tables(raw, "category")):
        yield from _subject(entry, ("category", i))
        for key in OPERATORS:
            if key in entry:
                yield from _tree(entry[key], _subject_of(entry), ("category", i, key), categories)
    for i, entry in enumerate(_tables(raw, "duty")):
        yield from _duty(entry, ("duty", i), categories)
    for i, entry in enumerate(_tables(raw, "form")):
        yield from _form(entry, ("form", i), categories, duties)
    for i, entry in enumerate(_tables(raw, "ledger")):
        yield from _ledger(entry, ("ledger", i), categories)
    for i, entry in enumerate(_tables(raw, "indicator")):
        yield from _indicator(entry, ("indicator", i), categories, duties)


def _tables(raw: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    tables = raw.get(kind, [])
    return [t for t in tables if isinstance(t, dict)] if isinstance(tables, list) else []


def _by_code(raw: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {entry["code"]: entry for entry in _tables(raw, kind) if isinstance(entry.get("code"), str)}


def _twice(raw: dict[str, Any]) -> Found:
    for kind in KINDS:
        seen = set()
        for i, entry in enumerate(_tables(raw, kind)):
            key = (entry.get("code"), str(entry.get("from", "")))
            if key in seen:
                yield (kind, i, "code"), f"{entry.get('code')} 重复定义"
            seen.add(key)


def _parts_twice(form: dict[str, Any], where: Location) -> Found:
    """A cell is named by the codes of its row and its column."""
    for part in ("row", "column"):
        seen = set()
        for j, entry in enumerate(_tables(form, part)):
            if (code := entry.get("code")) in seen:
                yield (*where, part, j, "code"), f"{code} 重复定义"
            seen.add(code)


def _circles(raw: dict[str, Any], inherited: Inherited) -> Found:
    """Categories that lead back to themselves, by names of this pack or of those above it."""
    uses = {
        code: set(_names_of([entry.all, entry.any, entry.not_]))
        for (kind, code), entry in inherited.items()
        if kind == "category"
    }
    own = _by_code(raw, "category")
    uses |= {code: set(_names_of([entry.get(key) for key in OPERATORS])) for code, entry in own.items()}
    for i, entry in enumerate(_tables(raw, "category")):
        code = entry.get("code")
        reached: set[str] = set()
        ahead = list(uses.get(str(code), ()))
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += uses.get(name, ())
        if code in reached:
            yield ("category", i), f"{code} 由自身定义，形成循环"


def _names_of(node: Any) -> Iterator[str]:
    """The plain names in a tree."""
    match node:
        case str():
            yield node
        case list():
            for part in node:
                yield from _names_of(part)
        case dict():
            for key, part in node.items():
                if key in OPERATORS or key in RELATIONS or key == "was":
                    yield from _names_of(part)


def _subject_of(entry: dict[str, Any]) -> str:
    subject = entry.get("subject", "resident")
    return subject if subject in SUBJECTS else ANY_SUBJECT


def _subject(entry: dict[str, Any], where: Location) -> Found:
    subject = entry.get("subject", "resident")
    if subject not in SUBJECTS:
        yield (*where, "subject"), f"没有名为 {subject} 的对象（可用：{'、'.join(SUBJECTS)}）"


def _ledger(entry: dict[str, Any], where: Location, categories: Subjects) -> Found:
    yield from _subject(entry, where)
    subject = _subject_of(entry)
    if "population" in entry:
        yield from _tree(entry["population"], subject, (*where, "population"), categories)
    if subject:
        yield from wrong_columns(entry, subject, where)


def _duty(entry: dict[str, Any], where: Location, categories: Subjects) -> Found:
    yield from _subject(entry, where)
    if "who" in entry:
        yield from _tree(entry["who"], _subject_of(entry), (*where, "who"), categories)
    evidence = entry.get("evidence", [])
    words: list[tuple[Location, Any]] = [
        ((*where, "evidence", n), code)
        for n, code in enumerate(evidence if isinstance(evidence, list) else [])
    ]
    words += [((*where, key), entry[key]) for key in ("since", "after") if isinstance(entry.get(key), str)]
    for place, code in words:
        yield from _event(code, _subject_of(entry), place)


def _event(code: Any, subject: str, where: Location) -> Found:
    if code not in EVENTS:
        yield where, f"没有名为 {code} 的事件或证明"
    else:
        yield from _agrees(code, EVENTS[code].subject, subject, where)


def _agrees(name: str, has: str, wanted: str, where: Location) -> Found:
    if ANY_SUBJECT not in (has, wanted) and has != wanted:
        yield where, f"{name} 的对象是{SUBJECTS[has].label}，此处应为{SUBJECTS[wanted].label}"


def _form(entry: dict[str, Any], where: Location, categories: Subjects, duties: set[str]) -> Found:
    yield from _parts_twice(entry, where)
    rows, columns = _tables(entry, "row"), _tables(entry, "column")
    row_codes, column_codes = {r.get("code") for r in rows}, {c.get("code") for c in columns}
    for j, column in enumerate(columns):
        if "where" in column:
            yield from _tree(column["where"], "resident", (*where, "column", j, "where"), categories)
    for j, row in enumerate(rows):
        here = (*where, "row", j)
        yield from _measure(row, here, categories, duties)
        for column in row.get("columns") or []:
            if column not in column_codes:
                yield (*here, "columns"), f"没有名为 {column} 的栏"
        yield from _formula(row.get("formula"), (*here, "formula"), row_codes, column_codes)
    for j, check in enumerate(_tables(entry, "check")):
        yield from _formula(check.get("rule"), (*where, "check", j, "rule"), row_codes, column_codes)


def _measure(entry: dict[str, Any], where: Location, categories: Subjects, duties: set[str]) -> Found:
    yield from _subject(entry, where)
    if "count" in entry:
        yield from _tree(entry["count"], _subject_of(entry), (*where, "count"), categories)
    duty = entry.get("duty")
    if isinstance(duty, dict) and duty.get("duty") not in duties:
        yield (*where, "duty"), f"没有名为 {duty.get('duty')} 的事项"


def _indicator(entry: dict[str, Any], where: Location, categories: Subjects, duties: set[str]) -> Found:
    yield from _measure(entry, where, categories, duties)
    let = entry.get("let")
    let = let if isinstance(let, dict) else {}
    for name, measure in let.items():
        if isinstance(measure, dict):
            yield from _measure(measure, (*where, "let", name), categories, duties)
    yield from _formula(entry.get("formula"), (*where, "formula"), set(let), set())


def _formula(formula: Any, where: Location, rows: set[Any], columns: set[Any]) -> Found:
    if not isinstance(formula, str):
        return
    try:
        names = names_in(formula)
        compute(formula, lambda name: Decimal(1))
    except FormulaError as error:
        yield where, str(error)
        return
    for name in sorted(names):
        row, _, column = name.partition(".")
        if row not in rows or (column and column not in columns):
            yield where, f"没有名为 {name} 的行"


def _tree(node: Any, subject: str, where: Location, categories: Subjects) -> Found:
    match node:
        case str():
            yield from _name(node, {}, subject, where, categories)
        case list():
            for i, part in enumerate(node):
                yield from _tree(part, subject, (*where, i), categories)
        case {"was": inner, **rest}:
            yield from _tree(inner, subject, (*where, "was"), categories)
            yield from _was(rest, subject, where)
        case dict() if len(node) == 1:
            ((key, inner),) = node.items()
            if key in OPERATORS:
                yield from _tree(inner, subject, (*where, key), categories)
            elif key in RELATIONS:
                yield from _agrees(key, RELATIONS[key].subject, subject, (*where, key))
                yield from _tree(inner, RELATIONS[key].target, (*where, key), categories)
            else:
                yield from _name(key, inner, subject, (*where, key), {})
        case _:
            yield where, "应为一个名称，或 all、any、not、was、关系、带参数的人群之一"


def _was(rest: dict[Any, Any], subject: str, where: Location) -> Found:
    yield from _event(rest.get("on"), subject, (*where, "on"))
    days = rest.get("days_before", 0)
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        yield (*where, "days_before"), f"days_before 的值 {days!r} 不正确：应为不小于0的整数"
    for key in rest.keys() - {"on", "days_before"}:
        yield (*where, key), "不认识的项"


def _name(name: str, params: Any, subject: str, where: Location, categories: Subjects) -> Found:
    if name in categories:
        yield from _agrees(name, categories[name], subject, where)
    elif name in NAMED and not params:
        yield from _agrees(name, NAMED[name].subject, subject, where)
    elif name not in LEAVES:
        yield where, f"没有名为 {name} 的人群或类别"
    elif not isinstance(params, dict):
        yield where, "参数应写成 { 名称 = 值 }"
    elif wrong := LEAVES[name].mistake_in(params):
        yield where, wrong
    else:
        yield from _agrees(name, LEAVES[name].subject, subject, where)
