"""Who answers for whom: caseloads by officer and area, assigning by building or list, handing over (A3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.acts import undo
from jiceng.accounts.models import AuditEntry, User
from jiceng.accounts.roles import Action
from jiceng.core.pages import page, refusal
from jiceng.core.paging import PAGE_SIZE
from jiceng.core.registers import Refused
from jiceng.core.scope import in_scope
from jiceng.home.forms import FindForListForm
from jiceng.home.views.acts import done_or_told
from jiceng.residents.forms import AssignForm, HandOverForm
from jiceng.residents.ledgers import in_place
from jiceng.residents.models import Assignment, Resident
from jiceng.residents.services import HANDED_OVER, caseload

SHOWN = 500  # people of one list that are looked through on a page
UNDO_REFUSED = 400
AREA_LENGTH = Assignment._meta.get_field("area").max_length or 0


@require_safe
@needs(Action.VIEW)
def caseloads(request: AccountRequest) -> HttpResponse:
    """Officers with the areas and numbers of people they answer for, and who has nobody."""
    today = request.today
    here = in_place(today).values("resident")
    rows = Assignment.objects.open_on(today).filter(resident__in=here)
    counted = rows.values("officer", "area", name=F("officer__name")).annotate(people=Count("pk"))
    # A city has thousands of areas.
    areas = Paginator(counted.order_by("name", "officer", "area"), PAGE_SIZE)
    context = {
        "title": "责任人与片区",
        "page": areas.get_page(request.GET.get("page")),
        "unassigned": in_place(today).count() - rows.count(),
        "may_write": request.actor.may(Action.WRITE),
    }
    return page(request, "home/caseloads.html", context, fragment="home/caseload_areas.html")


@require_safe
@needs(Action.VIEW)
def caseload_list(request: AccountRequest, pk: int) -> HttpResponse:
    """The people of a caseload, or of one area of it, for print."""
    officer, area = _officer(request, pk), _area(request)
    context = {"title": f"{officer}的责任居民名单", "officer": officer, "area": area}
    rows = caseload(officer, request.today, area)
    return page(request, "home/caseload_print.html", context | {"rows": _listed(rows, request.today)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def hand_over(request: AccountRequest, pk: int) -> HttpResponse:
    """Hand a caseload over: who is in it is shown before, the list is printed after."""
    officer, area = _officer(request, pk), _area(request)
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, actor=request.actor, today=request.today, officer=officer, area=area)
    act = done_or_told(form) if data is not None else None
    if act is not None:
        return redirect("handover", act.entry.pk)
    rows = caseload(officer, request.today, area)
    context = {
        "title": f"移交{officer}的责任居民",
        "officer": officer,
        "area": area,
        "form": form,
        "count": rows.count(),
        "rows": _listed(rows[:SHOWN], request.today),
    }
    return page(request, "home/hand_over.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Action.VIEW)
def handover(request: AccountRequest, pk: int) -> HttpResponse:
    """The list of a hand-over, to be printed and signed."""
    entry = _entry(pk)
    made = [key for label, key, _, _ in entry.detail["rows"] if label == "residents.assignment"]
    rows = Assignment.objects.filter(pk__in=made, start=entry.detail["on"], officer=entry.detail["to"])
    officers = {
        each.pk: each for each in User.objects.filter(pk__in=[entry.detail[k] for k in ("officer", "to")])
    }
    context = {
        "title": "责任居民移交清单",
        "entry": entry,
        "on": dt.date.fromisoformat(entry.detail["on"]),
        "officer": officers.get(entry.detail["officer"]),
        "to": officers.get(entry.detail["to"]),
        "area": entry.detail["area"],
        "rows": _listed(rows, request.today),
        "may_undo": entry.user_id == request.user.pk,
    }
    return page(request, "home/handover_print.html", context)


@require_POST
@needs(Action.WRITE)
def handover_undo(request: AccountRequest, pk: int) -> HttpResponse:
    """Take a hand-over back."""
    try:
        undo(actor=request.actor, entry=_entry(pk), now=timezone.now(), today=request.today)
    except Refused as refused:
        return refusal(request, str(refused), status=UNDO_REFUSED, title="不能撤销")
    messages.success(request, "已撤销移交")
    return redirect("caseloads")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def assign_list(request: AccountRequest) -> HttpResponse:
    """Find people by building, household numbers or the lack of an officer; assign those that are ticked.

    All by POST: where people live does not stand in an address.
    """
    is_asked = request.method == "POST"
    finding = FindForListForm(request.POST if is_asked else None, office=request.post.office)
    found = (
        _listed(_found(finding, request)[: SHOWN + 1], request.today)
        if is_asked and finding.is_valid()
        else []
    )
    ticked = _ticked(request, found) if "assign" in request.POST else []
    form = AssignForm(
        request.POST if "assign" in request.POST else None,
        actor=request.actor,
        today=request.today,
        residents=ticked or list(Resident.objects.filter(pk__in=[row.resident_id for row in found])),
        initial={"area": finding.data.get("building", "")} if is_asked else None,
    )
    if "assign" in request.POST:
        if not ticked:
            form.add_error(None, "请至少选择一名居民")
        elif done_or_told(form) is not None:
            messages.success(request, f"已为{len(ticked)}名居民指定责任人")
            return redirect("caseloads")
    context = {
        "title": "按楼栋或名单指定责任人",
        "finding": finding,
        "found": found[:SHOWN],
        "is_asked": is_asked,
        "is_cut": len(found) > SHOWN,
        "form": form,
    }
    return page(request, "home/assign_list.html", context, status=422 if form.errors else 200)


def _found(finding: FindForListForm, request: AccountRequest) -> Any:
    """Versions of facts of today under the entries."""
    given = finding.cleaned_data
    rows = in_place(request.today).order_by("household__number", "relation", "resident")
    if given["place"]:
        rows = rows.filter(region=given["place"])
    if given["building"]:
        rows = rows.filter(address__contains=given["building"])
    if given["households"]:
        rows = rows.filter(household__number__in=given["households"])
    if given["only_unassigned"]:
        held = Assignment.objects.open_on(request.today)
        rows = rows.filter(~Q(resident__in=held.values("resident")))
    return rows


def _ticked(request: AccountRequest, found: list[Any]) -> list[Resident]:
    chosen = set(request.POST.getlist("people"))
    people = [row.resident_id for row in found if str(row.resident_id) in chosen]
    return list(Resident.objects.filter(pk__in=people))


def _listed(rows: Any, today: dt.date) -> list[Any]:
    """Rows of people with the household and address of today and who answers, in the order of a walk."""
    listed = list(rows.select_related("resident", "region")) if rows.model is Assignment else list(rows)
    people = [row.resident_id for row in listed]
    homes = {row.resident_id: row for row in _at_home(people, today)}
    answering = Assignment.objects.open_on(today).filter(resident__in=people)
    officers = dict(answering.values_list("resident", "officer__name"))
    for row in listed:
        row.home, row.answers = homes.get(row.resident_id), officers.get(row.resident_id, "")
    return sorted(listed, key=lambda row: (_household_of(row), row.resident_id))


def _at_home(people: list[int], today: dt.date) -> Any:
    return in_place(today).filter(resident__in=people).defer(None).select_related("household", "region")


def _household_of(row: Any) -> str:
    return row.home.household.number if row.home and row.home.household else ""


def _officer(request: AccountRequest, pk: int) -> User:
    """An officer who answers for somebody of the scope; 404 else."""
    if not caseload(User(pk=pk), request.today).exists():
        raise Http404
    return get_object_or_404(User, pk=pk)


def _area(request: AccountRequest) -> str | None:
    """The area asked for, None for all; 404 for what can be none."""
    area = request.GET.get("area")
    if area is not None and ("\0" in area or len(area) > AREA_LENGTH):
        raise Http404
    return area


def _entry(pk: int) -> AuditEntry:
    entry: AuditEntry = get_object_or_404(in_scope(AuditEntry.objects.filter(action=HANDED_OVER)), pk=pk)
    return entry
