"""The deployment that is measured: a folder and a database of its own, kept between runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".jiceng" / "bench"
TODAY = "2026-09-30"


@contextmanager
def deployment() -> Iterator[None]:
    """Have Django and the database ready, whatever deployment the user's environment names."""
    HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="jiceng.settings",
        JICENG_HOME=str(HOME),
        JICENG_ENV="development",
        JICENG_TODAY=TODAY,
    )
    os.environ.pop("DATABASE_URL", None)
    import django

    from jiceng.core.deployment import database_server

    with database_server():
        django.setup()
        try:
            yield
        finally:
            disconnect()


def disconnect() -> None:
    """Close every connection of Django, those in pools too."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()


def renew_database() -> None:
    """Put an empty, migrated database in the place of the one there is."""
    from django.core.management import call_command

    disconnect()
    _run_as_owner("drop database if exists {} with (force)", _name())
    _run_as_owner("create database {}", _name())
    call_command("migrate", verbosity=0)


@contextmanager
def copied_database(prepare: Callable[[], None]) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Make and prepare an empty database; gives a function that works on a fresh copy of it."""
    from django.core.management import call_command

    template, copy = f"{_name()}_template", f"{_name()}_copy"

    @contextmanager
    def fresh() -> Iterator[None]:
        with _another(copy, template):
            yield

    with _another(template, "template1"):
        call_command("migrate", verbosity=0)
        prepare()
        disconnect()
        yield fresh


@contextmanager
def _another(name: str, template: str) -> Iterator[None]:
    """Connect to a new copy of a database in the place of the present one, and drop it in the end."""
    before = _name()
    disconnect()
    _run_as_owner("drop database if exists {} with (force)", name)
    _run_as_owner("create database {} template {}", name, template)
    _connect_to(name)
    try:
        yield
    finally:
        disconnect()
        _connect_to(before)
        _run_as_owner("drop database if exists {} with (force)", name)


def _connect_to(name: str) -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def _run_as_owner(text: str, *names: str) -> None:
    from psycopg import sql

    from jiceng.core import roles
    from jiceng.core.deployment import databases

    with roles.connect(databases()["owner"] | {"NAME": "postgres"}) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
