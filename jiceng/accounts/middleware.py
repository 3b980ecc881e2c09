"""Who asks: the session that stays alive, the post in which the officer works, the log of what was seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect

from jiceng.accounts.access import AccountRequest
from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.models import AccessEntry, Post
from jiceng.core import clock, scope
from jiceng.core.pages import refusal

TOUCH_SECONDS = 60
POST_IN_SESSION = "post"
TOUCHED_IN_SESSION = "touched"

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionTouch:
    """Middleware: keep a session alive that is used, writing it at most once a minute."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(TOUCHED_IN_SESSION, 0) >= TOUCH_SECONDS:
                request.session[TOUCHED_IN_SESSION] = now
        return self.get_response(request)


class ActivePost:
    """Middleware: give the request its business date, the officer's posts and the actor in one of them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = clock.today()  # type: ignore[attr-defined]
        posts = _posts(request)
        active = _active(posts, request)
        request.posts, request.post = posts, active  # type: ignore[attr-defined]
        request.actor = _actor(active)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            # Shared computers: nothing about people stays in the cache of the browser.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refused action is a page that says which."""
        if isinstance(exception, NotAllowed):
            return refusal(request, str(exception), status=403, title="没有权限")
        return None


def _posts(request: HttpRequest) -> list[Post]:
    if not request.user.is_authenticated:
        return []
    held = Post.objects.filter(user=request.user).held_on(request.today)  # type: ignore[attr-defined]
    return list(held.select_related("user", "office__region").order_by("office__region__path", "pk"))


def _active(posts: list[Post], request: HttpRequest) -> Post | None:
    if not posts:
        return None
    chosen = request.session.get(POST_IN_SESSION)
    return next((post for post in posts if post.pk == chosen), posts[0])


def _actor(post: Post | None) -> Actor | None:
    return Actor(post.user, post.role, post.office.region.path) if post else None


class LoginRequired(LoginRequiredMiddleware):
    """Middleware: every page needs a login and a post, except views marked `login_not_required`."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """Send strangers to the login, and tell officers without a post."""
        refused: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None or request.actor or not getattr(view_func, "login_required", True):  # type: ignore[attr-defined]
            return refused
        return refusal(request, "您目前没有任职岗位，请联系系统管理员。", status=403, title="没有岗位")

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Let htmx load the login as a whole page; a page that cannot be read is not returned to."""
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(resolve_url(self.get_login_url(view_func)))
        response: HttpResponseBase = super().handle_no_permission(request, view_func)
        return response


class AccessLog:
    """Middleware: log the people whom a page showed, after the page and outside its transaction."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AccountRequest) -> HttpResponse:
        request.shown = []
        response = self.get_response(request)
        if request.shown and response.status_code == 200:
            with scope.entered(request.actor.scope):
                AccessEntry.objects.bulk_create(request.shown)
        return response
