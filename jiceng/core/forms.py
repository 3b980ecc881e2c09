"""What the forms of all rooms share: entries read as imports read cells, and forms that make one act.

A form of an act takes `actor` and `today`; `save()` makes the one call of a service and returns its act, or
puts what was refused beside the entries and returns None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db import models

from jiceng.core import parsing
from jiceng.core.cells import InvalidValue
from jiceng.core.identity import Identity, parse_identity
from jiceng.core.models import RegisterRow
from jiceng.core.registers import Refused

NOT_ASKED = "未询问"
PLEASE_CHOOSE = "请选择"
FLAGS = [("", NOT_ASKED), ("true", "是"), ("false", "否")]


class ParsedField(forms.CharField):
    """Text that a converter of imports reads; a blank is `blank`."""

    def __init__(
        self,
        parse: Callable[[Any], Any],
        *,
        blank: Any = None,
        attrs: Mapping[str, Any] | None = None,
        **kw: Any,
    ) -> None:
        self.parse, self.blank = parse, blank
        kw.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", **(attrs or {})}))
        super().__init__(**kw)

    def clean(self, value: Any) -> Any:
        """The value; ValidationError with what was expected."""
        text = super().clean(value)
        try:
            answer = self.parse(text)
        except InvalidValue as wrong:
            raise forms.ValidationError(wrong.expected) from None
        return self.blank if answer is None else answer

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed means something else than what was shown."""
        try:
            return self.clean(data) != (self.blank if initial is None else initial)
        except forms.ValidationError:
            return True


class DayField(ParsedField):
    """A day in any of the forms that imports take: 2026-09-30, 2026/9/30, 20260930, 2026年9月30日 ..."""

    def __init__(self, **kw: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "如2026-09-30", "data-kind": "day"}
        super().__init__(parsing.day, attrs=attrs, **kw)

    def prepare_value(self, value: Any) -> Any:
        """A day as it is shown."""
        return value.isoformat() if isinstance(value, dt.date) else value


class IdentityField(ParsedField):
    """A citizen's number, typed or read by a card reader; the value is the whole number of 18 characters."""

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("label", "公民身份号码")
        attrs = {"inputmode": "text", "maxlength": 24, "data-kind": "identity", "spellcheck": "false"}
        super().__init__(self._number, attrs=attrs, **kw)
        self.today = dt.date.max

    def _number(self, text: Any) -> str | None:
        return parse_identity(text, today=self.today).number if text else None


class TextField(ParsedField):
    """One line of text, trimmed; blank is the empty text unless told otherwise."""

    def __init__(self, *, longest: int, parse: Callable[[Any], Any] = parsing.text, **kw: Any) -> None:
        kw.setdefault("blank", "")
        super().__init__(parsing.limited(parse, longest), attrs={"maxlength": longest}, **kw)


class ChosenField(forms.TypedChoiceField):
    """One code of a list, or nothing: None."""

    def __init__(self, *, choices: Iterable[tuple[str, str]], nothing: str = NOT_ASKED, **kw: Any) -> None:
        kw.setdefault("empty_value", None)
        super().__init__(choices=[("", nothing), *choices], **kw)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """None and the blank choice are the same."""
        return (initial or "") != (data or "")


class FlagField(ChosenField):
    """是, 否, or not asked: True, False or None."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(choices=FLAGS[1:], coerce=lambda text: text == "true", **kw)

    def prepare_value(self, value: Any) -> Any:
        """A flag as the value of its choice."""
        return str(value).lower() if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare with what was shown."""
        return super().has_changed(self.prepare_value(initial), data)


def field_of(model: type[models.Model], name: str, **kw: Any) -> forms.Field:
    """The entry for a column of a register: its name for users, its length, its list of codes.

    A nullable column of text gives None for a blank, any other the empty text.
    """
    column = model._meta.get_field(name)
    assert isinstance(column, models.Field)
    kw = {"label": column.verbose_name, "required": False, **kw}
    if isinstance(column, models.BooleanField):
        return FlagField(**kw)
    if isinstance(column, models.DateField):
        return DayField(**kw)
    if isinstance(column, models.DecimalField):
        return ParsedField(parsing.amount, attrs={"inputmode": "decimal"}, **kw)
    if isinstance(column, models.PositiveIntegerField):
        return ParsedField(parsing.count, attrs={"inputmode": "numeric"}, **kw)
    blank = None if column.null else ""
    if column.choices:
        kw.setdefault("nothing", PLEASE_CHOOSE if kw["required"] else NOT_ASKED)
        return ChosenField(choices=column.flatchoices, empty_value=blank, **kw)
    parse = parsing.phone if name == "phone" else parsing.text
    return TextField(longest=column.max_length or 0, parse=kw.pop("parse", parse), blank=blank, **kw)


class ActForm(forms.Form):
    """A form that makes one act. Subclasses give `act`, and `mistakes` where rules are asked before."""

    def __init__(self, *args: Any, actor: Any, today: dt.date, **kwargs: Any) -> None:
        self.actor, self.today = actor, today
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, IdentityField):
                field.today = today

    def mistakes(self) -> Mapping[str, str]:
        """What the rules of the room say against the entries, all of which are read."""
        return {}

    def act(self) -> Any:
        """Make the one call of a service with `call` and the entries."""
        raise NotImplementedError

    @property
    def call(self) -> dict[str, Any]:
        """Who acts, and when: arguments that every service takes."""
        return {"actor": self.actor, "today": self.today}

    def clean(self) -> dict[str, Any]:
        """Ask the rules once every entry could be read."""
        cleaned = super().clean() or {}
        if not self.errors:
            self.tell(self.mistakes())
        return cleaned

    def save(self) -> Any:
        """The act; None when it was refused, with the reasons on the form."""
        try:
            return self.act()
        except Refused as refused:
            self.tell(refused.mistakes)
            return None

    def tell(self, mistakes: Mapping[str, str]) -> None:
        """Put messages beside the entries they are about."""
        for name, message in mistakes.items():
            self.add_error(name if name in self.fields else None, message)


class RowActForm(ActForm):
    """A form of an act on one row, refused when the row has changed since it was shown."""

    lock_version = forms.IntegerField(widget=forms.HiddenInput)
    both: list[Any]  # after a conflict: what somebody else changed too (jiceng.core.conflicts)

    def __init__(self, *args: Any, row: RegisterRow, **kwargs: Any) -> None:
        self.row, self.both = row, []
        initial = {"lock_version": row.lock_version, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def call(self) -> dict[str, Any]:
        """With the version that was shown."""
        return {**super().call, "lock_version": self.cleaned_data["lock_version"]}

    @property
    def entered(self) -> dict[str, Any]:
        """The entries without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "lock_version"}


class IdentityShown:
    """Mixin for forms with a `number`: what the number says, for the page."""

    cleaned_data: dict[str, Any]
    today: dt.date

    @property
    def identity(self) -> Identity | None:
        """Birth date and sex of the number that was entered, if it is one."""
        number = getattr(self, "cleaned_data", {}).get("number")
        return parse_identity(number, today=self.today) if number else None
