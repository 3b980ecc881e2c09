"""Reader of the official divisions that ship with the platform (`data/README.md`); no database."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

from jiceng.regions.rules import CODE_LENGTH, LEVELS, level_of, significant

DATA = files("jiceng.regions") / "data" / "divisions-2023.csv.xz"


class UnknownDivision(LookupError):
    """A code that no published division has."""

    def __init__(self, code: str) -> None:
        super().__init__(f"区划代码 {code} 不在2023年统计用区划代码中")


class Division(NamedTuple):
    """A division as published: 12-digit code, name, level 1 (province) to 5 (community), 12-digit parent."""

    code: str
    name: str
    level: int
    parent_code: str | None


def read_divisions(prefixes: Sequence[str]) -> list[Division]:
    """The divisions below each prefix (2 to 12 digits) and the ancestors of each, in order of their codes.

    A parent always comes before its children. Raises UnknownDivision for a prefix that is none.
    """
    wanted = [significant(prefix) for prefix in prefixes]
    rows = _rows(wanted) if wanted else {}
    for code in (prefix.ljust(CODE_LENGTH, "0") for prefix in wanted):
        if code not in rows:
            raise UnknownDivision(code)
    return [Division(code, name, level_of(code), _parent(code, rows)) for code, name in rows.items()]


def _rows(prefixes: Sequence[str]) -> dict[str, str]:
    """Names by code. The table is sorted, so what begins alike stands together."""
    table = lzma.decompress(DATA.read_bytes())
    starts = {*prefixes, *(code for prefix in prefixes for code in _ancestor_codes(prefix))}
    lines = [line for start in starts for line in _beginning_with(start, table)]
    return dict(sorted(csv.reader(lines)))


def _beginning_with(start: str, table: bytes) -> list[str]:
    mark = b"\n" + start.encode()
    first = table.find(mark)
    if first < 0:
        return []
    return table[first + 1 : table.index(b"\n", table.rindex(mark) + 1)].decode().split("\n")


def _ancestor_codes(prefix: str) -> Iterable[str]:
    """12-digit codes of the levels above a prefix, nearest first."""
    for length in reversed(LEVELS):
        if length < len(prefix):
            yield prefix[:length].ljust(CODE_LENGTH, "0")


def _parent(code: str, known: dict[str, str]) -> str | None:
    """The nearest published level above: a city without counties is the parent of its streets."""
    return next((above for above in _ancestor_codes(significant(code)) if above in known), None)
