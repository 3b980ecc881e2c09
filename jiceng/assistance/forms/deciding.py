"""Forms of determinations of hardship and of recognitions of zero-employment households."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiceng.accounts.acts import Act
from jiceng.assistance import rules
from jiceng.assistance.choices import ExitReason
from jiceng.assistance.models import Determination, Recognition
from jiceng.assistance.services import (
    Candidacy,
    candidacy,
    categories_in_force,
    determine,
    end_determination,
    end_recognition,
    household_found,
    recognise_household,
    suggested_category,
)
from jiceng.core.forms import ActForm, ChosenField, DayField, RowActForm, TextField
from jiceng.core.registers import mistakes
from jiceng.residents.models import Household, Resident
from jiceng.residents.rules import wrong_day

BASIS_LENGTH = 200
BASIS_HELP = "登记信息不符合认定条件时，写明所依据的材料"


class DetermineForm(ActForm):
    """A determination of a resident; the first category whose rule the person meets is chosen before."""

    on = DayField(label="认定日期")
    basis = TextField(longest=BASIS_LENGTH, label="认定依据", required=False, help_text=BASIS_HELP)
    field_order = ["category", "on", "basis"]

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        offered = categories_in_force(resident.region, self.today)
        self.fields["category"] = ChosenField(
            choices=[(label, label) for label in offered], nothing="请选择", label="类别"
        )
        self.fields["category"].initial = suggested_category(resident, self.today)
        self.fields["on"].initial = self.today
        self.order_fields(self.field_order)

    @property
    def candidacies(self) -> list[tuple[str, Candidacy]]:
        """Each category with its rule, the article, and whether the facts on file meet it today."""
        offered = categories_in_force(self.resident.region, self.today)
        found = [(category, candidacy(self.resident, category, self.today)) for category in offered]
        return [(category, rule) for category, rule in found if rule is not None]

    def mistakes(self) -> Mapping[str, str]:
        """The day; category and basis are asked by the service against the packs of that day."""
        day = {"today": self.today, "birth": self.resident.birth}
        return mistakes(on=wrong_day(self.cleaned_data["on"], **day))

    def act(self) -> Act[Determination]:
        """Determine."""
        return determine(**self.call, resident=self.resident, **self.cleaned_data)


class RecogniseForm(ActForm):
    """The recognition of a household as one without employment."""

    on = DayField(label="认定日期", help_text="自该日起20天内应有成员就业")
    basis = TextField(longest=BASIS_LENGTH, label="认定依据", required=False, help_text=BASIS_HELP)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        self.household = household
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    @property
    def found(self) -> Candidacy | None:
        """Whether the rule finds the household today, with its article."""
        return household_found(self.household, self.today)

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return mistakes(on=wrong_day(self.cleaned_data["on"], today=self.today))

    def act(self) -> Act[Recognition]:
        """Recognise."""
        return recognise_household(**self.call, household=self.household, **self.cleaned_data)


class ExitForm(RowActForm):
    """The end of a determination or a recognition, with a reason."""

    on = DayField(label="退出日期", help_text="不再享受援助的首日")
    reason = ChosenField(choices=ExitReason.choices, nothing="请选择", label="退出原因")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day, and the reason."""
        entered = self.entered
        return rules.wrong_exit(entered["on"], entered["reason"], start=self.row.start, today=self.today)


class EndDeterminationForm(ExitForm):
    """The end of a determination."""

    def __init__(self, *args: Any, determination: Determination, **kwargs: Any) -> None:
        super().__init__(*args, row=determination, **kwargs)

    def act(self) -> Act[Determination]:
        """End it."""
        return end_determination(**self.call, determination=self.row, **self.entered)


class EndRecognitionForm(ExitForm):
    """The end of a recognition."""

    def __init__(self, *args: Any, recognition: Recognition, **kwargs: Any) -> None:
        super().__init__(*args, row=recognition, **kwargs)

    def act(self) -> Act[Recognition]:
        """End it."""
        return end_recognition(**self.call, recognition=self.row, **self.entered)
