"""Paging by key: the rows after or before a row, in the order of one sort column and a unique key.

A page deep in the register costs as much as the first one. The address names the row at the border by its
key only, so that no name or number stands in it; what it sorts by is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable

PAGE_SIZE = 50
COUNT_LIMIT = 10_000


class RowComparison(Func):
    """`(sort, key) > (x, y)`, which PostgreSQL answers from one index; `>` or `<` by `direction`.

    The same as `sort > x OR (sort = x AND key > y)`, which it answers by reading everything before.
    """

    output_field = BooleanField()

    def __init__(
        self, sort: Combinable, key: Combinable, x: Combinable, y: Combinable, *, direction: str
    ) -> None:
        super().__init__(sort, key, x, y)
        if direction not in ("<", ">"):
            raise ValueError(direction)
        self.direction = direction

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        sort, key, x, y = (sql for sql, _ in parts)
        return f"({sort}, {key}) {self.direction} ({x}, {y})", [p for _, params in parts for p in params]


@dataclass(frozen=True)
class Order:
    """The order of a list: a column that is never null, and the unique key that breaks ties."""

    sort: str
    key: str = "id"
    is_descending: bool = False

    def applied(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """The rows in this order, or from its end."""
        names = [self.sort] if self.sort == self.key else [self.sort, self.key]
        descending = self.is_descending != backwards
        return rows.order_by(*(f"-{name}" if descending else name for name in names))

    def beyond(
        self, rows: QuerySet[Any], border: tuple[Any, Any], *, backwards: bool = False
    ) -> QuerySet[Any]:
        """The rows after the border (its values of sort and key), or before it."""
        is_less = self.is_descending != backwards
        x, y = border
        # The plain condition lets the index start at the border also where the key is another table's.
        rows = rows.filter(**{f"{self.sort}__{'lte' if is_less else 'gte'}": x})
        compared = RowComparison(
            F(self.sort), F(self.key), Value(x), Value(y), direction="<" if is_less else ">"
        )
        return rows.filter(compared)


@dataclass(frozen=True)
class Window:
    """One page of rows, and the keys from which the neighbouring pages start (None = there is none)."""

    rows: list[Any]
    before: Any = None
    after: Any = None


def window(
    rows: QuerySet[Any],
    order: Order,
    *,
    every: QuerySet[Any],
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Window:
    """The page of the rows after or before a key, else the first page.

    `every` are the rows before filtering: the row at the border may have left the filter meanwhile. A key
    that is no row's gives the first page.
    """
    backwards = bool(before)
    border = _border(every, order, before or after)
    found = order.applied(rows, backwards=backwards and border is not None)
    if border is not None:
        found = order.beyond(found, border, backwards=backwards)
    page = list(found[: size + 1])
    has_more = len(page) > size
    page = page[:size]
    if border is None:
        return Window(page, None, _key(page[-1], order) if has_more else None)
    if backwards:
        page.reverse()
    is_first, is_last = (backwards and not has_more), (not backwards and not has_more)
    return Window(
        page,
        None if is_first or not page else _key(page[0], order),
        None if is_last or not page else _key(page[-1], order),
    )


def _border(rows: QuerySet[Any], order: Order, key: str) -> tuple[Any, Any] | None:
    if not key.isdecimal() or len(key) > len(str(2**63 - 1)) - 1:
        return None
    return rows.filter(**{order.key: int(key)}).values_list(order.sort, order.key).first()


def _key(row: Any, order: Order) -> Any:
    value = row
    for name in order.key.split("__"):
        value = getattr(value, name)
    return value


def capped_count(rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> int:
    """How many rows there are, at most one more than the limit."""
    return rows.order_by()[: limit + 1].count()
