"""The first page of an officer."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page


@require_safe
@needs(Action.VIEW)
def home(request: AccountRequest) -> HttpResponse:
    """The first page of an officer."""
    return page(request, "home/home.html", {"title": "工作台"})
