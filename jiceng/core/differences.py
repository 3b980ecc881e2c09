"""What has changed in a row since somebody looked at it, read from the history."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey
from django.utils import timezone

from jiceng.core.models import RegisterRow
from jiceng.core.tables import shown

# Columns that say nothing to users: keys, digests, search keys, and what every change touches.
_UNTOLD = {"id", "path", "lock_version", "changed_at", "changed_by", "entered_at", "entered_by", "known_on"}
_UNTOLD |= {"number_cipher", "number_digest", "last4_digest", "pinyin", "initials"}


class Difference(NamedTuple):
    """A column that changed: its name for users, and what it holds now; blank for nothing."""

    label: str
    now: str


def differences(row: RegisterRow, version: int) -> tuple[list[Difference], str, str]:
    """(what changed since a version, by whom it was last changed, when), for Conflict."""
    return differences_from(as_of(row, version), row)


def differences_from(old: Any, row: RegisterRow) -> tuple[list[Difference], str, str]:
    """The same against an older row, or None when the history does not have it."""
    changed = [
        Difference(_label(field), text_of(row, field))
        for field in row._meta.concrete_fields
        if field.name not in _UNTOLD
        and old is not None
        and getattr(old, field.attname) != getattr(row, field.attname)
    ]
    at = timezone.localtime(row.changed_at or row.entered_at)
    return changed, str(row.changed_by or row.entered_by or "其他人员"), f"{at:%Y-%m-%d %H:%M}"


def as_of(row: RegisterRow, version: int) -> Any:
    """The row at an earlier version: an event of the history with the same columns, or None."""
    event = row.pgh_event_models["changed"]  # type: ignore[attr-defined]
    return event.objects.filter(id=row.pk, lock_version=version).order_by("-pgh_id").first()


def _label(field: Field[Any, Any]) -> str:
    name = field.related_model._meta.verbose_name if isinstance(field, ForeignKey) else field.verbose_name
    return "所属社区" if field.name == "region" else str(name)


def text_of(row: RegisterRow, field: Field[Any, Any]) -> str:
    """A column of a row in words; blank for nothing."""
    if field.name == "region":
        return str(row.region)
    if isinstance(field, ForeignKey):
        return "已更改" if getattr(row, field.attname) else ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")() or "")
    value = getattr(row, field.attname)
    if isinstance(value, list):
        labels = dict(field.base_field.choices or ())  # type: ignore[attr-defined]
        return "、".join(str(labels.get(each, each)) for each in value)
    return shown(value)
