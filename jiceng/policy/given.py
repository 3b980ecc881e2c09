"""Values that a compiled statement is given each time it runs: days and places.

To compile the querysets of a report takes several times as long as PostgreSQL needs to answer it for a
community. So they are compiled once a process, with `Given` where days and places will stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, DateField, Expression, F, Field, Func, Value


class Given(Expression):
    """The place of a value in a statement; `Statement.given` puts the value there."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class OneOf(Func):
    """`column = any(list)`: the text stays the same however long the list is."""

    output_field = BooleanField()

    def __init__(self, column: str, values: Given | Sequence[Any]) -> None:
        super().__init__(F(column), values if isinstance(values, Given) else Value(list(values)))

    def as_sql(  # type: ignore[override]  # a function of two arguments, whatever else is asked for
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        (column, _), (values, params) = (compiler.compile(each) for each in self.get_source_expressions())
        return f"{column} = any({values})", tuple(params)


def given_day(name: str) -> Given:
    """The place of a day."""
    return Given(name, DateField())
