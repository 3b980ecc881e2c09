"""Forms of stays, transfers, lay-offs and certifications."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, DayField, RowActForm, field_of
from jiceng.core.models import Spell
from jiceng.core.registers import mistakes
from jiceng.employers.forms import credit_code_field
from jiceng.labour import rules, services
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.residents.models import Resident
from jiceng.residents.rules import wrong_day


class SpellForm(ActForm):
    """Base of a spell of a resident: it begins today unless told otherwise. Subclasses say what else."""

    register: type[Spell]
    act_name: str
    start_label: str
    stop_label: str
    entries: tuple[str, ...]
    required: tuple[str, ...] = ()
    service: Callable[..., Act[Any]]

    start = DayField()
    stop = DayField(required=False)

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        super().__init__(*args, **kwargs)
        self.fields["start"].label, self.fields["start"].initial = self.start_label, self.today
        self.fields["stop"].label = self.stop_label
        self.fields["stop"].help_text = "目前仍是的不填"
        for name in (*self.entries, "end_reason"):
            self.fields[name] = field_of(self.register, name, required=name in self.required)
        self.order_fields(["start", *self.entries, "stop", "end_reason"])

    def mistakes(self) -> Mapping[str, str]:
        """Days and age; the service also asks whether the person is here."""
        days = {"start": self.cleaned_data["start"], "stop": self.cleaned_data["stop"]}
        return rules.wrong_spell(**days, birth=self.resident.birth, today=self.today, act=self.act_name)

    def act(self) -> Act[Any]:
        """Record it."""
        return type(self).service(**self.call, resident=self.resident, **self.cleaned_data)


class IncomingForm(SpellForm):
    """The stay of an incoming worker or trader."""

    register, act_name, service = Incoming, "外来务工经商登记", services.record_incoming
    start_label, stop_label = "来本地日期", "离开日期"
    entries = ("pursuit", "origin", "workplace", "trade", "permit")
    required = ("pursuit",)


class TransferForm(SpellForm):
    """A transfer of rural labour."""

    register, act_name, service = Transfer, "转移就业登记", services.record_transfer
    start_label, stop_label = "转移日期", "返回日期"
    entries = ("destination", "place", "employer_name", "trade", "way", "monthly_income")
    required = ("destination",)


class LaidOffForm(SpellForm):
    """A lay-off with the unit on whose roll the person stays."""

    register, act_name, service = LaidOff, "下岗登记", services.record_laid_off
    start_label, stop_label = "下岗日期", "终止日期"
    entries = ("employer_name", "credit_code", "permit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_code"] = credit_code_field(required=False)

    def mistakes(self) -> Mapping[str, str]:
        """Also the unit."""
        entered = self.cleaned_data
        unit = rules.wrong_unit(entered["employer_name"], entered["credit_code"])
        return {**super().mistakes(), **mistakes(employer_name=unit)}


class EndSpellForm(RowActForm):
    """The end of a stay, a transfer or a lay-off."""

    on = DayField()

    def __init__(self, *args: Any, spell: Spell, label: str, **kwargs: Any) -> None:
        super().__init__(*args, row=spell, **kwargs)
        self.fields["on"].label, self.fields["on"].initial = label, self.today
        self.fields["reason"] = field_of(type(spell), "end_reason")

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        wrong = rules.wrong_end(self.entered["on"], start=self.row.start, today=self.today)  # type: ignore[attr-defined]
        return mistakes(on=wrong)

    def act(self) -> Act[Any]:
        """End it."""
        return services.end_spell(**self.call, spell=self.row, **self.entered)


class CertifyFlexibleForm(ActForm):
    """The yearly certification of a flexible worker; what was said last time is filled in."""

    on = DayField(label="认证日期")

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        self.resident = resident
        last = Certification.objects.filter(resident=resident).order_by("on", "pk").last()
        names = ("kind", "monthly_income", "has_pension", "has_medical", "guidance", "certifier")
        super().__init__(*args, **kwargs)
        for name in names:
            self.fields[name] = field_of(Certification, name, required=name == "kind")
            if last is not None and name in ("kind", "has_pension", "has_medical"):
                self.fields[name].initial = getattr(last, name)
        self.fields["on"].initial = self.today
        self.fields["certifier"].initial = str(self.actor.user)

    def mistakes(self) -> Mapping[str, str]:
        """The day."""
        wrong = wrong_day(self.cleaned_data["on"], today=self.today, birth=self.resident.birth)
        return mistakes(on=wrong)

    def act(self) -> Act[Certification]:
        """Certify."""
        return services.certify_flexible(**self.call, resident=self.resident, **self.cleaned_data)
