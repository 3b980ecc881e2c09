"""The place as a filter of ledgers: regions below the officer's own, two levels at a time."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from jiceng.core.filters import ANY, LedgerFilters
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.regions.models import Region
from jiceng.regions.rules import LEVELS

INDENT = "　"


class PlaceFilter(django_filters.ChoiceFilter):
    """A filter by region: `field_name` is the column of the path.

    It offers the children and grandchildren of the officer's region, the chosen one and its children; a code
    outside the officer's range is no choice. Without any region below there is no filter.
    """

    def __init__(self, field_name: str = "path", label: str = "所属区划", **options: Any) -> None:
        super().__init__(field_name=field_name, label=label, empty_label=ANY, **options)

    @property
    def field(self) -> Any:
        """The form field, with the regions of this request."""
        if not hasattr(self, "_field"):
            filters: LedgerFilters = self.parent
            offered = _offered(filters, filters.data.get(self._name_in(filters), "") if filters.data else "")
            self.paths = {code: path for code, path, _, _ in offered}
            top = min((level for _, _, level, _ in offered), default=0)
            self.extra["choices"] = [
                (code, INDENT * (level - top) + name) for code, _, level, name in offered
            ]
        return super().field

    def filter(self, qs: Any, value: str) -> Any:
        """The rows that lie in the region."""
        if not value:
            return qs
        path = self.paths[value]
        return qs.filter(
            **{f"{self.field_name}__gte": path, f"{self.field_name}__lt": path + AFTER_ALL_PATHS}
        )

    def _name_in(self, filters: LedgerFilters) -> str:
        return next(name for name, each in filters.filters.items() if each is self)


def _offered(filters: LedgerFilters, chosen: str) -> list[tuple[str, str, int, str]]:
    """Code, path, level and name of the regions to choose from."""
    own = filters.actor.scope.lo
    depth = LEVELS.index(len(own)) + 1 if own else 0
    below = Q(level__in=[depth + 1, depth + 2])
    if chosen:
        below |= Q(code=chosen) | Q(parent__code=chosen)
    regions = Region.objects.within(own).existing_on(filters.today).filter(below).exclude(path=own)
    return list(regions.order_by("path").values_list("code", "path", "level", "name"))
