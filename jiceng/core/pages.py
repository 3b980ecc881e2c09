"""What views share: the request as they find it, pages against fragments, and the pages of refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django_htmx.middleware import HtmxDetails

from jiceng.core.scope import Scope


class Acting(Protocol):
    """Who asks, as far as this room needs to know; the accounts above know more."""

    @property
    def scope(self) -> Scope: ...

    def may(self, action: Any, path: str | None = None) -> bool: ...

    def require(self, action: Any, path: str | None = None) -> None: ...


class PageRequest(HttpRequest):
    """A request as the middleware hands it to a view that needs a login; `today` is the business date."""

    actor: Acting
    today: dt.date
    htmx: HtmxDetails


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> TemplateResponse:
    """A page, or for an htmx request the fragment of it: a template that the page includes."""
    wanted = fragment if fragment and is_partial(request) else template
    return TemplateResponse(request, wanted, dict(context), status=status)


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page; its return through the history wants the whole."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request  # type: ignore[union-attr]


def refusal(request: HttpRequest, message: str, *, status: int, title: str) -> HttpResponse:
    """A page that says why not; one line of plain text for htmx, which shows it as a notice."""
    if is_partial(request):
        return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "core/refusal.html", {"title": title, "message": message}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its token: most often a page that was left open over a new login."""
    return refusal(request, "页面已过期，请刷新后重新提交。", status=403, title="页面已过期")
