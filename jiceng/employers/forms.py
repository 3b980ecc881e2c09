"""Forms of the register of employers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core import parsing
from jiceng.core.forms import ActForm, ParsedField, RowActForm, field_of
from jiceng.core.scope import Scope
from jiceng.employers import rules
from jiceng.employers.models import Employer
from jiceng.employers.services import COUNTS, DETAILS, amend_employer, register_employer
from jiceng.regions.models import Region


def credit_code_field(*, required: bool) -> ParsedField:
    """A unified social credit code, with its check digit."""
    return ParsedField(
        parsing.credit_code,
        blank="",
        attrs={"maxlength": 24, "spellcheck": "false"},
        label="统一社会信用代码",
        required=required,
    )


def place_field(reach: Scope, today: Any) -> forms.ModelChoiceField:
    """A choice among the regions of a post, down to the communities; the highest to begin with."""
    offered = Region.objects.existing_on(today).filter(path__gte=reach.lo, path__lt=reach.hi).order_by("path")
    field = forms.ModelChoiceField(offered, label="所属区划", empty_label=None)
    field.initial = offered.values_list("pk", flat=True).first()
    return field


class EmployerForm(ActForm):
    """A new employer."""

    field_order = ["credit_code", "name", "region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_code"] = credit_code_field(required=True)
        self.fields["region"] = place_field(self.actor.scope, self.today)
        self.fields.update({name: field_of(Employer, name, required=name == "name") for name in DETAILS})
        self.order_fields(self.field_order)

    def mistakes(self) -> Mapping[str, str]:
        """Counts within the headcount."""
        return rules.wrong_headcount(*(self.cleaned_data[count] for count in COUNTS))

    def act(self) -> Act[Employer]:
        """Register it."""
        return register_employer(**self.call, **self.cleaned_data)


class AmendEmployerForm(RowActForm):
    """Details of an employer brought up to date."""

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        shown = {name: getattr(employer, name) for name in DETAILS}
        super().__init__(*args, row=employer, initial=shown, **kwargs)
        self.fields.update({name: field_of(Employer, name, required=name == "name") for name in DETAILS})

    def mistakes(self) -> Mapping[str, str]:
        """Counts within the headcount."""
        return rules.wrong_headcount(*(self.cleaned_data[count] for count in COUNTS))

    def act(self) -> Act[Employer]:
        """Amend it."""
        return amend_employer(**self.call, employer=self.row, **self.entered)
