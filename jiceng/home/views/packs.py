"""A changed pack on the screen: check it, see what and whom it changes, enact it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.services.enacting import Review, people_changed, review, with_lines
from jiceng.home.views.pack_forms import EnactForm, PackForm, PackTextForm
from jiceng.policy.comparing import CHANGED, NEW, SAME, STANDING, WITHDRAWN, WITHOUT_EFFECT
from jiceng.policy.differences import Turnover, keys_of
from jiceng.policy.explaining import KIND_WORDS
from jiceng.policy.packs import PackError
from jiceng.policy.services import enact
from jiceng.regions.models import Region

STATE_WORDS = {
    NEW: "新增",
    CHANGED: "修改",
    WITHDRAWN: "废止",
    SAME: "不变",
    STANDING: "文件未提及，继续有效",
    WITHOUT_EFFECT: "不生效（另有更近或更晚的规定）",
}
ORDER = (NEW, CHANGED, WITHDRAWN, STANDING, WITHOUT_EFFECT, SAME)
KEYS_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.ORGANISE)
def upload(request: AccountRequest) -> HttpResponse:
    """Send a pack: every mistake with its line, or what it would change, to be enacted from there."""
    form = PackForm(request.POST or None, request.FILES or None, **_place(request))
    if form.is_valid():
        text, region = form.cleaned_data["file"], form.cleaned_data["region"]
        try:
            found = review(text, region, request.today)
        except PackError as error:
            mistakes = with_lines(error, text)
            return _page(request, form, mistakes=mistakes, name=request.FILES["file"].name, status=422)
        return _reviewed(
            request, found, text, EnactForm(initial={"text": text, "region": region.code}, review=found)
        )
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@needs(Action.ORGANISE)
def people(request: AccountRequest) -> HttpResponse:
    """Who would enter and leave, asked after the page: it counts the whole region twice."""
    form = PackTextForm(request.POST, **_place(request))
    if not form.is_valid():
        return redirect("pack-upload")
    on, found = people_changed(form.cleaned_data["text"], form.cleaned_data["region"], request.today)
    context = {"title": "人员进出", "on": on, "lines": [_turnover(each) for each in found]}
    return page(request, "home/pack_people_page.html", context, fragment="home/pack_people.html")


@require_POST
@needs(Action.ORGANISE)
def enact_pack(request: AccountRequest) -> HttpResponse:
    """Enact the pack that was reviewed."""
    given = PackTextForm(request.POST, **_place(request))
    if not given.is_valid():
        return redirect("pack-upload")
    text, region = given.cleaned_data["text"], given.cleaned_data["region"]
    try:
        found = review(text, region, request.today)
    except PackError:  # what was in force has changed since it was reviewed
        return redirect("pack-upload")
    form = EnactForm(request.POST, review=found)
    if found.enacted is not None:
        messages.info(request, "该文本此前已颁行，没有变化")
    elif form.is_valid():
        reason = form.cleaned_data["reason"]
        enact(actor=request.actor, text=text, region=region, reason=reason, today=request.today)
        messages.success(request, f"{found.draft.document}已在{region.name}颁行")
    else:
        return _reviewed(request, found, text, form, status=422)
    return redirect(f"{reverse('policy')}?region={region.code}")


def _place(request: AccountRequest) -> dict[str, Any]:
    return {"actor": request.actor, "own": request.post.office.region, "today": request.today}


def _page(request: AccountRequest, form: forms.Form, *, status: int, **more: Any) -> HttpResponse:
    context = {"title": "颁行政策包", "form": form, **more}
    return page(request, "home/pack_upload.html", context, status=status)


def _reviewed(
    request: AccountRequest, found: Review, text: str, form: EnactForm, status: int = 200
) -> HttpResponse:
    changes = sorted(found.changes, key=lambda change: ORDER.index(change.state))
    region: Region = found.draft.region
    context = {
        "title": f"核对：{found.draft.title}",
        "found": found,
        "region": region,
        "text": text,
        "form": form,
        "changes": [
            {
                "kind": KIND_WORDS[c.kind],
                "state": STATE_WORDS[c.state],
                "is_quiet": c.state == SAME,
                "entry": c,
            }
            for c in changes
        ],
    }
    return page(request, "home/pack_review.html", context, status=status)


def _turnover(each: Turnover) -> dict[str, Any]:
    return {
        "kind": KIND_WORDS[each.kind],
        "label": each.label,
        "enter": len(each.enter),
        "leave": len(each.leave),
        "entering": keys_of(each.subject, each.enter[:KEYS_SHOWN]),
        "leaving": keys_of(each.subject, each.leave[:KEYS_SHOWN]),
        "is_cut": max(len(each.enter), len(each.leave)) > KEYS_SHOWN,
    }
