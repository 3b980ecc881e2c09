"""Forms of a new resident, of what a survey found, and of a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, IdentityField, IdentityShown, RowActForm, TextField
from jiceng.core.registers import mistakes
from jiceng.residents import rules
from jiceng.residents.forms.entries import HOUSEHOLD_NUMBER, FactEntries, community_field
from jiceng.residents.models import Facts, Resident
from jiceng.residents.services import (
    FACTS,
    Shown,
    correct_name,
    latest_version,
    open_household,
    record_facts,
    register_resident,
)

NAME_LENGTH = Resident._meta.get_field("name").max_length or 0


class RegisterResidentForm(IdentityShown, FactEntries, ActForm):
    """A new resident with household and first facts; the number fills sex and birth date."""

    number = IdentityField()
    name = TextField(longest=NAME_LENGTH, label="姓名")
    field_order = ["number", "name", "region", HOUSEHOLD_NUMBER, "relation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = community_field(self.actor.scope, self.today)
        self.fields["surveyed_on"].initial = self.today
        self.fields["surveyor"].initial = str(self.actor.user)
        self.order_fields(self.field_order)

    def mistakes(self) -> Mapping[str, str]:
        """The day of the survey."""
        birth = self.identity.birth if self.identity else None
        wrong = rules.wrong_day(self.cleaned_data["surveyed_on"], today=self.today, birth=birth)
        return mistakes(surveyed_on=wrong)

    @property
    def resident(self) -> dict[str, Any]:
        """The arguments of `register_resident` besides the place."""
        said = {name: self.cleaned_data[name] for name in ("number", "name", "surveyed_on", "surveyor")}
        household = {HOUSEHOLD_NUMBER: self.cleaned_data[HOUSEHOLD_NUMBER]}
        return {**said, **household, "declined": self.declined, **self.facts}

    def act(self) -> Act[Resident]:
        """Register the person."""
        return register_resident(**self.call, region=self.cleaned_data["region"], **self.resident)


class RecordFactsForm(FactEntries, ActForm):
    """What a survey of a day found. Only entries that the officer changed are changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lock_version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["surveyed_on", "surveyor", HOUSEHOLD_NUMBER, "relation"]

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        latest = latest_version(resident)
        household = latest.household.number if latest.household else ""
        shown = {name: getattr(latest, name) for name in FACTS}
        seen = {"version": latest.pk, "lock_version": latest.lock_version, HOUSEHOLD_NUMBER: household}
        super().__init__(*args, initial={**shown, **seen, **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.fields["surveyed_on"].initial = self.today
        self.fields["surveyor"].initial = str(self.actor.user)
        self.order_fields(self.field_order)

    def mistakes(self) -> Mapping[str, str]:
        """The day of the survey; against older ones the service asks."""
        birth = self.resident.birth
        wrong = rules.wrong_day(self.cleaned_data["surveyed_on"], today=self.today, birth=birth)
        return mistakes(surveyed_on=wrong)

    def act(self) -> Act[Facts]:
        """Record what changed."""
        entered = self.cleaned_data
        return record_facts(
            **self.call,
            resident=self.resident,
            on=entered["surveyed_on"],
            surveyor=entered["surveyor"],
            changes=self._changes(),
            declined=self.declined,
            shown=Shown(entered["version"], entered["lock_version"]),
        )

    def tell(self, wrong: Mapping[str, str]) -> None:
        """The day is called `surveyed_on` here."""
        super().tell({"surveyed_on" if name == "on" else name: text for name, text in wrong.items()})

    def _changes(self) -> dict[str, Any]:
        known = set(self.declined)
        changes = {
            name: self.cleaned_data[name] for name in FACTS if name in self.changed_data and name not in known
        }
        if HOUSEHOLD_NUMBER in self.changed_data:
            number = self.cleaned_data[HOUSEHOLD_NUMBER]
            region = self.resident.region
            changes["household"] = (
                open_household(**self.call, region=region, number=number) if number else None
            )
        return changes


class CorrectNameForm(RowActForm):
    """Another name for a resident."""

    name = TextField(longest=NAME_LENGTH, label="姓名")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, row=resident, initial={"name": resident.name}, **kwargs)

    def act(self) -> Act[Resident]:
        """Correct the name."""
        return correct_name(**self.call, resident=self.row, **self.entered)
