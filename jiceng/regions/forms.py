"""Forms by which an administrator changes the region tree, and says where an office is found."""

from __future__ import annotations

from typing import Any

from django import forms

from jiceng.core import parsing
from jiceng.core.forms import DayField, TextField
from jiceng.regions.models import Level, Office, Region
from jiceng.regions.services import amend_office, close_region, open_region, rename_region

REASON_LENGTH = 150
NAME_LENGTH = 60


class ChangeForm(forms.Form):
    """Base: a change of a region from a day, by a document."""

    on = DayField(label="生效日期", help_text="新状态的第一天，不能晚于今天")
    document = TextField(longest=40, label="批准文号", required=False)
    reason = TextField(longest=REASON_LENGTH, label="变更理由")

    def __init__(self, *args: Any, region: Region, today: Any, **kwargs: Any) -> None:
        self.region, self.today = region, today
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today

    @property
    def said(self) -> dict[str, Any]:
        """Arguments that every change of the tree takes."""
        parts = (self.cleaned_data["document"], self.cleaned_data["reason"])
        reason = " ".join(part for part in parts if part)
        return {"on": self.cleaned_data["on"], "reason": reason, "today": self.today}


class OpenForm(ChangeForm):
    """A new region below this one."""

    name = TextField(longest=NAME_LENGTH, label="名称")
    level = forms.TypedChoiceField(label="级别", coerce=int)
    code = TextField(
        longest=12, label="区划代码", required=False, help_text="没有国家代码的留空，由系统编本地代码"
    )
    field_order = ["name", "level", "code", "on", "document", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lower = [(each.value, each.label) for each in Level if each.value > self.region.level]
        self.fields["level"].choices = lower

    def save(self, actor: Any) -> Region:
        """Open it."""
        entered = self.cleaned_data
        call = {"name": entered["name"], "level": entered["level"], "code": entered["code"] or None}
        return open_region(actor=actor, parent=self.region, **call, **self.said)


class CloseForm(ChangeForm):
    """The end of a region that holds nothing any more."""

    def save(self, actor: Any) -> Region:
        """Close it."""
        return close_region(actor=actor, region=self.region, **self.said)


class RenameForm(ChangeForm):
    """Another name."""

    name = TextField(longest=NAME_LENGTH, label="新名称")
    field_order = ["name", "on", "document", "reason"]

    def save(self, actor: Any) -> Region:
        """Rename it."""
        return rename_region(actor=actor, region=self.region, name=self.cleaned_data["name"], **self.said)


class OfficeForm(forms.Form):
    """Where the office of a region is found."""

    address = TextField(
        longest=Office._meta.get_field("address").max_length or 0, label="地址", required=False
    )
    phone = TextField(
        longest=Office._meta.get_field("phone").max_length or 0,
        parse=parsing.phone,
        label="电话",
        required=False,
    )

    def __init__(self, *args: Any, region: Region, today: Any, **kwargs: Any) -> None:
        self.region, self.today = region, today
        known = {"address": region.office.address, "phone": region.office.phone}
        super().__init__(*args, initial=known, **kwargs)

    def save(self, actor: Any) -> Region:
        """Say it."""
        amend_office(actor=actor, office=self.region.office, today=self.today, **self.cleaned_data)
        return self.region
