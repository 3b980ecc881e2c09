"""The page of one resident: who the person is, what is owed, what can be done, and all that happened."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.roles import Action
from jiceng.home.views import act_table, fact_values, owed, standing, timeline
from jiceng.home.views.assisting import Assisting
from jiceng.home.views.reasons import why_page
from jiceng.home.views.subject import SubjectPage
from jiceng.policy.force import in_force
from jiceng.residents.models import Assignment, Facts, NumberProposal, Resident, Sighting
from jiceng.residents.rules import age_on
from jiceng.residents.services import refusals_in

TIMELINE_TAGS = (("", "全部"), ("work", "就业失业"), ("help", "援助"), ("visit", "走访"), ("facts", "信息"))


@require_safe
@needs(Action.VIEW)
def person(request: AccountRequest, pk: int) -> HttpResponse:
    """A resident today, with the whole history."""
    return RESIDENT.shown(request, resident_or_404(request, pk))


@require_safe
@needs(Action.VIEW)
def why_person(request: AccountRequest, pk: int, code: str) -> HttpResponse:
    """Why a resident is, or is not, in a population today."""
    resident = resident_or_404(request, pk)
    shows(request, "person-why", subject_id=resident.pk, path=resident.path)
    return why_page(request, resident, "resident", code, whom=resident.name, back=RESIDENT.url(pk))


def resident_or_404(request: AccountRequest, pk: int) -> Resident:
    """A resident of the scope, with who answers for the person today, and what is still to be decided."""
    answering = Assignment.objects.filter(resident=OuterRef("pk")).open_on(request.today)
    proposed = NumberProposal.objects.filter(resident=OuterRef("pk"), agreed=None)
    rows = Resident.objects.annotate(
        officer=Subquery(answering.values("officer__name")[:1]),
        area=Subquery(answering.values("area")[:1]),
        number_proposal=Subquery(proposed.values("pk")[:1]),
    )
    rows = rows.select_related("region__office").prefetch_related("region__former_paths")
    resident: Resident = get_object_or_404(rows, pk=pk)
    return resident


def _context(request: AccountRequest, resident: Resident) -> dict[str, Any]:
    shows(request, "person", subject_id=resident.pk, path=resident.path)
    today = request.today
    policy = in_force(resident.region, today)
    rows = timeline.rows_with_names(Facts).filter(resident=resident)
    versions = list(rows.select_related("household", "region", "entered_by", "changed_by"))
    assisting = Assisting.of_person(resident, policy, today)
    sightings = list(timeline.rows_with_names(Sighting).filter(resident=resident))
    told = timeline.of_resident(resident, versions, sightings)
    entries = timeline.newest_first([*told, *assisting.entries])
    latest = max((each for each in versions if each.voided_at is None), key=lambda each: each.start)
    has_left = latest.stop is not None and latest.stop <= today
    household = None if has_left else latest.household
    who = Q(resident=resident) | Q(household=household) if household else Q(resident=resident)
    home = standing.in_place_today(who, policy, today)
    mine = next((row for row in home if row.resident_id == resident.pk), None)
    opened = standing.Open.on(today, [entry.row for entry in entries])
    duties = owed.duties_of(policy, "resident", resident.pk, today)
    if household:
        duties += owed.duties_of(policy, "household", household.pk, today)
    return {
        "title": resident.name,
        "resident": resident,
        "age": age_on(resident.birth, today),
        "number": standing.masked_number(resident),
        "is_own_community": request.actor.path == resident.path,
        "latest": latest,
        "household": household,
        "departed_on": latest.stop if has_left else None,
        "chips": standing.chips(mine) if mine else [],
        "eligibilities": standing.eligibilities(mine, policy, opened.determinations, today) if mine else {},
        "members": [standing.member(row, today) for row in home] if household else [],
        "duties": duties,
        "fact_groups": fact_values.grid(latest, refusals_in(sightings, today)),
        "may_edit_facts": not has_left and request.actor.may(Action.WRITE, resident.path),
        "assisting": assisting,
        "act_url": "person-act",
        "may_be_helped": not has_left,
        "may_be_urgent": not has_left and opened.job is None,
        "entries": entries,
        "timeline_tags": TIMELINE_TAGS,
        "acts": act_table.offered_to_person(
            request.actor,
            pk=resident.pk,
            path=resident.path,
            now=act_table.Situation(not has_left, opened, household),
        ),
    }


RESIDENT = SubjectPage(
    name="person",
    template="home/person.html",
    body="home/person_body.html",
    find=resident_or_404,
    whom=attrgetter("name"),
    context=_context,
)
