"""A form whose row was changed by somebody else meanwhile: both versions side by side, and nothing retyped.

What only one of the two changed is taken over from that one. What both changed stays as it was typed, and the
officer chooses; saving once more means it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from jiceng.core.differences import as_of, text_of
from jiceng.core.forms import RowActForm


@dataclass(frozen=True)
class Both:
    """An entry that two officers gave different values: as typed here, and as saved meanwhile.

    `mine` and `theirs` are for reading; `my_value` and `their_value` fill the field `field_id`.
    """

    label: str
    mine: str
    theirs: str
    my_value: str
    their_value: str
    field_id: str


def settle(form: RowActForm) -> None:
    """Bring a valid form whose row has changed up to the row as it stands.

    `form.both` tells what is to be chosen. The form takes the version that stands now, so that saving it once
    more is no conflict.
    """
    row = type(form.row).objects.get(pk=form.row.pk)
    old = as_of(row, form.cleaned_data["lock_version"])
    data: dict[str, Any] = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("lock_version")] = str(row.lock_version)
    columns = {field.name: field.attname for field in row._meta.concrete_fields}
    form.both = []
    for name in form.fields.keys() & columns.keys() - {"lock_version"}:
        was, theirs = (getattr(each, columns[name], None) for each in (old, row))
        mine = form.cleaned_data.get(name)
        if old is None or theirs in (was, mine):
            continue
        if mine == was:
            data[form.add_prefix(name)] = _as_entry(form[name], theirs)
        else:
            form.both.append(_both(form[name], row, theirs))
    form.both.sort(key=lambda both: list(form.fields).index(both.field_id.removeprefix("id_")))
    form.data = data


def _both(field: BoundField, row: Any, theirs: Any) -> Both:
    typed = str(field.data or "")
    choices = dict(getattr(field.field, "choices", ()))
    return Both(
        label=str(field.label),
        mine=str(choices.get(typed, typed)),
        theirs=text_of(row, row._meta.get_field(field.name)),
        my_value=typed,
        their_value=_as_entry(field, theirs),
        field_id=field.id_for_label,
    )


def _as_entry(field: BoundField, value: Any) -> str:
    """A value of the row as it would have been typed."""
    prepared = field.field.prepare_value(value)
    return "" if prepared is None else str(prepared)
