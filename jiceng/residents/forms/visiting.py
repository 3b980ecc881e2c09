"""The form of a visit or call: one for a whole household and several reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, ChosenField, DayField, TextField
from jiceng.core.registers import mistakes
from jiceng.residents import choices, rules
from jiceng.residents.models import Facts, Resident, Visit
from jiceng.residents.services import record_visit

CONTENT_LENGTH = Visit._meta.get_field("content").max_length or 0
VISITOR_LENGTH = Visit._meta.get_field("visitor").max_length or 0


def members_of(resident: Resident, on: dt.date) -> list[Resident]:
    """The person, then who else lives in the same household on a day, in the scope."""
    version = Facts.objects.filter(resident=resident).open_on(on).first()
    if version is None or version.household_id is None:
        return [resident]
    at_home = Facts.objects.filter(household=version.household_id).open_on(on).exclude(resident=resident)
    return [resident, *Resident.objects.filter(pk__in=at_home.values("resident")).order_by("birth", "pk")]


class PeopleField(forms.ModelMultipleChoiceField):
    """Several residents, named with their age."""

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def label_from_instance(self, resident: Resident) -> str:
        """Name and age."""
        return f"{resident.name}（{rules.age_on(resident.birth, self.on)}岁）"


class VisitForm(ActForm):
    """A visit to `people`, of whom the first is met unless told otherwise; `reasons` are ticked before."""

    on = DayField(label="日期")
    way = ChosenField(choices=choices.VisitWay.choices, nothing="请选择", label="方式")
    reasons = forms.MultipleChoiceField(
        choices=choices.VisitReason.choices, label="事由", widget=forms.CheckboxSelectMultiple
    )
    outcome = ChosenField(choices=choices.VisitOutcome.choices, nothing="请选择", label="走访结果")
    content = TextField(
        longest=CONTENT_LENGTH, label="内容", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    visitor = TextField(longest=VISITOR_LENGTH, label="走访人", required=False)
    field_order = ["people", "reasons", "way", "outcome", "on", "content", "visitor"]

    def __init__(
        self, *args: Any, people: Sequence[Resident], reasons: Sequence[str] = (), **kwargs: Any
    ) -> None:
        defaults = {"way": choices.VisitWay.PHONE, "outcome": choices.VisitOutcome.TALKED}
        initial = {**defaults, "reasons": list(reasons), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        offered = Resident.objects.filter(pk__in=[each.pk for each in people]).order_by("birth", "pk")
        first = [people[0].pk] if people else []
        widget = forms.CheckboxSelectMultiple if len(people) > 1 else forms.MultipleHiddenInput
        self.fields["people"] = PeopleField(
            offered, on=self.today, initial=first, widget=widget, label="走访对象"
        )
        self.fields["on"].initial = self.today
        self.fields["visitor"].initial = str(self.actor.user)
        self.order_fields(self.field_order)

    def mistakes(self) -> Mapping[str, str]:
        """The day, and what does not go together."""
        entered = self.cleaned_data
        wrong = rules.wrong_visit(entered["way"], entered["reasons"], entered["outcome"])
        return wrong | mistakes(on=rules.wrong_day(entered["on"], today=self.today))

    def act(self) -> Act[Visit]:
        """Record it for everybody who was ticked."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "people"}
        return record_visit(**self.call, residents=list(self.cleaned_data["people"]), **said)

    def tell(self, wrong: Mapping[str, str]) -> None:
        """Who was visited is called `people` here."""
        super().tell({"people" if name == "residents" else name: text for name, text in wrong.items()})
