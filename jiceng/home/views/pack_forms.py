"""The forms that send, carry along and enact a pack."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from jiceng.accounts.actors import Actor
from jiceng.core.forms import TextField
from jiceng.home.imports.forms import PlacesField
from jiceng.home.services.enacting import MOST_BYTES, NoText, Review, plain, text_of
from jiceng.regions.models import Region

REASON_LENGTH = 200


class _PlaceForm(forms.Form):
    """A form with one region of the officer's own, or of two levels below."""

    region = PlacesField(label="适用区划", help_text="颁行后对该区划及其全部下级生效")

    def __init__(self, *args: Any, actor: Actor, own: Region, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.within(actor.path).existing_on(today).filter(level__lte=own.level + 2)
        field = self.fields["region"]
        field.initial, field.queryset = own, places.order_by("path")  # type: ignore[attr-defined]


class PackForm(_PlaceForm):
    """The file of a pack, and where it is to hold."""

    file = forms.FileField(
        label="政策包文件（.toml）",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        error_messages={"required": "请选择文件", "empty": "文件是空的"},
    )
    field_order = ("file", "region")

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        try:
            return text_of(file.read(MOST_BYTES + 1))
        except NoText as refused:
            raise forms.ValidationError(str(refused)) from None


class PackTextForm(_PlaceForm):
    """A pack that was sent before, carried along by the page."""

    text = forms.CharField(strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The text with the line ends that it had."""
        return plain(self.cleaned_data["text"])


class EnactForm(forms.Form):
    """Why a pack is enacted; the document's number is typed again, so that nobody enacts the wrong file."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)
    region = forms.CharField(widget=forms.HiddenInput)
    document = TextField(longest=80, label="文号", help_text="请照文件重新填写，与政策包一致方可颁行")
    reason = TextField(longest=REASON_LENGTH, label="颁行理由")
    frozen_too = forms.BooleanField(
        label="已知悉：施行日早于已上报的报告期",
        required=False,
        help_text="已上报的数字不变；这些期间的实时计算和以后的更正改按新口径",
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        if not review.frozen:
            del self.fields["frozen_too"]

    def clean_document(self) -> str:
        """The number of the document, spaces apart."""
        typed: str = self.cleaned_data["document"]
        if typed.replace(" ", "") != self.review.draft.document.replace(" ", ""):
            raise forms.ValidationError(f"与政策包的文号不符，政策包为{self.review.draft.document}")
        return typed

    def clean_frozen_too(self) -> bool:
        """Frozen periods are never redefined unseen."""
        if not self.cleaned_data["frozen_too"]:
            raise forms.ValidationError("请先阅读受影响的报告期，再勾选确认")
        return True
