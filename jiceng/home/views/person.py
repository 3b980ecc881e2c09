"""The page of one resident."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.identity import mask
from jiceng.core.pages import page
from jiceng.core.secrets import cipher
from jiceng.residents.models import Facts, Resident
from jiceng.residents.rules import age_on


@require_safe
@needs(Action.VIEW)
def person(request: AccountRequest, pk: int) -> HttpResponse:
    """A resident: who the person is today."""
    resident = get_object_or_404(Resident.objects.select_related("region"), pk=pk)
    facts = Facts.objects.filter(resident=resident).open_on(request.today).select_related("household").first()
    shows(request, "person", subject_id=resident.pk, path=resident.path)
    context = {
        "title": resident.name,
        "resident": resident,
        "age": age_on(resident.birth, request.today),
        "number": mask(cipher().decrypt(bytes(resident.number_cipher))),
        "facts": facts,
    }
    return page(request, "home/person.html", context)
