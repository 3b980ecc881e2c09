"""Reading a pack: typed entries, or every mistake at once with file, line, entry and reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from jiceng.policy.complaints import in_words
from jiceng.policy.lines import Location, line_of
from jiceng.policy.mistakes import Inherited, mistakes_in
from jiceng.policy.schema import Pack

SHIPPED = resources.files("jiceng.policy") / "packs"


class Mistake(NamedTuple):
    """One mistake of a pack file; `entry` names the key, such as category.idle.all.0.aged."""

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


def read(text: str, path: str = "pack.toml", inherited: Inherited = MappingProxyType({})) -> Pack:
    """The entries of a pack; `inherited` are the entries in force where it is to hold, by (kind, code).

    Raises PackError with every mistake.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        where = f"第{match[1]}行第{match[2]}列起不是TOML的写法" if match else "文件未写完，到末尾仍缺少内容"
        raise PackError(path, [Mistake(line, "toml", f"文件格式错误：{where}")]) from None
    pack, found = _schema_mistakes(raw)
    found += list(mistakes_in(raw, inherited))
    if found or pack is None:
        mistakes = {Mistake(line_of(text, where), _named(where, raw), reason) for where, reason in found}
        raise PackError(path, sorted(mistakes))
    return pack


def _named(where: Location, raw: dict[str, Any]) -> str:
    """A location with the code of its entry in place of a number that somebody would have to count."""
    match where:
        case (str(kind), int(n), *rest) if code := _code_at(raw.get(kind), n):
            where = (kind, code, *rest)
    return ".".join(map(str, where))


def _code_at(tables: Any, n: int) -> str:
    entry = tables[n] if isinstance(tables, list) and n < len(tables) else None
    code = entry.get("code") if isinstance(entry, dict) else None
    return code if isinstance(code, str) else ""


@lru_cache(maxsize=256)
def read_enacted(text: str) -> Pack:
    """A pack that was checked when it was enacted."""
    return Pack.model_validate(tomllib.loads(text))


def _schema_mistakes(raw: dict[str, Any]) -> tuple[Pack | None, list[tuple[Location, str]]]:
    try:
        return Pack.model_validate(raw), []
    except ValidationError as error:
        return None, [(tuple(e["loc"]), in_words(e)) for e in error.errors()]
