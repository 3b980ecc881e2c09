"""Forms of a move into the officer's region, of a departure, and of a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, ChosenField, DayField, IdentityField, RowActForm, TextField
from jiceng.core.registers import mistakes
from jiceng.residents import rules
from jiceng.residents.choices import DepartureKind
from jiceng.residents.forms.entries import community_field
from jiceng.residents.models import Facts, Household, IdentityClaim, Move, Resident
from jiceng.residents.services import (
    MoveRefused,
    claim_of,
    decide_objection,
    left_on,
    move_resident,
    object_to_move,
    record_departure,
    record_return,
)

REASON_LENGTH = 200


class MoveForm(ActForm):
    """A move into a community. Who lives beyond the scope is named by the number: no id reaches there."""

    number = IdentityField()
    on = DayField(label="迁入日期", help_text="在本社区居住的首日")
    household_number = TextField(
        longest=Household._meta.get_field("number").max_length or 0, label="家庭编号", required=False
    )
    reason = TextField(longest=REASON_LENGTH, label="迁入原因")
    papers = TextField(
        longest=REASON_LENGTH,
        label="证明材料",
        required=False,
        help_text="如房产证、租房合同、户口迁移证",
    )
    field_order = ["number", "to_region", "on", "household_number", "reason", "papers"]

    def __init__(self, *args: Any, resident: Resident | None = None, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["to_region"] = community_field(self.actor.scope, self.today, "迁入社区")
        self.fields["on"].initial = self.today
        if resident is not None:
            del self.fields["number"]
        self.order_fields(self.field_order)

    def mistakes(self) -> Mapping[str, str]:
        """The day of the move."""
        return mistakes(on=rules.wrong_day(self.cleaned_data["on"], today=self.today))

    def act(self) -> Act[Resident]:
        """Take the person over."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "number"}
        return move_resident(**self.call, claim=self._claim(), **said)

    def _claim(self) -> IdentityClaim:
        if self.resident is not None:
            return IdentityClaim.objects.get(digest=self.resident.number_digest)
        claim = claim_of(self.cleaned_data["number"], self.today)
        if claim is None:
            raise MoveRefused("没有登记该号码的居民，请直接登记", "number")
        return claim


class ObjectionForm(RowActForm):
    """Why the office that lost a person objects to a move."""

    reason = TextField(longest=REASON_LENGTH, label="异议理由")

    def act(self) -> Act[Move]:
        """Object."""
        return object_to_move(**self.call, move=self.row, **self.entered)


class DecisionForm(RowActForm):
    """What the office above both communities decides about an objection."""

    decision = ChosenField(choices=Move.Decision.choices, nothing="请选择", label="裁定")
    answer = TextField(longest=REASON_LENGTH, label="裁定意见")

    def act(self) -> Act[Move]:
        """Decide."""
        stands = self.cleaned_data["decision"] == Move.Decision.STANDS
        return decide_objection(**self.call, move=self.row, stands=stands, answer=self.cleaned_data["answer"])


class DepartureForm(RowActForm):
    """Death, or departure from the deployment."""

    kind = ChosenField(choices=DepartureKind.choices, nothing="请选择", label="情形")
    on = DayField(label="日期", help_text="自该日起不再计为在册居民")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, row=resident, **kwargs)
        self.fields["on"].initial = self.today

    def mistakes(self) -> Mapping[str, str]:
        """The day; against the facts the service asks."""
        day = {"today": self.today, "birth": self.row.birth, "left_on": left_on(self.row)}
        return mistakes(on=rules.wrong_day(self.cleaned_data["on"], **day))

    def act(self) -> Act[Facts]:
        """Record it."""
        return record_departure(**self.call, resident=self.row, **self.entered)


class ReturnForm(ActForm):
    """Somebody who had departed is here again."""

    on = DayField(label="重新在册日期", help_text="与离开日期相同时，撤销原来的登记")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def act(self) -> Act[Facts]:
        """Record it."""
        return record_return(**self.call, resident=self.resident, on=self.cleaned_data["on"])
