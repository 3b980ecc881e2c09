"""What the pages of a resident and of a household have in common: acts are opened, done and undone there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import reswap, retarget

from jiceng.accounts.access import AccountRequest
from jiceng.accounts.acts import Act
from jiceng.accounts.roles import Action
from jiceng.core.models import RegisterRow
from jiceng.core.pages import is_partial, page
from jiceng.home.views.done import DONE, act_just_done, done_by

UNPROCESSABLE = 422
Context = Mapping[str, Any]


@dataclass(frozen=True)
class SubjectPage:
    """The page of one subject. `name` is that of its URL; `find` raises 404 beyond the scope.

    `whom` names it, `template` is the page and `body` the part of it that htmx replaces after an act.
    Its acts, undoing and voiding have the URLs `NAME-act`, `NAME-undo` and `NAME-void`.
    """

    name: str
    template: str
    body: str
    find: Callable[[AccountRequest, int], Any]
    whom: Callable[[Any], str]
    context: Callable[[AccountRequest, Any], dict[str, Any]]

    def url(self, pk: int) -> str:
        """The address of the page."""
        return reverse(self.name, args=[pk])

    def shown(self, request: AccountRequest, row: RegisterRow, **more: Any) -> HttpResponse:
        """The page, or its body for htmx, with the act that was just done."""
        more.setdefault("done", act_just_done(request, f"{self.name}-undo", row.pk))
        context = {**self._shared(request, row), **self.context(request, row), **more}
        context["has_rare_acts"] = any(act.is_rare for act in context["acts"])
        return page(request, self.template, context, fragment=self.body)

    def after(self, request: AccountRequest, pk: int, act: Act[Any] | None, focus: str = "") -> HttpResponse:
        """The answer to an act: the page as it is now, with a chip that undoes it."""
        if not is_partial(request):
            return redirect(self.url(pk) + (f"?{DONE}={act.entry.pk}" if act else ""))
        done = done_by(act.entry, f"{self.name}-undo", pk) if act else None
        return _in_place_of_page(self.shown(request, self.find(request, pk), done=done, focus=focus))

    def refused(self, request: AccountRequest, row: RegisterRow, why: str) -> HttpResponse:
        """The page with a line that says why nothing was done."""
        return _in_place_of_page(self.shown(request, row, done=None, refused=why))

    def beside(self, request: AccountRequest, row: RegisterRow, part: str, context: Context) -> HttpResponse:
        """A form beside the page: `part` is its template, a page of its own without script."""
        form = context.get("form")
        shared = {
            "title": f"{context['heading']}：{context['whom']}",
            "part": part,
            "back": self.url(row.pk),
            "target": "#act-panel",
        }
        status = UNPROCESSABLE if form is not None and form.errors else 200
        return page(request, "home/act.html", {**shared, **context}, fragment=part, status=status)

    def _shared(self, request: AccountRequest, row: RegisterRow) -> dict[str, Any]:
        actor = request.actor
        return {
            "subject_pk": row.pk,
            "subject_void_url": f"{self.name}-void",
            "may_void": actor.may(Action.VOID, row.path),
            "may_reveal": actor.may(Action.REVEAL, row.path),
            "may_write": actor.may(Action.WRITE, row.path),
            "may_print": actor.may(Action.EXPORT, row.path),
        }


def _in_place_of_page(response: HttpResponse) -> HttpResponse:
    return reswap(retarget(response, "#subject"), "outerHTML")
