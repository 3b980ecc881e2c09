"""The guard: one transaction around every page and its rendering, within the scope of whoever asks.

Django's own ATOMIC_REQUESTS ends before a template response is rendered. Sessions and the access log are
written outside, by middleware around this one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jiceng.core import scope
from jiceng.core.pages import page
from jiceng.core.registers import Conflict

READING = ("GET", "HEAD", "OPTIONS")
FIRST_SERVER_ERROR = 500
CONFLICT = 409


class _Undone(Exception):
    """Leaves the transaction without what was written in it."""


class Guard:
    """Middleware: the innermost one, so that only the view and its templates run inside.

    Requests that only read cannot write: the database refuses. What a request wrote is rolled back when its
    view raised, whatever page the exception became, and when the answer is a server error. Without an actor
    there is no scope, so that pages open to everybody find no row of a register.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = getattr(request, "actor", None)
        request.has_failed = False  # type: ignore[attr-defined]
        with suppress(_Undone), scope.entered(actor.scope) if actor else transaction.atomic():
            if request.method in READING:
                _forbid_writing()
            response = self.get_response(request)
            if request.has_failed or response.status_code >= FIRST_SERVER_ERROR:  # type: ignore[attr-defined]
                raise _Undone
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Remember that the view raised; a row changed by somebody else meanwhile is told as such."""
        request.has_failed = True  # type: ignore[attr-defined]
        if isinstance(exception, Conflict):
            context = {"title": "记录已被他人更改", "conflict": exception}
            return page(
                request, "core/conflict.html", context, fragment="core/conflict_changes.html", status=CONFLICT
            )
        return None


def _forbid_writing() -> None:
    """Make every write fail until the transaction, or the savepoint of a test, ends."""
    with connection.cursor() as cursor:
        cursor.execute("set transaction read only")
