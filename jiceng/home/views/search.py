"""Finding a resident from anywhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiceng.accounts import audit
from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.identity import mask
from jiceng.core.pages import is_partial, page
from jiceng.core.secrets import cipher
from jiceng.residents.rules import age_on
from jiceng.residents.search import Found, find

SHORTEST_SUGGESTED = 2  # letters; one Chinese character is a surname already
LOOKED_UP = audit.sentence("claim_looked_up", "按完整号码查询了辖区外居民的所属机构")


@require_POST
@needs(Action.VIEW)
def search(request: AccountRequest) -> HttpResponse:
    """Hits for what was typed: suggestions while typing, a page or the person herself on Enter."""
    typed = request.POST.get("typed", "")
    if is_partial(request):
        found = find(typed, today=request.today) if _is_worth_asking(typed) else Found()
        return page(request, "home/search_hits.html", {"found": _described(found, request)})
    found = look_up(request, typed)
    if found.single is not None:
        return redirect("person", pk=found.single.pk)
    return page(
        request,
        "home/search.html",
        {"title": "查找居民", "typed": typed, "found": _described(found, request)},
    )


def look_up(request: AccountRequest, typed: str) -> Found:
    """Hits in the scope, else for a whole number the office that looks after the person, recorded."""
    found = find(typed, today=request.today, with_claims=True)
    if found.elsewhere is not None:
        # The claim is told about nobody's person: the log holds the place that answers, not the number.
        audit.record(request.actor, LOOKED_UP, path=request.actor.path, region=found.elsewhere.region.code)
    return found


def _is_worth_asking(typed: str) -> bool:
    text = typed.strip()
    return len(text) >= SHORTEST_SUGGESTED or (len(text) == 1 and not text.isascii())


def _described(found: Found, request: AccountRequest) -> Found:
    for resident in found.residents:
        resident.age = age_on(resident.birth, request.today)  # type: ignore[attr-defined]
        resident.number = mask(cipher().decrypt(bytes(resident.number_cipher)))  # type: ignore[attr-defined]
    return found
