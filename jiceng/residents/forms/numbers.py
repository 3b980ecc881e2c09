"""Forms of a wrong identity number: the proposal, and its decision."""

from __future__ import annotations

from typing import Any

from jiceng.accounts.acts import Act
from jiceng.core.forms import ChosenField, IdentityField, IdentityShown, RowActForm, TextField
from jiceng.residents.models import NumberProposal, Resident
from jiceng.residents.services import decide_number, propose_number

REASON_LENGTH = NumberProposal._meta.get_field("reason").max_length or 0


class ProposeNumberForm(IdentityShown, RowActForm):
    """The right number of a resident, and why the one on file is wrong."""

    number = IdentityField(label="正确的公民身份号码")
    reason = TextField(
        longest=REASON_LENGTH, label="更正理由", help_text="如录入错误、公安机关更正，核对了什么证件"
    )

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, row=resident, **kwargs)

    def act(self) -> Act[NumberProposal]:
        """Propose it."""
        return propose_number(**self.call, resident=self.row, **self.entered)


class DecideNumberForm(RowActForm):
    """Whether the office above agrees."""

    agreed = ChosenField(
        choices=[("true", "批准，更正号码"), ("false", "不批准")],
        nothing="请选择",
        label="审批结果",
        coerce=lambda text: text == "true",
    )
    answer = TextField(longest=REASON_LENGTH, label="审批意见", required=False)

    def act(self) -> Act[NumberProposal]:
        """Decide it."""
        return decide_number(**self.call, proposal=self.row, **self.entered)
