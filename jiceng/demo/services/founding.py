"""The first day of the demo: the real region tree, and the ledgers as files, imported as history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from jiceng.accounts.actors import Actor
from jiceng.core import deployment
from jiceng.core.models import Holiday
from jiceng.core.workdays import published_days
from jiceng.demo.city import City, Community
from jiceng.home.imports import run_import
from jiceng.regions.models import Region
from jiceng.regions.services import load_regions

CITY = "2105"
STREETS = ("210502001", "210502004")
Say = Callable[[str], None]


class FoundingFailed(RuntimeError):
    """The demo's own files were not accepted: a fault of ours, never of a user."""


def load_tree(actor: Actor, today: dt.date) -> list[Community]:
    """Load the tree of the city and the published holidays; the communities in which people will live."""
    load_regions(within=[CITY], actor=actor, today=today)
    Holiday.objects.bulk_create(
        (Holiday(day=day, is_working=working) for day, working in published_days().items()),
        ignore_conflicts=True,
    )
    lived_in = Region.objects.communities().filter(parent__path__in=STREETS).order_by("code")
    return [Community(code, name) for code, name in lived_in.values_list("code", "name")]


def folder() -> Path:
    """Where the demo leaves its files, to be looked at and imported again."""
    return deployment.home() / "demo"


def import_history(city: City, actor: Actor, today: dt.date, say: Say) -> None:
    """Write the ledgers as files and import them as the first load of existing ledgers."""
    region = Region.objects.get(path=CITY)
    for ledger, path in city.write(folder()):
        outcome = run_import(
            actor=actor,
            ledger=ledger,
            data=path,
            file_name=path.name,
            region=region,
            today=today,
            history=True,
        )
        if outcome.rejected:
            raise FoundingFailed(f"{path.name}: {outcome.rejects[0]}")
        say(f"  {path.name}：{outcome.rows}行")
