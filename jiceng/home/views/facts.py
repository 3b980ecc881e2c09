"""Changing one fact of a resident in place: click the value, type, Enter."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.registers import Conflict, Refused
from jiceng.home.forms import FactForm
from jiceng.home.views import fact_values
from jiceng.home.views.person import RESIDENT, resident_or_404
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.residents.models import Facts
from jiceng.residents.services import latest_version, refusals_of

CONFLICT = 409
AS_IT_IS = "as-it-is"  # asks for the value without its editor
EDITOR = "home/person_fact_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def fact(request: AccountRequest, pk: int, name: str) -> HttpResponse:
    """One value: its editor, and what came of it."""
    if name not in fact_values.NAMES:
        raise Http404
    resident = resident_or_404(request, pk)
    request.actor.require(Action.WRITE, resident.path)
    about = {"name": name, "resident": resident, "latest": latest_version(resident)}
    about["refusals"] = refusals_of([resident.pk], request.today).get(resident.pk, {})
    if request.method == "POST":
        return _save(request, about)
    shows(request, "person-fact", subject_id=resident.pk, path=resident.path)
    template = "home/person_fact.html" if AS_IT_IS in request.GET else EDITOR
    return _editor(request, _form(request, about), template=template)


def _save(request: AccountRequest, about: dict[str, Any]) -> HttpResponse:
    form = _form(request, about, request.POST)
    try:
        act = form.act() if form.is_valid() else None
    except Conflict as conflict:
        # The value stays as typed, over what stands now: saving once more means it.
        again = _form(request, about, _as_shown_now(request, about["latest"]))
        return _in_place(_editor(request, again, status=CONFLICT, conflict=str(conflict)), form.name)
    except Refused as refused:
        form.tell(refused.mistakes)
        act = None
    if act is None:
        return _in_place(_editor(request, form, status=UNPROCESSABLE), form.name)
    return RESIDENT.after(request, form.resident.pk, act, focus=f"#fact-{form.name} .fact-value")


def _form(request: AccountRequest, about: dict[str, Any], data: Any = None) -> FactForm:
    return FactForm(data, actor=request.actor, today=request.today, **about)


def _as_shown_now(request: AccountRequest, latest: Facts) -> Any:
    entered = request.POST.copy()
    entered["version"], entered["lock_version"] = str(latest.pk), str(latest.lock_version)
    return entered


def _in_place(response: HttpResponse, name: str) -> HttpResponse:
    return reswap(retarget(response, f"#fact-{name}"), "outerHTML")


def _editor(
    request: AccountRequest, form: FactForm, *, template: str = EDITOR, status: int = 200, conflict: str = ""
) -> HttpResponse:
    context = {
        "title": f"{form.resident.name}：{fact_values.label_of(form.name)}",
        "resident": form.resident,
        "cell": fact_values.cell(form.latest, form.name, form.refusals),
        "form": form,
        "conflict": conflict,
        "may_edit_facts": True,
    }
    return page(request, "home/person_fact_page.html", context, fragment=template, status=status)
