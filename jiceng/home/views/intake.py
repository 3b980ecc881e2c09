"""Taking in a new person: identity, household and unemployment registration on one page (domain R2, E1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.cells import InvalidValue
from jiceng.core.identity import Identity, normalise, parse_identity
from jiceng.core.pages import page
from jiceng.employment.forms import IntakeForm
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.done import DONE, act_just_done, just_done
from jiceng.home.views.search import look_up
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.residents.models import Household, Resident, Sex
from jiceng.residents.rules import age_on
from jiceng.residents.search import find

# What is asked of everybody; all other facts stand behind these.
SECTIONS = (
    ("身份", ("number", "name", "region")),
    ("家庭与联系", ("household_number", "relation", "phone", "address")),
    ("情况", ("hukou", "education", "ability", "student", "job_wish", "laid_off")),
    (
        "失业登记",
        (
            "registered_on",
            "unemployed_on",
            "reason",
            "category",
            "former_employer",
            "wish_said",
            "training_wish",
        ),
    ),
)
CARD_DIGITS = (18, 15)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def intake(request: AccountRequest) -> HttpResponse:
    """An empty form; after saving it stands ready for the next person."""
    data = request.POST if request.method == "POST" else None
    form = IntakeForm(data, actor=request.actor, today=request.today, initial=_household_given(request))
    if data is not None:
        act = done_or_told(form)
        if act is not None:
            return redirect(f"{reverse('intake')}?{DONE}={act.entry.pk}")
    _prepare(form)
    context = {
        "title": "新增居民",
        "form": form,
        "sections": [(title, [form[name] for name in names]) for title, names in SECTIONS],
        "more": [field for field in form.visible_fields() if field.name not in _asked_of_all()],
        "resident": _known_here(form, request),
        **_saved(request),
    }
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "home/intake.html", context, status=status)


@require_POST
@needs(Action.WRITE)
def check(request: AccountRequest) -> HttpResponse:
    """What a number says, and whether the person is on file: here with a link, elsewhere only with whom."""
    typed = normalise(request.POST.get("number", ""))
    context: dict[str, Any] = {"title": "核对号码"}
    if len(typed) in CARD_DIGITS:
        found = look_up(request, typed)
        context |= {"found": found, "resident": found.single, "identity": _identity(typed, request)}
        if context["identity"]:
            identity = context["identity"]
            context |= {"sex": Sex(identity.sex).label, "age": age_on(identity.birth, request.today)}
    return page(request, "home/intake_check.html", context)


def _identity(number: str, request: AccountRequest) -> Identity | None:
    try:
        return parse_identity(number, today=request.today)
    except InvalidValue:
        return None


def _known_here(form: IntakeForm, request: AccountRequest) -> Resident | None:
    """The person of the number that was refused, if on file in the scope."""
    number = normalise(form.data.get("number", ""))
    if "number" not in form.errors or len(number) not in CARD_DIGITS:
        return None
    return find(number, today=request.today).single


def _household_given(request: AccountRequest) -> dict[str, Any]:
    """The household whose next member is taken in, if the address names one."""
    wanted = request.GET.get("household", "")
    home = Household.objects.filter(pk=wanted).first() if wanted.isdecimal() else None
    return {"household_number": home.number, "region": home.region_id} if home else {}


def _saved(request: AccountRequest) -> dict[str, Any]:
    """The person who was just taken in."""
    entry = just_done(request)
    saved = Resident.objects.filter(pk=entry.subject_id).first() if entry else None
    if entry is None or saved is None:
        return {}
    home = Household.objects.filter(pk__in=saved.versions.values("household")).first()
    done = act_just_done(request, "person-undo", saved.pk)
    return {"saved": saved, "saved_household": home, "done": done}


def _prepare(form: IntakeForm) -> None:
    """The number is checked while it is typed; the two wishes are told apart."""
    form.fields["wish_said"].label = "登记时表示的求职意愿"
    form.fields["number"].widget.attrs |= {
        "autofocus": True,
        "hx-post": reverse("intake-check"),
        "hx-trigger": "input changed delay:120ms",
        "hx-target": "#intake-check",
        "hx-sync": "this:replace",
    }


def _asked_of_all() -> Iterable[str]:
    return {name for _, names in SECTIONS for name in names}
