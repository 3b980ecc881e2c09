"""People who might be on file twice: the list, one pair side by side, merged, told apart, separated again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.core.secrets import digester
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.done import DONE
from jiceng.home.views.front import region_asked
from jiceng.home.views.standing import masked_number
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.regions.models import Level, Region
from jiceng.residents.forms import DistinguishForm, MergeForm, SeparateForm, TwoNumbersForm
from jiceng.residents.models import DuplicateRuling, Facts, Resident
from jiceng.residents.rules import age_on
from jiceng.residents.services import latest_version, suspected_duplicates
from jiceng.residents.services.following import standing_rows

RULINGS_SHOWN = 50
NAMES = ("甲", "乙")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def duplicates(request: AccountRequest) -> HttpResponse:
    """The pairs of a street or community, and what was decided lately; POST names a pair by its numbers."""
    region = region_asked(request)
    form = TwoNumbersForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        pair = [_by_number(form.cleaned_data[name]) for name in ("first", "second")]
        if all(pair) and pair[0] != pair[1]:
            return redirect("duplicate", *sorted(each.pk for each in pair if each))
        form.add_error(None, "管辖范围内没有这两条登记" if not all(pair) else "两个号码是同一条登记")
    is_small = region.level >= Level.STREET
    pairs, has_more = suspected_duplicates(region) if is_small else ([], False)
    rulings = DuplicateRuling.objects.select_related("resident", "entered_by", "region").order_by("-pk")
    context = {
        "title": "疑似重复",
        "region": region,
        "pairs": [
            (pair, _described(pair.first, request), _described(pair.second, request)) for pair in pairs
        ],
        "has_more": has_more,
        "below": [] if is_small else list(_streets(region, request)),
        "rulings": _named(list(rulings.within(region.path)[:RULINGS_SHOWN])),
        "form": form,
    }
    return page(request, "home/duplicates.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def duplicate(request: AccountRequest, pk: int, other: int) -> HttpResponse:
    """Two residents side by side; merged into the one that is chosen, or told apart."""
    if pk == other:
        raise Http404
    people = Resident.objects.select_related("region__office")
    pair = (get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other))
    for each in pair:
        shows(request, "duplicate", subject_id=each.pk, path=each.path)
    given = {"actor": request.actor, "today": request.today, "pair": pair}
    is_apart = "apart" in request.POST
    posted = request.POST if request.method == "POST" else None
    labels = [f"{name}：{each.name} {masked_number(each)}" for name, each in zip(NAMES, pair, strict=True)]
    merging = MergeForm(None if is_apart else posted, **given, labels=labels)
    apart = DistinguishForm(posted if is_apart else None, **given)
    if posted is not None:
        request.actor.require(Action.WRITE if is_apart else Action.VOID, pair[0].path)
        act = done_or_told(apart if is_apart else merging)
        if act is not None and is_apart:
            messages.success(request, "已记为不是同一人，不再提示")
            return redirect("duplicates")
        if act is not None:
            return redirect(f"{reverse('person', args=[act.row.resident_id])}?{DONE}={act.entry.pk}")
    context = {
        "title": "核对疑似重复",
        "sides": [(name, _side(each, request)) for name, each in zip(NAMES, pair, strict=True)],
        "form": merging,
        "apart": apart,
        "may_merge": all(request.actor.may(Action.VOID, each.path) for each in pair),
    }
    wrong = merging.errors or apart.errors
    return page(request, "home/duplicate.html", context, status=UNPROCESSABLE if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.VOID)
def separation(request: AccountRequest, pk: int) -> HttpResponse:
    """Take a merger back, or that two are not the same."""
    ruling = get_object_or_404(DuplicateRuling.objects.select_related("resident", "region"), pk=pk)
    request.actor.require(Action.VOID, ruling.path)
    posted = request.POST if request.method == "POST" else None
    form = SeparateForm(posted, actor=request.actor, today=request.today, ruling=ruling)
    if posted is not None and done_or_told(form) is not None:
        messages.success(request, "已撤销")
        return redirect("duplicates")
    context = {"title": "撤销处理结果", "ruling": _named([ruling])[0], "form": form}
    return page(request, "home/separation.html", context, status=UNPROCESSABLE if form.errors else 200)


def _by_number(number: str) -> Resident | None:
    return Resident.objects.filter(number_digest=digester().digest(number)).first()


def _streets(region: Region, request: AccountRequest) -> Any:
    below = Region.objects.within(region.path).existing_on(request.today)
    return below.filter(level=Level.STREET).order_by("path")


def _described(resident: Any, request: AccountRequest) -> Any:
    resident.age, resident.number = age_on(resident.birth, request.today), masked_number(resident)
    return resident


def _named(rulings: list[Any]) -> list[Any]:
    """With the other, whose row is voided when it was merged."""
    others = Resident.every.in_bulk({each.other_id for each in rulings})
    for each in rulings:
        each.other_name = others[each.other_id].name if each.other_id in others else ""
    return rulings


def _side(resident: Resident, request: AccountRequest) -> dict[str, Any]:
    latest: Facts = latest_version(resident)
    return {
        "resident": _described(resident, request),
        "latest": latest,
        "rows": standing_rows(resident),
    }
