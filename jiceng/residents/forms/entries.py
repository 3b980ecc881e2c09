"""Entries that several forms have: the facts of a resident, and a community of the officer's region."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from jiceng.core.forms import ChosenField, DayField, ParsedField, TextField, field_of
from jiceng.core.scope import Scope
from jiceng.regions.models import Region
from jiceng.residents.choices import DECLINED
from jiceng.residents.models import Facts, Household
from jiceng.residents.services import FACTS

HOUSEHOLD_NUMBER = "household_number"
# In the order of the labour-force ledger, the place and the people first.
ORDER = ("household_number", *FACTS)


def fact_fields() -> dict[str, forms.Field]:
    """An entry for every fact, and for the number of the household; a fact may also be `DECLINED`."""
    longest = Household._meta.get_field("number").max_length or 0
    number = TextField(longest=longest, label="家庭编号", required=False)
    return {HOUSEHOLD_NUMBER: number, **{name: _declinable(field_of(Facts, name)) for name in FACTS}}


def _declinable(field: forms.Field) -> forms.Field:
    """Let an entry be answered with 拒答: a choice of the list, or typed where there is none."""
    if isinstance(field, ChosenField):
        read = field.coerce
        field.coerce = lambda text: DECLINED if text == DECLINED else read(text)
        field.choices = [*field.choices, (DECLINED, DECLINED)]
    elif isinstance(field, ParsedField):
        parse = field.parse
        field.parse = lambda text: DECLINED if (text or "").strip() == DECLINED else parse(text)
    return field


def community_field(reach: Scope, today: dt.date, label: str = "所属社区") -> forms.ModelChoiceField:
    """A choice among the communities of a region; hidden where there is only one."""
    communities = Region.objects.communities().existing_on(today)
    offered = communities.filter(path__gte=reach.lo, path__lt=reach.hi).order_by("path")
    field = forms.ModelChoiceField(offered, label=label, empty_label=None)
    first_two = list(offered[:2])
    if len(first_two) == 1:
        field.initial, field.widget = first_two[0].pk, forms.HiddenInput()
    return field


class FactEntries(forms.Form):
    """Mixin: entries for the facts, the day of the survey and who made it."""

    surveyed_on = DayField(label="调查日期")
    surveyor = TextField(
        longest=Facts._meta.get_field("surveyor").max_length or 0, label="核实人", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fact_fields())

    @property
    def facts(self) -> dict[str, Any]:
        """What was entered, by name of the fact; nothing where the person declined."""
        entered = {name: self.cleaned_data[name] for name in FACTS}
        return {name: None if value == DECLINED else value for name, value in entered.items()}

    @property
    def declined(self) -> list[str]:
        """The facts that the person would not state."""
        return [name for name in FACTS if self.cleaned_data[name] == DECLINED]
