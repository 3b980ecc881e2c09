"""The whole identity number of a resident: one click in one's own community, elsewhere with a reason."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from jiceng.accounts import audit
from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.identity import mask
from jiceng.core.pages import page
from jiceng.core.secrets import cipher
from jiceng.home.forms import ReasonForm
from jiceng.home.views.person import RESIDENT, resident_or_404

REVEALED = audit.sentence("number_revealed", "查看了居民的完整公民身份号码")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.REVEAL)
def number(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask for the reason where one is needed; then show the whole number, recorded."""
    resident = resident_or_404(request, pk)
    request.actor.require(Action.REVEAL, resident.path)
    is_own_community = request.actor.path == resident.path
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (is_own_community or form.is_valid()):
        reason = "" if is_own_community else form.cleaned_data["reason"]
        audit.record(request.actor, REVEALED, path=resident.path, subject=resident, reason=reason)
        whole = cipher().decrypt(bytes(resident.number_cipher))
        context = {"title": resident.name, "whole": whole, "number": mask(whole), "resident": resident}
        return page(
            request, "home/person_number_page.html", context, fragment="home/person_number_whole.html"
        )
    context = {"heading": "查看完整号码", "whom": resident.name, "form": form, "save": "查看"}
    return RESIDENT.beside(request, resident, "home/act_form.html", context)
