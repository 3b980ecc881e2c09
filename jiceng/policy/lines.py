"""On which line of a TOML text a value stands; tomllib keeps no positions. The text is taken to be valid."""

from __future__ import annotations

import re
from collections.abc import Iterator

Location = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''(?P<blank>[\s,]+|\#[^\n]*)
      | (?P<value>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\])*"|'[^']*'|[^\s,\[\]{}="'#]+)
      | (?P<mark>[\[\]{}=])''',
    re.VERBOSE | re.DOTALL,
)


def line_of(text: str, where: Location) -> int:
    """The line of a location such as ("category", 0, "all", 2), or of the nearest thing around it."""
    lines = _Positions(text).lines
    return next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), 1)


class _Positions:
    """Walks through the text once; `lines` tells where every table, key and element begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Location, int] = {}
        self._last: dict[Location, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        table: Location = ()
        while self._at < len(self._tokens):
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _next(self) -> str:
        return self._tokens[self._at][0]

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _mark(self, where: Location) -> None:
        self.lines[where] = self._tokens[self._at][1]

    def _header(self) -> Location:
        """`[name]`, or `[[name]]` for one more element of an array of tables."""
        begin = self._at
        while self._next() in "[]":
            self._take()
        *above, name = self._take().split(".")
        table: Location = ()
        for part in above:
            table += (part,)
            table += (self._last[table],) if table in self._last else ()
        table += (name,)
        is_array = self._at - begin > 2
        if is_array:
            self._last[table] = self._last.get(table, -1) + 1
            table += (self._last[table],)
        self._at -= 1
        self._mark(table)
        self._at += 3 if is_array else 2
        return table

    def _pair(self, table: Location) -> None:
        begin = self._at
        keys = self._take().strip("\"'").split(".")
        self.lines[(*table, *keys)] = self._tokens[begin][1]
        self._take()
        self._value((*table, *keys))

    def _value(self, where: Location) -> None:
        self.lines.setdefault(where, self._tokens[self._at][1])
        opening = self._take()
        if opening == "[":
            n = 0
            while self._next() != "]":
                self._value((*where, n))
                n += 1
            self._take()
        elif opening == "{":
            while self._next() != "}":
                self._pair(where)
            self._take()


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """(token, its line), without blanks, commas and comments."""
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "blank":
            yield match[0], line
        line += match[0].count("\n")
