"""What the current work may see: a half-open range of region paths, and who is working.

The scoped manager adds the range to every query as literals; row-level security checks the same range
again in the database. Both fail closed: without a scope there are no rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

AFTER_ALL_PATHS = "~"  # sorts after every digit and letter under COLLATE "C"


@dataclass(frozen=True)
class Scope:
    """The paths from `lo` up to, but not including, `hi`."""

    lo: str
    hi: str

    @classmethod
    def of(cls, path: str) -> Scope:
        """The region of a path and all below it; the empty path is the whole deployment."""
        return cls(path, path + AFTER_ALL_PATHS)

    @property
    def is_whole(self) -> bool:
        """Whether nothing lies outside, so that no condition is needed."""
        return self.lo == "" and self.hi == AFTER_ALL_PATHS

    def covers(self, path: str) -> bool:
        """Whether a path lies in the range."""
        return self.lo <= path < self.hi


WHOLE = Scope.of("")


class ScopeMissing(RuntimeError):
    """A register was read or written outside any scope."""


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The scope of the work in hand."""
    scope = _current.get()
    if scope is None:
        raise ScopeMissing("no scope: enter one with jiceng.core.scope.entered()")
    return scope


def is_entered() -> bool:
    """Whether any scope is entered."""
    return _current.get() is not None


def _tell_database(scope: Scope | None, memory: str = "") -> None:
    settings = {"app.lo": scope.lo if scope else "", "app.hi": scope.hi if scope else ""}
    settings |= {"work_mem": memory} if memory else {}
    each = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(f"select {each}", [part for setting in settings.items() for part in setting])


@contextmanager
def entered(scope: Scope, memory: str = "") -> Iterator[None]:
    """Open a transaction in which rows of the scope can be read and written.

    `memory`, such as 64MB, is what each sort or hash may take from then on in the transaction.
    """
    before = _current.get()
    with transaction.atomic():
        token = _current.set(scope)
        _tell_database(scope, memory)
        try:
            yield
        finally:
            _current.reset(token)
        # After an exception the savepoint is rolled back, and the settings with it.
        _tell_database(before)


@contextmanager
def widened(scope: Scope, *, reason: str, memory: str = "") -> Iterator[None]:
    """The only way beyond the range: pulled moves, merges, figures and system jobs, around a service.

    `reason` says in the code why the work needs it; it is not shown to anybody.
    """
    if not reason:
        raise ValueError("widening needs a reason")
    with entered(scope, memory):
        yield


def in_scope(rows: Any, column: str = "path") -> Any:
    """A queryset cut to the current scope by literals."""
    scope = current()
    if scope.is_whole:
        return rows
    return rows.filter(**{f"{column}__gte": scope.lo, f"{column}__lt": scope.hi})
