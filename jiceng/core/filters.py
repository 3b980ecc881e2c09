"""Filters of a ledger: ordinary django-filter sets that know the business date and who asks.

A filter never takes a name or a number of a person: what is filtered by stands in the address.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms

from jiceng.core.pages import Acting

ANY = "全部"


class LedgerFilters(django_filters.FilterSet):  # type: ignore[misc]
    """Base of the filters of a ledger; methods read `self.today` and `self.actor`."""

    @property
    def today(self) -> dt.date:
        """The business date."""
        day: dt.date = self.request.today
        return day

    @property
    def actor(self) -> Acting:
        """Who asks."""
        actor: Acting = self.request.actor
        return actor

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows under the valid filters: a value that makes no sense is shown as wrong and not applied."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def get_form_class(self) -> Any:
        """The form, without lists that offer nothing to choose from."""
        made = super().get_form_class()
        offers = {name: getattr(each, "choices", None) for name, each in made.base_fields.items()}
        for name, choices in offers.items():
            if choices is not None and len(list(choices)) < 2:
                del made.base_fields[name]
        return made

    @property
    def qs(self) -> Any:
        """The filtered rows."""
        if not hasattr(self, "_qs"):
            self.errors  # noqa: B018 - cleans the form
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs


def choice(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    """A filter by one value of a list."""
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=ANY, **options)


def number(label: str, *, method: str, least: int = 0, most: int = 150) -> django_filters.NumberFilter:
    """A filter by a small whole number."""
    limits = {"inputmode": "numeric"}
    return django_filters.NumberFilter(
        label=label,
        method=method,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs=limits),
    )


def day(label: str, field: str, lookup: str) -> django_filters.DateFilter:
    """A filter by a day: `lookup` is gte or lte."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, field_name=field, lookup_expr=lookup, widget=widget)


def prefix(label: str, field: str, **attrs: Any) -> django_filters.CharFilter:
    """A filter by how a text begins, as a range that an index answers."""
    return django_filters.CharFilter(
        label=label,
        field_name=field,
        lookup_expr="prefix",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 40, **attrs}),
    )
