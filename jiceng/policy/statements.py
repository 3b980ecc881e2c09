"""SQL text with its parameters, in the order in which they stand in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from jiceng.policy.given import Given
from jiceng.policy.vocabulary import Rows


@dataclass(frozen=True)
class Statement:
    """A piece of SQL and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, rows: Rows) -> Statement:
        """A queryset as SQL."""
        sql, params = rows.query.sql_with_params()
        return cls(sql, tuple(params))

    @classmethod
    def joined(cls, parts: Iterable[Statement], between: str = " union all ") -> Statement:
        """Several pieces with the same text between them."""
        parts = list(parts)
        return cls(between.join(p.sql for p in parts), tuple(x for p in parts for x in p.params))

    def within(self, template: str, *params: Any) -> Statement:
        """This piece in the place of `{}` in a template whose own parameters come after it."""
        return Statement(template.replace("{}", self.sql), (*self.params, *params))

    def given(self, values: Mapping[str, Any]) -> Statement:
        """This piece with values in the places left for them."""
        return replace(self, params=tuple(values[p.name] if isinstance(p, Given) else p for p in self.params))

    def fetch(self) -> list[tuple[Any, ...]]:
        """All rows."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return cursor.fetchall()
