"""Forms of households that split, merge, take somebody in or get another head."""

from __future__ import annotations

from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, ChosenField, DayField, IdentityField, TextField
from jiceng.core.secrets import digester
from jiceng.residents.choices import HouseholdRelation
from jiceng.residents.forms.visiting import PeopleField
from jiceng.residents.models import Household, Resident
from jiceng.residents.services import (
    HouseholdRefused,
    join_household,
    members_on,
    merge_households,
    set_relations,
    split_household,
)

NUMBER_LENGTH = Household._meta.get_field("number").max_length or 0


class HouseholdForm(ActForm):
    """Base: a change of a household from a day."""

    on = DayField(label="变更日期")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        self.household = household
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today
        self.people = members_on(household, self.today)


class SplitForm(HouseholdForm):
    """Who goes on under which number, and who is the head there."""

    number = TextField(longest=NUMBER_LENGTH, label="新的家庭编号")
    field_order = ["members", "number", "head", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Resident.objects.filter(pk__in=[each.resident_id for each in self.people])
        self.fields["members"] = PeopleField(
            offered.order_by("birth", "pk"),
            on=self.today,
            label="分出的成员",
            widget=forms.CheckboxSelectMultiple,
        )
        choices = [(each.resident_id, each.resident.name) for each in self.people]
        self.fields["head"] = ChosenField(
            choices=choices, nothing="未询问", label="新户户主", required=False, coerce=int
        )
        self.order_fields(self.field_order)

    def act(self) -> Act[Household]:
        """Split it."""
        said = self.cleaned_data
        head = next((each for each in said["members"] if each.pk == said["head"]), None)
        if said["head"] and head is None:
            raise HouseholdRefused("新户户主应是分出的成员", "head")
        call = {"members": list(said["members"]), "number": said["number"], "head": head, "on": said["on"]}
        return split_household(**self.call, household=self.household, **call)


class MergeHouseholdsForm(HouseholdForm):
    """Into which household of the community all members go."""

    number = TextField(longest=NUMBER_LENGTH, label="并入的家庭编号")
    field_order = ["number", "on"]

    def act(self) -> Act[Household]:
        """Merge it."""
        here = Household.objects.filter(region=self.household.region_id)
        into = here.filter(number=self.cleaned_data["number"]).first()
        if into is None:
            raise HouseholdRefused("本社区没有这个家庭编号", "number")
        return merge_households(**self.call, household=self.household, into=into, on=self.cleaned_data["on"])


class JoinForm(HouseholdForm):
    """Which resident of the community lives here from a day."""

    number = IdentityField(label="入户居民的公民身份号码")
    relation = ChosenField(choices=HouseholdRelation.choices, label="与户主关系", required=False)
    field_order = ["number", "relation", "on"]

    def act(self) -> Act[Household]:
        """Take the person in."""
        said = self.cleaned_data
        resident = Resident.objects.filter(number_digest=digester().digest(said["number"])).first()
        if resident is None:
            raise HouseholdRefused("管辖范围内没有登记该号码的居民", "number")
        call = {"resident": resident, "relation": said["relation"], "on": said["on"]}
        return join_household(**self.call, household=self.household, **call)


class RelationsForm(HouseholdForm):
    """The relation of every member to the head, of whom there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.people:
            self.fields[_field_of(each.resident_id)] = ChosenField(
                choices=HouseholdRelation.choices,
                label=each.resident.name,
                required=False,
                initial=each.relation,
            )
        self.order_fields([*(_field_of(each.resident_id) for each in self.people), "on"])

    def act(self) -> Act[Household]:
        """Record them."""
        said = self.cleaned_data
        relations = {each.resident_id: said[_field_of(each.resident_id)] for each in self.people}
        return set_relations(**self.call, household=self.household, relations=relations, on=said["on"])


def _field_of(pk: int) -> str:
    return f"relation_{pk}"
