"""Working through a duty: its list, and the act of each row done in the row itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.acts import Act, undo
from jiceng.accounts.models import AuditEntry, User
from jiceng.accounts.roles import Action
from jiceng.core.pages import is_partial, page, refusal
from jiceng.core.registers import Refused
from jiceng.home.services.desk import WHENS, around, next_due, open_duties, when_due
from jiceng.home.views.acts import done_or_told
from jiceng.home.views.front import region_asked
from jiceng.home.views.owed import STATUSES
from jiceng.policy.duties import Owed, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area, in_force
from jiceng.policy.outcomes import officers_of
from jiceng.policy.schema import Duty
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.regions.models import Region
from jiceng.residents.forms import VisitForm
from jiceng.residents.models import Resident

PER_PAGE = 50
UNDO_REFUSED = 400
EVERYTHING = {"all": "全部", **WHENS}
# What a row leads to follows from the word that proves the duty: a form in the row, or a page.
VISIT = "follow_up_visit"
OPEN = "open"  # in the address: the form of the first row is opened
VISIT_REASON = "after_employment"


@dataclass(frozen=True)
class Row:
    """A duty of the list as it is shown."""

    owed: Owed
    name: str
    place: str
    officer: str
    days_left: int
    days_running: int | None  # since the event that it follows from; None for one that recurs
    href: str
    act_href: str
    waiver_href: str

    @property
    def days_overdue(self) -> int:
        """How many days too late it is by now."""
        return -self.days_left

    @property
    def word(self) -> str:
        """The status in a word."""
        return STATUSES[self.owed.status][0]

    @property
    def tone(self) -> str:
        """The colour of the status."""
        return STATUSES[self.owed.status][1]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.owed.status in ("open", "overdue")


@require_safe
@needs(Action.VIEW)
def duty_list(request: AccountRequest, code: str) -> HttpResponse:
    """What of one duty is still to be done in the region."""
    region, today = region_asked(request), request.today
    found = open_duties(region, today, code)
    if not found:
        raise Http404
    duty, items = found[0]
    when = request.GET.get("when", "all")
    chosen = [o for o in items if when not in WHENS or when_due(o, today) == when]
    mine = request.GET.get("mine") == "1"
    if mine:
        officers = officers_of(chosen)
        chosen = [o for o in chosen if officers.get((o.subject, o.subject_id, o.due)) == request.user.pk]
    shown = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": duty.label,
        "duty": duty,
        "region": region,
        "when": when if when in EVERYTHING else "all",
        "whens": EVERYTHING,
        "mine": mine,
        "page": shown,
        "opens_first": OPEN in request.GET,
        "rows": _rows(duty, list(shown), today),
        "in_rows": VISIT in duty.evidence and request.actor.may(Action.WRITE),
        "may_write": request.actor.may(Action.WRITE),
    }
    return page(request, "home/duty_list.html", context, fragment="home/duty_rows.html")


@require_safe
@needs(Action.VIEW)
def next_duty(request: AccountRequest) -> HttpResponse:
    """What is due next in the region of the post, with its form ready; the first page when nothing is."""
    found = next_due(open_duties(request.post.office.region, request.today))
    if found is None:
        return redirect("home")
    duty, owed = found
    if VISIT in duty.evidence:
        return redirect(f"{reverse('duty-list', args=[duty.code])}?{OPEN}=1")
    return redirect(_href(duty, owed))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.WRITE)
def duty_act(request: AccountRequest, code: str, pk: int, since: str) -> HttpResponse:
    """The visit that proves a duty, prefilled; saving it gives the row as it is afterwards."""
    person = get_object_or_404(Resident, pk=pk)
    duty = _visit_duty(person.region, code, request.today)
    row = _row_of(duty, person.region, pk, since, request.today)
    data = request.POST if request.method == "POST" else None
    form = VisitForm(data, actor=request.actor, today=request.today, people=[person], reasons=[VISIT_REASON])
    act = done_or_told(form) if request.method == "POST" else None
    shows(request, "duty-act", subject_id=pk, path=person.path)
    if act is None:
        context = {"title": duty.label, "duty": duty, "row": row, "form": form}
        status = 422 if request.method == "POST" else 200
        return page(request, "home/duty_act.html", context, fragment="home/duty_form.html", status=status)
    return _after(request, duty, row, act, since)


@require_POST
@needs(Action.WRITE)
def duty_undo(request: AccountRequest, code: str, pk: int, since: str, entry: int) -> HttpResponse:
    """Take back the visit just recorded: the row is open again."""
    person = get_object_or_404(Resident, pk=pk)
    duty = _visit_duty(person.region, code, request.today)
    done = get_object_or_404(AuditEntry, pk=entry, user=request.user)
    try:
        undo(actor=request.actor, entry=done, now=timezone.now(), today=request.today)
    except Refused as refused:
        return refusal(request, str(refused), status=UNDO_REFUSED, title="不能撤销")
    row = _row_of(duty, person.region, pk, since, request.today)
    if not is_partial(request):
        return redirect("duty-list", code)
    context = {"duty": duty, "row": row, "in_rows": True, "may_write": True, "just_undone": True}
    return page(request, "home/duty_row.html", context)


def _after(request: AccountRequest, duty: Duty, row: Row, act: Act[Any], since: str) -> HttpResponse:
    if not is_partial(request):
        return redirect("duty-list", duty.code)
    row = _row_of(duty, act.row.region, row.owed.subject_id, since, request.today)
    undo_href = reverse("duty-undo", args=[duty.code, row.owed.subject_id, since, act.entry.pk])
    context = {
        "duty": duty,
        "row": row,
        "in_rows": True,
        "may_write": True,
        "undo_href": undo_href,
        "just_saved": True,
    }
    return page(request, "home/duty_row.html", context)


def _visit_duty(region: Region, code: str, today: dt.date) -> Duty:
    duty: Duty | None = next((d for d in in_force(region, today).all("duty") if d.code == code), None)
    if duty is None or VISIT not in duty.evidence:
        raise Http404
    return duty


def _row_of(duty: Duty, region: Region, pk: int, since: str, today: dt.date) -> Row:
    """The duty of one subject that began on a day; 404 when nothing of the kind is owed."""
    area = Area(region, in_force(region, today), only=pk)
    with reading_all():
        owed = [o for o in derive(area, duty, around(today)) if o.since.isoformat() == since]
    if not owed:
        raise Http404
    return _rows(duty, owed, today)[0]


def _rows(duty: Duty, items: list[Owed], today: dt.date) -> list[Row]:
    subject = SUBJECTS[duty.subject]
    names = subject.displays([o.subject_id for o in items])
    places = dict(Region.objects.filter(path__in={o.path for o in items}).values_list("path", "name"))
    officers = officers_of(items)
    people = _names_of_officers(set(officers.values()))
    return [
        Row(
            owed=o,
            name=names.get(o.subject_id, ""),
            place=places.get(o.path, ""),
            officer=people.get(officers.get((o.subject, o.subject_id, o.due), 0), ""),
            days_left=(o.due - today).days,
            days_running=None if duty.every else (today - o.since).days,
            href=_href(duty, o),
            act_href=reverse("duty-act", args=[duty.code, o.subject_id, o.since.isoformat()]),
            waiver_href=reverse("waiver-ask", args=[duty.code, o.subject_id, o.since.isoformat()]),
        )
        for o in items
    ]


def _names_of_officers(ids: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _href(duty: Duty, owed: Owed) -> str:
    if duty.subject == "household":
        return reverse("household", args=[owed.subject_id])
    if duty.subject == "office":
        return f"{reverse('change-list')}?path={owed.path}&first={owed.since.isoformat()}"
    return reverse("person", args=[owed.subject_id])
