"""Small forms of pages that join rooms; the acts themselves bring the forms of their rooms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act, void_row
from jiceng.core.forms import ActForm, DayField, RowActForm, TextField
from jiceng.employment.models import Employment
from jiceng.policy.duties import Owed
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.policy.waivers import ask_waiver
from jiceng.regions.models import Office, Region
from jiceng.residents.choices import DECLINED
from jiceng.residents.forms import DepartureForm, fact_fields
from jiceng.residents.models import Facts, Resident
from jiceng.residents.services import Refusals, Shown, correct_facts, open_household, record_facts

REASON_LENGTH = 200
HOUSEHOLD, HOUSEHOLD_NUMBER = "household", "household_number"  # the fact, and the entry that names it
WAIVED, POSTPONED = "waived", "postponed"
CHANGED, CORRECTED = "changed", "corrected"


class ReasonForm(forms.Form):
    """Why something out of the ordinary is done."""

    reason = TextField(longest=REASON_LENGTH, label="理由")


class VoidForm(RowActForm):
    """Why a row of a register is wrong."""

    reason = TextField(longest=REASON_LENGTH, label="作废原因")

    def act(self) -> Act[Any]:
        """Void it."""
        return void_row(**self.call, row=self.row, reason=self.cleaned_data["reason"])


class EndOfStayForm(DepartureForm):
    """Death or departure; of who is at work it asks the last day, which a death ends."""

    def __init__(self, *args: Any, job: Employment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if job is not None:
            self.fields["job_last_day"] = DayField(
                label="最后工作日", required=False, help_text="死亡时终止就业；不填为死亡日期的前一天"
            )


class WaiverForm(ActForm):
    """Why a duty should not be owed, or be due later. `act` gives the waiver, which waits for an answer."""

    kind = forms.ChoiceField(label="申请", choices=[(WAIVED, "免办"), (POSTPONED, "延期")], initial=WAIVED)
    last = DayField(label="免办至", help_text="这一天及以前到期的都不再要求办理")
    postponed_to = DayField(label="延期至", required=False, help_text="仅在申请延期时填写")
    reason = TextField(longest=REASON_LENGTH, label="理由")

    def __init__(self, *args: Any, duty: Duty, owed: Owed, **kwargs: Any) -> None:
        self.duty, self.owed = duty, owed
        super().__init__(*args, **kwargs)
        self.fields["last"].initial = owed.due
        self.fields["reason"].widget.attrs["autofocus"] = True
        if duty.every is None:
            del self.fields["last"]  # there is but one due day
        if duty.final:
            # Proof of it belongs to its period: later there is nothing to be done any more.
            del self.fields["kind"], self.fields["postponed_to"]

    def mistakes(self) -> Mapping[str, str]:
        """An extension needs its day."""
        entered = self.cleaned_data
        if entered.get("kind") == POSTPONED and not entered["postponed_to"]:
            return {"postponed_to": "请填写延期至哪一天"}
        return {}

    def act(self) -> Waiver:
        """Ask for it."""
        entered, owed = self.cleaned_data, self.owed
        later = entered["postponed_to"] if entered.get("kind") == POSTPONED else None
        return ask_waiver(
            actor=self.actor,
            duty=owed.duty,
            subject=owed.subject,
            subject_id=owed.subject_id,
            path=owed.path,
            start=owed.due,
            last=owed.due if later else entered.get("last", owed.due),
            reason=entered["reason"],
            postponed_to=later,
        )


class FactForm(ActForm):
    """One fact of a resident: its value from a day on, or what it should have been all along."""

    kind = forms.ChoiceField(
        label="修改方式", choices=[(CHANGED, "情况变动，自"), (CORRECTED, "更正原来的登记")], initial=CHANGED
    )
    on = DayField(label="变动日期", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    lock_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, name: str, resident: Resident, latest: Facts, refusals: Refusals, **kwargs: Any
    ) -> None:
        self.name, self.resident, self.latest, self.refusals = name, resident, latest, refusals
        super().__init__(*args, auto_id="fact_%s", **kwargs)
        for each in ("kind", "on"):  # they stand in a line of text, without labels
            self.fields[each].widget.attrs["aria-label"] = self.fields[each].label
        self.fields["value"] = fact_fields()[HOUSEHOLD_NUMBER if name == HOUSEHOLD else name]
        self.initial |= {
            "value": self._shown(),
            "on": self.today,
            "version": latest.pk,
            "lock_version": latest.lock_version,
        }

    def clean(self) -> dict[str, Any]:
        """A change needs its day."""
        cleaned = super().clean()
        if cleaned.get("kind") == CHANGED and "on" in cleaned and not cleaned["on"]:
            self.add_error("on", "请填写变动日期")
        if cleaned.get("kind") == CORRECTED and cleaned.get("value") == DECLINED:
            self.add_error("kind", "拒答属于某日询问的结果，请按“情况变动”登记询问日期")
        return cleaned

    def act(self) -> Act[Facts]:
        """Record the change, or the correction."""
        entered = self.cleaned_data
        shown = Shown(entered["version"], entered["lock_version"])
        is_declined = entered["value"] == DECLINED
        changes = {} if is_declined else {self.name: self._value()}
        if entered["kind"] == CORRECTED:
            # Only the latest version stands in the grid; another one since then is a conflict all the same.
            version = Facts.objects.filter(resident=self.resident, pk=shown.version_id).first() or self.latest
            return correct_facts(
                **self.call, version=version, changes=changes, lock_version=shown.lock_version
            )
        return record_facts(
            **self.call,
            resident=self.resident,
            on=entered["on"],
            changes=changes,
            declined=[self.name] if is_declined else [],
            surveyor=str(self.actor.user),
            shown=shown,
        )

    def _shown(self) -> Any:
        """What stands now; a fact that was declined shows as that."""
        if self.name == HOUSEHOLD:
            return _number_of(self.latest)
        value = getattr(self.latest, self.name)
        return DECLINED if value is None and self.name in self.refusals else value

    def _value(self) -> Any:
        value = self.cleaned_data["value"]
        if self.name != HOUSEHOLD:
            return value
        return open_household(**self.call, region=self.resident.region, number=value) if value else None


class FindForListForm(forms.Form):
    """Whom to put on a list: by community, building, household numbers, or the lack of an officer."""

    place = forms.ModelChoiceField(
        Region.objects.none(), label="社区", required=False, empty_label="全部", to_field_name="code"
    )
    building = TextField(longest=40, label="现住址包含", required=False, help_text="如“3号楼”")
    households = TextField(
        longest=400, label="家庭编号", required=False, help_text="可填多个，用空格或顿号隔开"
    )
    only_unassigned = forms.BooleanField(label="只列尚无责任人的", required=False, initial=True)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Region.objects.within(office.region.path).communities().filter(closed_on=None)
        self.fields["place"].queryset = here.order_by("path")
        if office.region.is_community:
            del self.fields["place"]

    def clean_households(self) -> list[str]:
        """The numbers."""
        return (
            re.split(r"[\s、,，]+", self.cleaned_data["households"].strip())
            if self.cleaned_data["households"]
            else []
        )

    def clean(self) -> dict[str, Any]:
        """Something is asked for; in a community there is no choice of place."""
        cleaned = super().clean() or {}
        return {"place": None, **cleaned}


def _number_of(latest: Facts) -> str:
    return latest.household.number if latest.household else ""
