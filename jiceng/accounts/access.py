"""What a view says about itself: the action it needs, and the people it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import AccessEntry, Post, User
from jiceng.accounts.roles import Action
from jiceng.core.pages import PageRequest

View = Callable[..., HttpResponseBase]


class AccountRequest(PageRequest):
    """A request of an officer: the actor, the post in which he works, and all posts he could switch to."""

    user: User
    actor: Actor
    post: Post
    posts: list[Post]
    shown: list[AccessEntry]


def needs(action: Action) -> Callable[[View], View]:
    """Decorate a view whose every method needs an action; NotAllowed, a 403 page, without it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: AccountRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.actor.require(action)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def shows(request: AccountRequest, page: str, *, subject_id: int, path: str) -> None:
    """Note that the page shows a person of a path; it is logged once the page was answered."""
    request.shown.append(AccessEntry(user=request.user, page=page, subject_id=subject_id, path=path))
