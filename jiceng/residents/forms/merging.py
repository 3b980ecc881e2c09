"""Forms of two rows that might be one person."""

from __future__ import annotations

from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, IdentityField, TextField
from jiceng.residents.models import DuplicateRuling, Resident
from jiceng.residents.services import collisions, days_of, distinguish, merge_residents, separate

REASON_LENGTH = DuplicateRuling._meta.get_field("reason").max_length or 0


class MergeForm(ActForm):
    """Who stays, which of the rows that cannot stand side by side, and why."""

    stays = forms.TypedChoiceField(label="保留哪一条登记", coerce=int, widget=forms.RadioSelect)
    reason = TextField(longest=REASON_LENGTH, label="合并理由", help_text="核对了什么证件或情况")

    def __init__(self, *args: Any, pair: tuple[Resident, Resident], labels: list[str], **kwargs: Any) -> None:
        self.pair = pair
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = [(each.pk, label) for each, label in zip(pair, labels, strict=True)]
        self.collisions = collisions(*pair)
        for each in self.collisions:
            rows = [(row.pk, f"{_whose(row, pair)}：{days_of(row)}{_what(row)}") for row in each]
            self.fields[each.key] = forms.TypedChoiceField(
                label=f"{each.kept._meta.verbose_name}时间重叠，保留",
                choices=rows,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.order_fields(["stays", *(each.key for each in self.collisions), "reason"])

    def act(self) -> Act[DuplicateRuling]:
        """Merge the other into the one that stays."""
        kept, other = self.pair
        if self.cleaned_data["stays"] == other.pk:
            kept, other = other, kept
        chosen = {each.key: self.cleaned_data[each.key] for each in self.collisions}
        said = {"chosen": chosen, "reason": self.cleaned_data["reason"]}
        return merge_residents(**self.call, kept=kept, other=other, **said)


class DistinguishForm(ActForm):
    """That the two are two people."""

    reason = TextField(longest=REASON_LENGTH, label="核实情况", required=False)

    def __init__(self, *args: Any, pair: tuple[Resident, Resident], **kwargs: Any) -> None:
        self.pair = pair
        super().__init__(*args, auto_id="apart_%s", **kwargs)

    def act(self) -> Act[DuplicateRuling]:
        """Remember it."""
        resident, other = self.pair
        return distinguish(**self.call, resident=resident, other=other, reason=self.cleaned_data["reason"])


class SeparateForm(ActForm):
    """Why what was decided about two people is taken back."""

    reason = TextField(longest=REASON_LENGTH, label="撤销理由")

    def __init__(self, *args: Any, ruling: DuplicateRuling, **kwargs: Any) -> None:
        self.ruling = ruling
        super().__init__(*args, **kwargs)

    def act(self) -> Act[DuplicateRuling]:
        """Take it back."""
        return separate(**self.call, ruling=self.ruling, reason=self.cleaned_data["reason"])


class TwoNumbersForm(forms.Form):
    """Two numbers that somebody thinks are one person's."""

    first = IdentityField(label="一个号码")
    second = IdentityField(label="另一个号码")


def _whose(row: Any, pair: tuple[Resident, Resident]) -> str:
    return "甲" if row.resident_id == pair[0].pk else "乙"


def _what(row: Any) -> str:
    said = getattr(row, "category", "") or getattr(row, "employer_name", "")
    return f" {said}" if said else ""
