"""The card 第一天上手 on the first page of the demo, and putting it away."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiceng.accounts.access import AccountRequest
from jiceng.home.services.first_day import Shown, first_day

PUT_AWAY_IN_SESSION = "first_day_put_away"


def steps_to_show(request: AccountRequest) -> list[Shown]:
    """What the card of the demo shows; nothing elsewhere, or once it was put away."""
    if settings.ENVIRONMENT != "demo" or request.session.get(PUT_AWAY_IN_SESSION):
        return []
    # The log keeps real time, whatever the business date of the demo is.
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    is_community = request.post.office.region.is_community
    return first_day(request.actor, is_community=is_community, midnight=midnight)


@require_POST
def put_away(request: AccountRequest) -> HttpResponse:
    """Do not show the card again in this session."""
    request.session[PUT_AWAY_IN_SESSION] = True
    return redirect("home")
