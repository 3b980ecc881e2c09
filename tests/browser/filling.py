"""The city of the browser tests: a small demo, people whom the journeys know, an officer of two posts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from jiceng.accounts.actors import Actor, command_actor
from jiceng.accounts.models import User
from jiceng.accounts.roles import Role
from jiceng.accounts.services import give_post
from jiceng.core import clock, deployment, scope
from jiceng.demo.services.filling import fill
from jiceng.home.imports import run_import
from jiceng.regions.models import Region
from tests.browser import people
from tests.databases import ProcessDatabase
from tests.files import csv_of

RESIDENTS, SEED = 800, 1


def fill_city(residents: int) -> None:
    """Fill a copy of the migrated template, and let it take the place of the deployment's database."""
    database = ProcessDatabase()
    database.create()
    # The passwords are known to everybody, and to stretch twenty of them takes long.
    PBKDF2PasswordHasher.iterations = 1
    actor, today = command_actor(), clock.today()
    fill(residents=residents, seed=SEED, actor=actor, today=today, say=lambda line: None)
    _add_people(actor, today)
    _add_post(actor, today)
    database.replace(deployment.DATABASE)


def _add_people(actor: Actor, today: dt.date) -> None:
    city = Region.objects.get(path="2105")
    for ledger, rows in people.ledgers().items():
        outcome = run_import(
            actor=actor,
            ledger=ledger,
            data=csv_of(rows),
            file_name=f"{ledger}.csv",
            region=city,
            today=today,
            history=True,
        )
        assert not outcome.rejects, outcome.rejects


def _add_post(actor: Actor, today: dt.date) -> None:
    street = Region.objects.select_related("office").get(path=people.SOUTH[:9])
    user = User.objects.get(username=people.TWO_POSTS)
    with scope.entered(scope.WHOLE):
        give_post(actor=actor, user=user, office=street.office, role=Role.CLERK, on=today, today=today)
