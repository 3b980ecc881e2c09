"""The shared computer: a locked session answers nothing but its unlocking, until the password is given.

The browser locks after a while without input (jiceng/idle.js), and covers the page with what was typed in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from jiceng.core.middleware import READING
from jiceng.core.pages import is_partial, refusal

LOCKED_IN_SESSION = "locked"
LOCKED = 423
# A page stays covered over a long noon; a locked session lets nobody in without the password.
LOCKED_SECONDS = 8 * 60 * 60

View = Callable[..., HttpResponseBase]


def lock(request: HttpRequest) -> None:
    """Lock the session of the request."""
    request.session[LOCKED_IN_SESSION] = True
    request.session.set_expiry(LOCKED_SECONDS)


def unlock(request: HttpRequest) -> None:
    """Unlock it; it ends when idle again, as before."""
    request.session.pop(LOCKED_IN_SESSION, None)
    request.session.set_expiry(None)


def is_locked(request: HttpRequest) -> bool:
    """Whether the session of the request is locked."""
    return bool(request.session.get(LOCKED_IN_SESSION))


def open_while_locked(view: View) -> View:
    """Mark a view that answers in a locked session too."""
    view.is_open_while_locked = True  # type: ignore[attr-defined]
    return view


def waiting(request: HttpRequest) -> dict[str, int]:
    """Context processor: after how many seconds without input a page locks itself."""
    return {"lock_seconds": int(settings.IDLE_LOCK_SECONDS)}


class SessionLock:
    """Middleware: in a locked session a page leads to its unlocking, and anything else is answered by 423."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Keep the views closed that are not marked."""
        if not is_locked(request) or getattr(view_func, "is_open_while_locked", False):
            return None
        if request.method in READING and not is_partial(request):
            return redirect(f"{reverse('unlock')}?{urlencode({'next': request.get_full_path()})}")
        request.actor = None  # type: ignore[attr-defined]  # neither menu nor search on a page of refusal
        return refusal(request, "页面已锁定，请先解锁。", status=LOCKED, title="页面已锁定")
