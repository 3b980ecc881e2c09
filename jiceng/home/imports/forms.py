"""The form that sends a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from jiceng.accounts.actors import Actor
from jiceng.home.imports.acts import LEDGERS
from jiceng.regions.ledgers import INDENT
from jiceng.regions.models import Region


class PlacesField(forms.ModelChoiceField):
    """The officer's own region, and two levels below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Region.objects.none(), to_field_name="code", empty_label=None, **kwargs)

    def label_from_instance(self, obj: Region) -> str:
        """The name, further in the lower it lies."""
        top: int = self.initial.level
        return INDENT * (obj.level - top) + obj.name


class ImportForm(forms.Form):
    """A file for a ledger. In a community everything belongs to that community."""

    ledger = forms.ChoiceField(label="台账", choices=[(each.code, each.title) for each in LEDGERS.values()])
    region = PlacesField(
        label="导入范围", help_text="文件中有“所属社区代码”列的，选本机构即可；没有的，请选定一个社区"
    )
    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv", "class": "import-file"}),
        error_messages={"required": "请选择文件", "empty": "文件是空的"},
    )
    history = forms.BooleanField(
        label="首次建账",
        required=False,
        help_text="导入既有台账时勾选：各行自其本身日期起视为已知，以往各期的应办事项据此产生",
    )
    dry_run = forms.BooleanField(label="只核对，不入账", required=False)

    def __init__(self, *args: Any, actor: Actor, region: Region, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.within(actor.path).existing_on(today).filter(level__lte=region.level + 2)
        field = self.fields["region"]
        field.initial, field.queryset = region, places.order_by("path")  # type: ignore[attr-defined]
        if region.is_community:
            field.widget, field.required = forms.HiddenInput(), False
        self.own = region

    def clean_region(self) -> Region:
        """The place that was chosen, else the officer's own."""
        return self.cleaned_data["region"] or self.own
