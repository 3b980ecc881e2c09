"""Meetings: called, attended, minuted; notices for those called; attendance by office."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.dispatch.choices import Attendance
from jiceng.dispatch.forms import AttendanceForm, MeetingForm, MinutesForm
from jiceng.dispatch.models import Meeting, Seat
from jiceng.dispatch.services import meeting_of
from jiceng.dispatch.views.answers import after, download, just_done, saved

SHOWN = 50  # meetings of a list, the latest first
YEARS = 3  # that are counted


@require_safe
@needs(Action.VIEW)
def meetings(request: AccountRequest) -> HttpResponse:
    """Meetings to which the own office is called, and those called by it or below."""
    seats = Seat.objects.filter(path=request.actor.path).order_by("-on", "-pk")
    called = Meeting.objects.select_related("region__office").annotate(
        seats_total=Count("seats", filter=Q(seats__voided_at=None)),
        came=Count("seats", filter=Q(seats__voided_at=None, seats__attendance=Attendance.ATTENDED)),
    )
    context = {
        "title": "工作调度会",
        "seats": seats[:SHOWN],
        "called": called.order_by("-on", "-pk")[:SHOWN],
        "may_call": request.actor.may(Action.REVIEW) and not request.post.office.region.is_community,
    }
    return page(request, "dispatch/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.REVIEW)
def new(request: AccountRequest) -> HttpResponse:
    """Call offices below to a meeting."""
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, actor=request.actor, today=request.today)
    act = saved(request, form, "已发出会议通知") if data is not None else None
    if act is not None:
        return after("meeting", act.row.pk, act)
    context = {"title": "召集工作调度会", "form": form, "back": "meetings", "save": "发出通知"}
    return page(request, "dispatch/new.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Action.VIEW)
def meeting(request: AccountRequest, pk: int) -> HttpResponse:
    """A meeting called by the own office or below."""
    return _page(request, get_object_or_404(Meeting, pk=pk))


@require_POST
@needs(Action.REVIEW)
def attendance(request: AccountRequest, pk: int) -> HttpResponse:
    """Record who came."""
    found = get_object_or_404(Meeting, pk=pk)
    request.actor.require(Action.REVIEW, found.path)
    form = _attendance(request, found, request.POST)
    act = saved(request, form, "出席情况已登记")
    return after("meeting", pk, act) if act is not None else _page(request, found, attendance_form=form)


@require_POST
@needs(Action.REVIEW)
def minutes(request: AccountRequest, pk: int) -> HttpResponse:
    """Record the minutes."""
    found = get_object_or_404(Meeting, pk=pk)
    request.actor.require(Action.REVIEW, found.path)
    form = MinutesForm(request.POST, request.FILES, actor=request.actor, today=request.today, meeting=found)
    act = saved(request, form, "会议纪要已登记")
    return after("meeting", pk, act) if act is not None else _page(request, found, minutes_form=form)


@require_safe
@needs(Action.VIEW)
def seat(request: AccountRequest, pk: int) -> HttpResponse:
    """The notice of a meeting to which an office is called, with the agenda, and later the minutes."""
    found = get_object_or_404(Seat.objects.select_related("office"), pk=pk)
    context = {"title": found.title, "seat": found, "meeting": meeting_of(found)}
    return page(request, "dispatch/seat.html", context)


@require_safe
@needs(Action.VIEW)
def minutes_file(request: AccountRequest, pk: int) -> HttpResponse:
    """The file of the minutes, by the notice of an office that was called."""
    attachment = meeting_of(get_object_or_404(Seat, pk=pk)).attachment
    if attachment is None:
        raise Http404
    return download(attachment)


@require_safe
@needs(Action.VIEW)
def attendances(request: AccountRequest) -> HttpResponse:
    """How often each office came, in the calendar year of today or the one asked for."""
    years = [request.today.year - back for back in range(YEARS)]
    year = next((each for each in years if str(each) == request.GET.get("year")), years[0])
    held = Seat.objects.filter(on__year=year, on__lte=request.today)
    counts = {each.value: Count("pk", filter=Q(attendance=each)) for each in Attendance}
    rows = held.values("office__name").annotate(called=Count("pk"), **counts).order_by("office__region__path")
    context = {
        "title": f"{year}年会议出席情况",
        "rows": list(rows),
        "year": year,
        "years": years,
    }
    return page(request, "dispatch/attendances.html", context)


def _attendance(request: AccountRequest, found: Meeting, data: Any = None) -> AttendanceForm:
    seats = list(Seat.objects.filter(meeting=found).select_related("office").order_by("path"))
    return AttendanceForm(data, actor=request.actor, today=request.today, meeting=found, seats=seats)


def _page(request: AccountRequest, found: Meeting, **forms: Any) -> HttpResponse:
    actor, today = request.actor, request.today
    may_record = actor.may(Action.REVIEW, found.path) and found.on <= today
    context: dict[str, Any] = {
        "title": found.title,
        "meeting": found,
        "attendance_form": forms.get("attendance_form") or _attendance(request, found),
        "may_record": may_record,
        "done": just_done(request),
    }
    if may_record:
        context["minutes_form"] = forms.get("minutes_form") or MinutesForm(
            actor=actor, today=today, meeting=found
        )
    return page(request, "dispatch/meeting.html", context, status=422 if forms else 200)
