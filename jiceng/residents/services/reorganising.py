"""What the residents do when the region tree changes: what is open moves, what is past stays.

Versions of facts that hold on the day are closed and go on under the new path; those that ended keep theirs,
so past figures of the old region do not change. Everything else of a person lies where the person lives now.
These receivers run within the transaction of the change, in the scope of the whole deployment.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Substr

from jiceng.accounts.actors import Actor
from jiceng.core.models import RegisterRow
from jiceng.core.registers import relocate_all
from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.policy.models import Waiver
from jiceng.regions.models import Region
from jiceng.regions.services import ReorganisationRefused
from jiceng.residents.models import (
    Assignment,
    ChangeListClosure,
    Facts,
    Household,
    IdentityClaim,
    Move,
    Resident,
)
from jiceng.residents.services.facts import FACTS, SURVEYED
from jiceng.residents.services.following import HOUSEHOLD_REGISTERS, PERSON_REGISTERS

NUMBER_LENGTH = Household._meta.get_field("number").max_length or 0
PATH_NOW = Subquery(Region.objects.filter(pk=OuterRef("region")).values("path"))

_CARRIED = ("resident_id", "household_id", *SURVEYED, *FACTS)
_OPEN_LIKE = f"""
    insert into residents_facts ({", ".join(_CARRIED)}, region_id, path, start, stop, "left",
        departure, known_on, entered_by_id, void_reason)
    select {", ".join(f"f.{column}" for column in _CARRIED)}, r.id, r.path, %(on)s, b.stop, b.was_left,
        b.departed, %(today)s, %(user)s, ''
    from unnest(%(ids)s::bigint[], %(stops)s::date[], %(lefts)s::boolean[], %(departures)s::text[])
        b(id, stop, was_left, departed)
    join residents_facts f on f.id = b.id
    join regions_region r on r.id = coalesce(%(into)s::bigint, f.region_id)
"""


def region_closing(sender: Any, *, region: Region, on: dt.date, **kwargs: Any) -> None:
    """A region in which residents are in place is merged into another, not closed."""
    if Facts.objects.filter(Q(stop=None) | Q(stop__gt=on), region=region).exists():
        raise ReorganisationRefused(f"{region.name}还有在册居民，不能撤销，请并入其他区划")


def region_path_changed(
    sender: Any,
    *,
    region: Region,
    into: Region,
    old_path: str,
    new_path: str,
    on: dt.date,
    actor: Actor,
    today: dt.date,
    **kwargs: Any,
) -> None:
    """Let residents, households and whatever follows them go along."""
    if region == into:
        _moved(region, old_path, on, actor, today)
    else:
        _merged(region, into, on, actor, today)
    _move_waivers(region, into, old_path, new_path, on)


def _moved(region: Region, old_path: str, on: dt.date, actor: Actor, today: dt.date) -> None:
    """The region moved with all below it: the same regions have other paths now."""
    inside = Q(path__gte=old_path, path__lt=old_path + AFTER_ALL_PATHS)
    # Parts that had closed before keep their paths, and so do the rows that lie there.
    now_here = Q(region__path__gte=region.path, region__path__lt=region.path + AFTER_ALL_PATHS)
    _split_facts(inside & now_here, on, actor, today)
    lying_here: list[type[RegisterRow]] = [Resident, Household, ChangeListClosure, Move]
    for model in (*lying_here, *PERSON_REGISTERS, *HOUSEHOLD_REGISTERS):
        relocate_all(model.every.filter(inside, now_here), by=actor.user, path=PATH_NOW)
    relocate_all(_open_assignments(on).filter(inside, now_here), by=actor.user, path=PATH_NOW)


def _merged(region: Region, into: Region, on: dt.date, actor: Actor, today: dt.date) -> None:
    """The region is no more: what was its own belongs to its successor."""
    place = {"region": into, "path": into.path}
    _split_facts(Q(region=region), on, actor, today, into)
    _move_households(region, into, on, actor, today)
    followers: list[type[RegisterRow]] = [Resident, Move, *PERSON_REGISTERS]
    for model in followers:
        relocate_all(model.every.filter(region=region), by=actor.user, **place)
    relocate_all(_open_assignments(on).filter(region=region), by=actor.user, **place)
    IdentityClaim.objects.filter(region=region).update(region=into)


def _split_facts(where: Q, on: dt.date, actor: Actor, today: dt.date, into: Region | None = None) -> None:
    """Close the versions that hold on the day, and open their like where their region lies now, or `into`."""
    holding = Facts.objects.filter(where, Q(stop=None) | Q(stop__gt=on))
    place = {"path": PATH_NOW} if into is None else {"region": into, "path": into.path}
    relocate_all(holding.filter(start__gte=on), by=actor.user, **place)
    before = list(holding.filter(start__lt=on).values_list("pk", "stop", "left", "departure"))
    ids, stops, lefts, departures = ([row[column] for row in before] for column in range(4))
    relocate_all(Facts.objects.filter(pk__in=ids), by=actor.user, stop=on, left=False, departure="")
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN_LIKE,
            {
                "on": on,
                "today": today,
                "user": actor.user.pk,
                "into": into.pk if into else None,
                "ids": ids,
                "stops": stops,
                "lefts": lefts,
                "departures": departures,
            },
        )


def _move_households(region: Region, into: Region, on: dt.date, actor: Actor, today: dt.date) -> None:
    """Households of the old community stay there; their members, and what is open, go on in new ones."""
    holding = Facts.objects.filter(region=into, household__region=region).filter(
        Q(stop=None) | Q(stop__gt=on)
    )
    for old in Household.objects.filter(pk__in=holding.values("household")).order_by("pk"):
        new = Household.objects.create(
            region=into,
            path=into.path,
            number=_free_number(old, into),
            known_on=today,
            entered_by=actor.user,
        )
        relocate_all(holding.filter(household=old), by=actor.user, household=new)
        for model in HOUSEHOLD_REGISTERS:
            rows = model.objects.filter(Q(stop=None) | Q(stop__gt=on), household=old)
            relocate_all(rows, by=actor.user, household=new, region=into, path=into.path)
        Waiver.objects.filter(subject="household", subject_id=old.pk, last__gte=on).update(subject_id=new.pk)


def _free_number(household: Household, into: Region) -> str:
    """The number that the household had, with the name of its old community where that is taken."""
    taken = set(Household.every.filter(region=into).values_list("number", flat=True))
    wished = str(household.number)
    if wished not in taken:
        return wished
    place = str(household.region)
    candidates = [f"{wished}-{place}"[:NUMBER_LENGTH], f"{household.pk}-{wished}"[:NUMBER_LENGTH]]
    return next(number for number in candidates if number not in taken)


def _open_assignments(on: dt.date) -> Any:
    return Assignment.objects.filter(Q(stop=None) | Q(stop__gt=on))


def _move_waivers(region: Region, into: Region, old_path: str, new_path: str, on: dt.date) -> None:
    """Waivers that still cover a day to come go along with who owes."""
    waivers = Waiver.objects.filter(last__gte=on)
    if region == into:
        inside = waivers.filter(path__gte=old_path, path__lt=old_path + AFTER_ALL_PATHS)
        inside.update(path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1)))
    else:
        waivers.filter(path=old_path).update(path=new_path)
