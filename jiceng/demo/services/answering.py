"""Who answers for whom in the demo: the buildings of each community, one of them the street's (A3)."""

from __future__ import annotations

import re
from collections import defaultdict

from jiceng.demo.services.desk import Desk
from jiceng.demo.services.founding import STREETS
from jiceng.residents.models import Facts, Resident
from jiceng.residents.services import assign_officer

BUILDING = re.compile(r"\d+号楼")
COMMUNITIES_OF_A_STREET, BUILDINGS_OF_A_COMMUNITY, PEOPLE_OF_A_BUILDING = 2, 2, 15
SINCE = 60  # days ago


def assign_buildings(desk: Desk) -> None:
    """The largest buildings of some communities are the worker's, but one of the first is the clerk's."""
    chosen = [path for street in STREETS for path in desk.communities(street)[:COMMUNITIES_OF_A_STREET]]
    for place, path in enumerate(chosen):
        buildings = sorted(_buildings(desk, path).items(), key=lambda each: (-len(each[1]), each[0]))
        for turn, (area, people) in enumerate(buildings[:BUILDINGS_OF_A_COMMUNITY]):
            office = path[:9] if (place, turn) == (0, 1) else path
            desk.act(
                path,
                assign_officer,
                residents=list(Resident.objects.filter(pk__in=people[:PEOPLE_OF_A_BUILDING])),
                officer=desk.working[office].user,
                on=desk.day(SINCE),
                area=area,
            )


def _buildings(desk: Desk, path: str) -> dict[str, list[int]]:
    """The residents of a community who were there all the time, by building."""
    here = Facts.objects.open_on(desk.today).filter(path=path).exclude(address=None)
    found: dict[str, list[int]] = defaultdict(list)
    for resident, address in here.order_by("resident").values_list("resident", "address"):
        if building := BUILDING.search(address):
            found[building.group()].append(resident)
    return found
