"""SQL text with its parameters, in the order in which they stand in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from jiceng.policy.given import Given
from jiceng.policy.vocabulary import Rows


def attributes_of(model: type[Model], beside: str = "") -> list[str]:
    """The names of a model's columns and of those of one related row, for `Statement.instances`."""
    related: Any = model._meta.get_field(beside).related_model if beside else None
    return [*_own(model), *(f"{beside}__{name}" for name in (_own(related) if related else ()))]


@lru_cache
def _own(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


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

    def instances(self, model: type[Model], beside: str = "") -> list[Any]:
        """The rows, read by `attributes_of`, as instances; rows share a related instance."""
        own = _own(model)
        rows = self.fetch()
        found = [model.from_db(DEFAULT_DB_ALIAS, own, row[: len(own)]) for row in rows]
        if beside:
            other: Any = model._meta.get_field(beside).related_model
            distinct = {row[len(own) :] for row in rows}
            related = {row: other.from_db(DEFAULT_DB_ALIAS, _own(other), row) for row in distinct}
            for instance, row in zip(found, rows, strict=True):
                setattr(instance, beside, related[row[len(own) :]])
        return found

    def past_exclusions(self) -> Statement:
        """The same without the GiST indexes of exclusion constraints, for statements that look up row by row.

        The planner prefers them to the B-tree beside them, which is three times as fast. They hold the rows
        that are not voided; from this wording it cannot tell that they hold all that are wanted.
        """
        return replace(self, sql=self.sql.replace('"voided_at" IS NULL', '"voided_at" IS NULL IS TRUE'))
