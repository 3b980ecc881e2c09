"""Says where a JSON answer of the command line differs from the oracle: one line a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.oracle import Oracle


def masked(key: str) -> str:
    """An identity number as output shows it; other keys are not masked."""
    return f"{key[:6]}{'*' * 8}{key[-4:]}" if len(key) == 18 and key[:17].isdigit() else key


def report_differences(oracle: Oracle, answer: Mapping[str, Any]) -> list[str]:
    """Of `jiceng report bx-quarterly --live`: every cell; a cell that is absent is the same as null."""
    expected = oracle.report(answer["region"], answer["period"])
    cells = answer["cells"]
    lines = [f"unexpected row {row}" for row in cells if row not in expected]
    for row, columns in expected.items():
        for column in {**columns, **cells.get(row, {})}:
            said, ours = cells.get(row, {}).get(column), columns.get(column)
            if not _same_number(ours, said):
                lines.append(f"{answer['region']} {answer['period']} {row}.{column}: {said}, expected {ours}")
    return lines


def _same_number(ours: int | Decimal | None, said: Any) -> bool:
    if ours is None or said is None:
        return ours is None and said is None
    return Decimal(str(said)) == ours


def population_differences(oracle: Oracle, answer: Mapping[str, Any]) -> list[str]:
    """Of `jiceng population`: size, members and groups, whichever the answer has."""
    name, region = answer["population"], answer["region"]
    last = date.fromisoformat(answer["to"])
    first = date.fromisoformat(answer.get("from") or answer["to"])
    keys = oracle.members(name, region, first, last)
    where = f"{name} {region} {first}..{last}"
    lines = [] if answer["size"] == len(keys) else [f"{where}: size {answer['size']}, expected {len(keys)}"]
    if answer.get("members") is not None:
        lines += _multiset_lines(where, map(_as_shown(answer["members"]), keys), answer["members"])
    if answer.get("by"):
        dimensions = [key for key in answer["by"][0] if key != "size"]
        expected = oracle.by(name, region, first, last, dimensions=dimensions)
        # Groups of nobody may be listed or left out.
        lines += _multiset_lines(where, map(_group, expected), map(_group, filter(_peopled, answer["by"])))
    return lines


def duty_differences(
    oracle: Oracle,
    answer: Mapping[str, Any],
    first: date | None = None,
    last: date | None = None,
    *,
    status: str | None = None,
    duty: str | None = None,
) -> list[str]:
    """Of `jiceng duties`, called with the same span and filters."""
    on = date.fromisoformat(answer["on"])
    expected = oracle.duties(answer["region"], on, first, last, status=status, duty=duty)
    shown = _as_shown(one["subject"] for one in answer["duties"])
    ours = [tuple({**one, "subject": shown(str(one["subject"]))}.items()) for one in expected]
    columns = ("duty", "subject", "since", "due", "status", "evidence")
    said = [tuple((column, one[column]) for column in columns) for one in answer["duties"]]
    return _multiset_lines(f"duties {answer['region']} {on}", ours, said)


def _as_shown(subjects: Iterable[str]) -> Any:
    return masked if any("*" in subject for subject in subjects) else str


def _group(group: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(group.items()))


def _peopled(group: Mapping[str, Any]) -> bool:
    return bool(group["size"])


def _multiset_lines(where: str, expected: Iterable[Any], said: Iterable[Any]) -> list[str]:
    ours, theirs = Counter(expected), Counter(said)
    missing = [f"{where}: missing {item}" for item in (ours - theirs).elements()]
    return missing + [f"{where}: not expected {item}" for item in (theirs - ours).elements()]
