"""Reading a pack: typed entries, or every mistake at once with file, line, entry and reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from pydantic import ValidationError

from jiceng.policy.mistakes import Location, mistakes_in
from jiceng.policy.schema import Pack

SHIPPED = resources.files("jiceng.policy") / "packs"


class Mistake(NamedTuple):
    """One mistake of a pack file; `entry` names the key, such as category.2.all.0.aged."""

    line: int
    entry: str
    reason: str


class PackError(Exception):
    """A pack that cannot be enacted, with all its mistakes in the order of their lines."""

    def __init__(self, path: str, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(f"{path}:{m.line}: {m.entry}: {m.reason}" for m in mistakes))
        self.mistakes = mistakes


def digest(text: str) -> str:
    """The fingerprint of a definition."""
    return hashlib.sha256(text.encode()).hexdigest()


def shipped() -> Mapping[str, str]:
    """Code and text of the packs that come with the product."""
    files = sorted((f for f in SHIPPED.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name.removesuffix(".toml"): f.read_text(encoding="utf-8") for f in files}


def read(text: str, path: str = "pack.toml", inherited: frozenset[tuple[str, str]] = frozenset()) -> Pack:
    """The entries of a pack; `inherited` are the (kind, code) of entries in force above it.

    Raises PackError with every mistake.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        raise PackError(path, [Mistake(line, "toml", f"文件格式错误：{error}")]) from None
    pack, found = _schema_mistakes(raw)
    found += list(mistakes_in(raw, inherited))
    if found or pack is None:
        mistakes = {
            Mistake(line_of(text, where), ".".join(map(str, where)), reason) for where, reason in found
        }
        raise PackError(path, sorted(mistakes))
    return pack


@lru_cache(maxsize=256)
def read_enacted(text: str) -> Pack:
    """A pack that was checked when it was enacted."""
    return Pack.model_validate(tomllib.loads(text))


def _schema_mistakes(raw: dict[str, Any]) -> tuple[Pack | None, list[tuple[Location, str]]]:
    try:
        return Pack.model_validate(raw), []
    except ValidationError as error:
        return None, [(tuple(e["loc"]), _in_words(e)) for e in error.errors()]


def _in_words(error: Any) -> str:
    words = {"missing": "缺少此项", "extra_forbidden": "不认识的项", "string_pattern_mismatch": "写法不正确"}
    return words.get(error["type"], error["msg"].removeprefix("Value error, "))


def line_of(text: str, where: Location) -> int:
    """The line of a location: the n-th [[table]], the key in it, then the nearest mention of the rest."""
    lines = text.splitlines()
    at, end, rest = _table_of(lines, where)
    for word in _words(rest):
        at = next((n for n in range(at, end) if word.search(lines[n])), at)
    return at + 1


def _table_of(lines: list[str], where: Location) -> tuple[int, int, list[str | int]]:
    """First and last line of the innermost [[table]] of a location, and what is left of it."""
    at, end, prefix, rest = 0, len(lines), "", list(where)
    if rest and rest[0] == "pack":
        at = next((n for n, line in enumerate(lines) if line.strip() == "[pack]"), 0)
        return at, next((n for n in range(at + 1, end) if lines[n].startswith("[")), end), rest[1:]
    while len(rest) >= 2 and isinstance(rest[0], str) and isinstance(rest[1], int):
        name = f"{prefix}.{rest[0]}" if prefix else rest[0]
        heads = [n for n in range(at, end) if lines[n].strip().startswith(f"[[{name}]]")]
        if rest[1] >= len(heads):
            break
        at, prefix = heads[rest[1]], name
        own = re.compile(rf"\[{{1,2}}(?!\[|{re.escape(name)}\.)")
        end = next((n for n in range(at + 1, end) if own.match(lines[n].strip())), end)
        rest = rest[2:]
    return at, end, rest


def _words(rest: list[str | int]) -> Iterator[re.Pattern[str]]:
    for key in rest:
        if isinstance(key, str):
            yield re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
