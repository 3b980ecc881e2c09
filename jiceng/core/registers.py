"""Writing rows of registers: created, amended against a conflict, voided, restored; never deleted.

A service writes through one `Writing`, which remembers every row it touched and its version, so that the act
can be undone. Whatever cannot be done is a `Refused` with a message for users.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.dispatch import Signal

from jiceng.core.constraints import meaning
from jiceng.core.differences import Difference, as_of, differences
from jiceng.core.models import RegisterRow

R = TypeVar("R", bound=RegisterRow)
Mistakes = Mapping[str, str]  # message by the name of the entry; "" for the act as a whole

# What a row keeps when its content goes back to an earlier version.
_OWN = {"id", "entered_at", "entered_by_id", "lock_version", "changed_at", "changed_by_id"}

# Sent with `row` and the `work` (Writing) for a row that was voided, or went back to an earlier version: the
# rooms take along what depends on it, or raise Refused. The sender is the model. `alone` tells a row voided
# by itself from those of an act that is undone as a whole.
row_voided = Signal()
row_restored = Signal()


class Refused(ValueError):
    """An act that cannot be done, in words for users; `mistakes` says which entry each part is about."""

    def __init__(self, message: str | Mistakes, field: str = "") -> None:
        self.mistakes: dict[str, str] = {field: message} if isinstance(message, str) else dict(message)
        super().__init__("；".join(self.mistakes.values()))


class Conflict(Refused):
    """The row has changed since it was shown: what changed, by whom, when."""

    def __init__(self, changed: list[Difference], by: str, at: str) -> None:
        self.changed, self.by, self.at = changed, by, at
        what = "；".join(f"{each.label}：{each.now or '（空）'}" for each in changed) or "内容"
        super().__init__(f"{by}已于{at}更改了这条记录（{what}），请核对后重新提交")


def refuse(mistakes: Mistakes, error: type[Refused] = Refused) -> None:
    """Raise the error when there is any mistake."""
    if mistakes:
        raise error(mistakes)


def mistakes(**found: str | None) -> dict[str, str]:
    """The mistakes among answers of rules, by the name of the entry they are about."""
    return {name: message for name, message in found.items() if message}


@dataclass
class Touched:
    """A row that was written, and the version it had before; None for a new one."""

    row: RegisterRow
    before: int | None

    @property
    def as_json(self) -> list[Any]:
        """[model, id, version before, version after]."""
        return [self.row._meta.label_lower, self.row.pk, self.before, self.row.lock_version]


@dataclass
class Writing:
    """The rows written by one act of an officer (`by`) on a business date (`today`)."""

    by: AbstractBaseUser
    today: dt.date
    touched: dict[tuple[type[RegisterRow], int], Touched] = field(default_factory=dict)

    def create(self, row: R) -> R:
        """Save a new row; it is known from today."""
        row.known_on, row.entered_by = self.today, self.by  # type: ignore[assignment]
        row.save(force_insert=True)
        self.touched[type(row), row.pk] = Touched(row, None)
        return row

    def lock(self, row: R, lock_version: int | None = None) -> R:
        """The row as it stands now, locked until the act is over.

        Raises Refused when it is voided or no longer in scope, and Conflict when its version is not the one
        that was shown.
        """
        fresh: R | None = type(row).every.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if fresh is None:
            raise Refused("该记录已不在您的管辖范围内，请刷新页面")
        if fresh.voided_at is not None:
            raise Refused("该记录已作废，请刷新页面")
        if lock_version is not None and fresh.lock_version != lock_version:
            raise Conflict(*differences(fresh, lock_version))
        return fresh

    def amend(self, row: R, **changes: Any) -> R:
        """Change a locked row and return it; a change to the same values writes nothing."""
        changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not changes:
            return row
        before = row.lock_version
        updated = _rows_of(row).update(**changes, **_marks(self.by))
        if not updated:
            raise Conflict(*differences(row, before))
        row.refresh_from_db()
        self._note(row, before)
        return row

    def void(self, row: R, reason: str) -> R:
        """Void a locked row with a reason."""
        return self.amend(row, voided_at=Now(), void_reason=reason)

    def relocate(self, rows: Iterable[R], **place: Any) -> None:
        """Give rows another region and path; outside the scope of either end this needs a widened one."""
        for row in rows:
            self.amend(row, **place)

    def restore(self, row: R, version: int) -> R:
        """Give a locked row the content of an earlier version, from the history."""
        old = as_of(row, version)
        return self.amend(row, **{name: getattr(old, name) for name in content_columns(type(row))})

    def _note(self, row: RegisterRow, before: int) -> None:
        known = self.touched.get((type(row), row.pk))
        self.touched[type(row), row.pk] = Touched(row, known.before if known else before)

    @property
    def rows(self) -> list[list[Any]]:
        """What was touched, for the log: ids and versions, no content."""
        return [touched.as_json for touched in self.touched.values()]


def content_columns(model: type[RegisterRow]) -> list[str]:
    """The columns that a row gets back when it is restored to an earlier version."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in _OWN]


def relocate_all(rows: Any, *, by: AbstractBaseUser, **place: Any) -> int:
    """Give a whole queryset another place in one statement, each row at its next version; how many."""
    moved: int = rows.update(**place, **_marks(by))
    return moved


def model_of(label: str) -> type[RegisterRow]:
    """The register of a label in the log."""
    model: type[RegisterRow] = apps.get_model(label)
    return model


@contextmanager
def told() -> Iterator[None]:
    """A transaction in which a broken constraint becomes a Refused with the constraint's own message."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(meaning(error)) from None


def _rows_of(row: RegisterRow) -> Any:
    return type(row).every.filter(pk=row.pk, lock_version=row.lock_version)


def _marks(by: AbstractBaseUser) -> dict[str, Any]:
    return {"lock_version": F("lock_version") + 1, "changed_by": by, "changed_at": Now()}
