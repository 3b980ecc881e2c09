"""Forms of urgent placement and of checking whether a job is stable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiceng.accounts.acts import Act
from jiceng.assistance.choices import UrgentEnd
from jiceng.assistance.models import StabilityCheck, UrgentNeed
from jiceng.assistance.services import check_stability, end_urgent, mark_urgent
from jiceng.core.forms import ActForm, ChosenField, DayField, RowActForm, TextField, field_of
from jiceng.core.registers import mistakes
from jiceng.employment.models import Employment
from jiceng.residents.models import Resident
from jiceng.residents.rules import wrong_day

REASON_LENGTH = UrgentNeed._meta.get_field("reason").max_length or 0


class UrgentForm(ActForm):
    """A person marked as in urgent need of a job."""

    reason = TextField(longest=REASON_LENGTH, label="困难情况", help_text="如生活困难、家庭变故")
    on = DayField(label="标记日期", help_text="安置期限自该日起算")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        day = {"today": self.today, "birth": self.resident.birth}
        return mistakes(on=wrong_day(self.cleaned_data["on"], **day))

    def act(self) -> Act[UrgentNeed]:
        """Mark the person."""
        return mark_urgent(**self.call, resident=self.resident, **self.cleaned_data)


class EndUrgentForm(RowActForm):
    """The end of urgent placement without a job."""

    on = DayField(label="终止日期", help_text="已就业的无需填写，登记就业后自动终止")
    reason = ChosenField(choices=UrgentEnd.choices, nothing="请选择", label="终止原因")

    def __init__(self, *args: Any, need: UrgentNeed, **kwargs: Any) -> None:
        super().__init__(*args, row=need, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return mistakes(on=wrong_day(self.entered["on"], today=self.today))

    def act(self) -> Act[UrgentNeed]:
        """End it."""
        return end_urgent(**self.call, need=self.row, **self.entered)


class CheckForm(ActForm):
    """What was seen of a job."""

    on = DayField(label="核查日期")
    monthly_income = field_of(StabilityCheck, "monthly_income", help_text="元；空白表示未询问")
    has_licence = field_of(StabilityCheck, "has_licence")
    is_insured = field_of(StabilityCheck, "is_insured")

    def __init__(self, *args: Any, job: Employment, **kwargs: Any) -> None:
        self.row = job
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        return mistakes(on=wrong_day(self.cleaned_data["on"], today=self.today))

    def act(self) -> Act[StabilityCheck]:
        """Record it."""
        return check_stability(**self.call, job=self.row, **self.cleaned_data)
