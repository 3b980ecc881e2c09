"""Forms of reports: the reason for a return, and what to compare below a region."""

from __future__ import annotations

from typing import Any

from django import forms

from jiceng.policy.schema import Form
from jiceng.reporting.rules import columns_of

REASON_LENGTH = 300


class ReturnForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(
        label="退回理由",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "请填写退回理由"},
        help_text="上报单位和各级审核人员都会看到。",
    )


class CompareForm(forms.Form):
    """Which cells stand side by side: one column of every row, or every column of one row."""

    show = forms.ChoiceField(label="对照内容", required=False)

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(f"column-{c.code}", f"全部项目：{c.label}") for c in form.column]
        rows = [(f"row-{r.code}", r.label) for r in form.row if len(columns_of(form, r)) > 1]
        self.fields["show"].choices = [("按栏目", columns), ("按项目（全部栏目）", rows)]  # type: ignore[attr-defined]
        self.report = form

    def cells(self) -> list[tuple[str, str, str]]:
        """(row, column, heading) of the cells chosen; the first column of every row to begin with."""
        kind, _, code = (self.cleaned_data.get("show") or "" if self.is_valid() else "").partition("-")
        if kind == "row":
            row = next(r for r in self.report.row if r.code == code)
            labels = {c.code: c.label for c in self.report.column}
            return [(code, column, labels[column]) for column in columns_of(self.report, row)]
        column = code or self.report.column[0].code
        return [(r.code, column, r.label) for r in self.report.row if column in columns_of(self.report, r)]
