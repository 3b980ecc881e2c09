"""The page of one household: its members, whether it is without employment, and what is owed to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs, shows
from jiceng.accounts.models import User
from jiceng.accounts.roles import Action
from jiceng.assistance.models import Recognition
from jiceng.home.services.household_changes import changes_near_recognition
from jiceng.home.views import act_table, owed, standing, timeline
from jiceng.home.views.assisting import Assisting, stable_work
from jiceng.home.views.reasons import why_page
from jiceng.home.views.subject import SubjectPage
from jiceng.policy.force import Policy, in_force
from jiceng.policy.vocabulary import Span, carrying
from jiceng.residents.models import Assignment, Household, Visit
from jiceng.residents.populations import HOUSEHOLD as HOUSEHOLDS

FOUND, COUNTS = "zero_household_found", "counts_for_zero"
VISITS_SHOWN = 100


@require_safe
@needs(Action.VIEW)
def household(request: AccountRequest, pk: int) -> HttpResponse:
    """A household today."""
    return HOUSEHOLD.shown(request, household_or_404(request, pk))


@require_safe
@needs(Action.VIEW)
def why_household(request: AccountRequest, pk: int, code: str) -> HttpResponse:
    """Why a household is, or is not, in a population today."""
    home = household_or_404(request, pk)
    shows(request, "household-why", subject_id=home.pk, path=home.path)
    return why_page(request, home, "household", code, whom=f"{home.number}户", back=HOUSEHOLD.url(pk))


def household_or_404(request: AccountRequest, pk: int) -> Household:
    """A household of the scope."""
    home: Household = get_object_or_404(Household.objects.select_related("region__office"), pk=pk)
    return home


def _context(request: AccountRequest, home: Household) -> dict[str, Any]:
    shows(request, "household", subject_id=home.pk, path=home.path)
    today = request.today
    policy = in_force(home.region, today)
    rule = policy.origins.get(("category", FOUND))
    further = [COUNTS] if ("category", COUNTS) in policy.origins else []
    rows = standing.in_place_today(Q(household=home), policy, today, further=further)
    recognitions = list(timeline.rows_with_names(Recognition).filter(household=home))
    opened = standing.Open.on(today, recognitions)
    assisting = Assisting.of_household(home, policy, today)
    at_work = stable_work(home, policy, today) if recognitions else []
    return {
        "title": f"{home.number}户",
        "household": home,
        "officer": _officer(home, today),
        "members": [
            standing.member(row, today) | {"counts": bool(further) and standing.is_in(row, COUNTS)}
            for row in rows
        ],
        "rule": rule,
        "is_found": rule is not None and _is_found(home, policy, request),
        "opened": opened,
        "duties": owed.duties_of(policy, "household", home.pk, today),
        "assisting": assisting,
        "may_be_helped": bool(rows),
        "act_url": "household-act",
        "stable_work": at_work,
        "changes": changes_near_recognition(today, home) if recognitions else [],
        "is_stable": any(each.stability.is_stable for each in at_work),
        "entries": timeline.newest_first(
            [
                *timeline.of_recognitions(recognitions),
                *visits_of_members([row.resident for row in rows]),
                *assisting.entries,
            ]
        ),
        "timeline_tags": (("", "全部"), ("help", "认定"), ("visit", "走访")),
        "acts": act_table.offered_to_household(
            request.actor, pk=home.pk, path=home.path, now=act_table.Situation(bool(rows), opened, home)
        ),
    }


def _officer(home: Household, today: dt.date) -> User | None:
    """Who answers for the household: for its head, else for another member."""
    answering = Assignment.objects.of_households([(home.pk, today)])
    return User.objects.filter(pk__in=answering.values()).first()


def _is_found(home: Household, policy: Policy, request: AccountRequest) -> bool:
    day = Span.on(request.today)
    located = carrying(HOUSEHOLDS.located(day, False), day).filter(pk=home.pk)
    return bool(located.filter(policy.population(FOUND).q()).exists())


def visits_of_members(members: list[Any]) -> list[timeline.Entry]:
    """The latest visits of the members of a household, told with their names."""
    names = {each.pk: each.name for each in members}
    rows = timeline.rows_with_names(Visit).filter(resident__in=names).order_by("-on", "-pk")
    return [timeline.of_visit(row, names[row.resident_id]) for row in rows[:VISITS_SHOWN]]


HOUSEHOLD = SubjectPage(
    name="household",
    template="home/household.html",
    body="home/household_body.html",
    find=household_or_404,
    whom=lambda home: f"{home.number}户",
    context=_context,
)
