"""Doing an act: its form beside the page or as a page of its own, then the page as it is afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.acts import Act
from jiceng.accounts.roles import Action
from jiceng.core.conflicts import settle
from jiceng.core.forms import ActForm, RowActForm
from jiceng.core.pages import is_partial, page
from jiceng.core.registers import Conflict, Refused
from jiceng.home.views.act_forms import Opening
from jiceng.home.views.act_table import HOUSEHOLD_ACTS, PERSON_ACTS, ActKind
from jiceng.home.views.done import DONE
from jiceng.home.views.household import HOUSEHOLD
from jiceng.home.views.person import RESIDENT
from jiceng.home.views.subject import SubjectPage

AFTER_ACT = ".act-done"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def person_act(request: AccountRequest, pk: int, code: str) -> HttpResponse:
    """An act on a resident."""
    return _act(request, RESIDENT, PERSON_ACTS, pk, code)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VIEW)
def household_act(request: AccountRequest, pk: int, code: str) -> HttpResponse:
    """An act on a household."""
    return _act(request, HOUSEHOLD, HOUSEHOLD_ACTS, pk, code)


@require_POST
@needs(Action.WRITE)
def person_preview(request: AccountRequest, pk: int, code: str) -> HttpResponse:
    """What an act would do with the entries so far; nothing is written."""
    subject = RESIDENT.find(request, pk)
    kind = _kind(PERSON_ACTS, code)
    if not kind.has_preview:
        raise Http404
    request.actor.require(kind.action, subject.path)
    form = kind.form(Opening(request.actor, request.today, subject, request.POST))
    form.is_valid()
    return page(request, "home/act_notes.html", {"notes": list(kind.notes(form))})


def _act(
    request: AccountRequest, where: SubjectPage, kinds: Mapping[str, ActKind], pk: int, code: str
) -> HttpResponse:
    subject = where.find(request, pk)
    kind = _kind(kinds, code)
    request.actor.require(kind.action, subject.path)
    data = request.POST if request.method == "POST" else None
    opening = Opening(request.actor, request.today, subject, data, request.GET.get("row", ""))
    form = kind.form(opening)
    if request.method == "POST":
        act = done_or_told(form)
        if act is not None:
            return _after(request, where, kind, pk, act)
    shows(request, f"{where.name}-act", subject_id=subject.pk, path=subject.path)
    context = {
        "heading": kind.title,
        "whom": where.whom(subject),
        "form": form,
        "notes": list(kind.notes(form)),
        "preview_url": f"{request.path}preview/" if kind.has_preview else "",
    }
    return where.beside(request, subject, "home/act_form.html", context)


def done_or_told(form: ActForm) -> Act[Any] | None:
    """The act; None when the entries are wrong or it was refused, with the reasons on the form.

    After a conflict the form takes the version that stands now: both versions stand side by side, and saving
    once more means it.
    """
    if not form.is_valid():
        return None
    try:
        act: Act[Any] = form.act()
    except Conflict as conflict:
        if isinstance(form, RowActForm):
            settle(form)
        form.tell(conflict.mistakes)
        return None
    except Refused as refused:
        form.tell(refused.mistakes)
        return None
    return act


def _after(
    request: AccountRequest, where: SubjectPage, kind: ActKind, pk: int, act: Act[Any]
) -> HttpResponse:
    if kind.renews_page and is_partial(request):
        return HttpResponseClientRedirect(f"{where.url(pk)}?{DONE}={act.entry.pk}")
    return where.after(request, pk, act, focus=AFTER_ACT)


def _kind(kinds: Mapping[str, ActKind], code: str) -> ActKind:
    if code not in kinds:
        raise Http404
    return kinds[code]
