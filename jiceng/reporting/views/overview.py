"""The forms in force where the officer works, and their last periods."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.reporting.services.progress import overview


@require_safe
@needs(Action.VIEW)
def index(request: AccountRequest) -> HttpResponse:
    """Every form with its last periods, their states and due days."""
    region = request.post.office.region
    forms = overview(actor=request.actor, region=region, today=request.today)
    return page(request, "reporting/index.html", {"title": "统计报表", "region": region, "forms": forms})
