"""Forms of who answers for residents, and of closing the change list of a quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.accounts.models import User
from jiceng.core.forms import ActForm, DayField, TextField
from jiceng.core.registers import mistakes
from jiceng.core.spans import Period
from jiceng.regions.models import Region
from jiceng.residents import rules
from jiceng.residents.models import Assignment, ChangeListClosure, Resident
from jiceng.residents.services import assign_officer, caseload, close_change_list, hand_over, officers_for

AREA_LENGTH = Assignment._meta.get_field("area").max_length or 0
AREA_HELP = "楼栋、网格或名单的名称，可不填"


class AssignForm(ActForm):
    """An officer who answers for residents from a day; offered are those with a post where they live."""

    officer = forms.ModelChoiceField(User.objects.none(), label="责任人", empty_label="请选择")
    on = DayField(label="起始日期")
    area = TextField(longest=AREA_LENGTH, label="片区", required=False, help_text=AREA_HELP)

    def __init__(self, *args: Any, residents: Sequence[Resident], **kwargs: Any) -> None:
        self.residents = residents
        super().__init__(*args, **kwargs)
        able = [{user.pk for user in officers_for(path, self.today)} for path in {r.path for r in residents}]
        ids = set.intersection(*able) if able else set()
        self.fields["officer"].queryset = User.objects.filter(pk__in=ids).order_by("name", "pk")
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return mistakes(on=rules.wrong_day(self.cleaned_data["on"], today=self.today))

    def act(self) -> Act[Assignment]:
        """Let the officer answer."""
        return assign_officer(**self.call, residents=self.residents, **self.cleaned_data)


class HandOverForm(ActForm):
    """A whole caseload, or one area of it, handed to another officer with a post in every place of it."""

    to = forms.ModelChoiceField(User.objects.none(), label="接收人", empty_label="请选择")
    on = DayField(label="移交日期", help_text="自该日起由接收人负责")

    def __init__(self, *args: Any, officer: User, area: str | None, **kwargs: Any) -> None:
        self.officer, self.area = officer, area
        super().__init__(*args, **kwargs)
        places = caseload(officer, self.today, area).values_list("path", flat=True).distinct()
        able = [{user.pk for user in officers_for(path, self.today)} for path in places]
        ids = set.intersection(*able) - {officer.pk} if able else set()
        self.fields["to"].queryset = User.objects.filter(pk__in=ids).order_by("name", "pk")
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return mistakes(on=rules.wrong_day(self.cleaned_data["on"], today=self.today))

    def act(self) -> Act[Assignment]:
        """Hand it over."""
        return hand_over(**self.call, officer=self.officer, area=self.area, **self.cleaned_data)


class CloseChangeListForm(ActForm):
    """The change list of a quarter, worked through: closed today unless told otherwise."""

    on = DayField(label="办结日期")

    def __init__(self, *args: Any, region: Region, period: Period, **kwargs: Any) -> None:
        self.region, self.period = region, period
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day, and the quarter."""
        wrong = rules.wrong_closing(self.period, self.cleaned_data["on"], today=self.today)
        return mistakes(on=wrong)

    def act(self) -> Act[ChangeListClosure]:
        """Close it."""
        return close_change_list(
            **self.call, region=self.region, period=self.period, on=self.cleaned_data["on"]
        )
