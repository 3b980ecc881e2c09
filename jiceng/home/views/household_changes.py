"""For the supervisor: members who came or went near the recognition of a household."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.services.household_changes import NEAR, changes_near_recognition


@require_safe
@needs(Action.VIEW)
def household_changes(request: AccountRequest) -> HttpResponse:
    """The changes of the last year within the scope."""
    context = {
        "title": "零就业认定前后的成员变动",
        "changes": changes_near_recognition(request.today),
        "near": NEAR.days,
    }
    return page(request, "home/household_changes.html", context)
