"""`jiceng migrate`: bring the schema up to date, as the owner role."""

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from jiceng.core import deployment

ONE_AT_A_TIME = 6025010  # any number, as long as nothing else locks it


class Command(migrate.Command):
    """Migrate as the owner, one command at a time."""

    help = "更新数据库结构"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments, and the one the command line uses before every command."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
        parser.add_argument("--only-if-behind", action="store_true", help="结构已是最新时不做任何事")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, or only those that a command needs before it can begin."""
        if options.pop("only_if_behind", False):
            self._catch_up(*args, **options)
        else:
            self._migrate(*args, **options)

    def _catch_up(self, *args: Any, **options: Any) -> None:
        """Bring the embedded database up to date; fill another one, but leave upgrades to its keeper."""
        if not deployment.is_embedded():
            if _is_empty(options["database"]):
                self._migrate(*args, **options)
            return
        stamp = deployment.cluster().stamps / "migrated"
        state = _state_of_code()
        if not stamp.exists() or stamp.read_text() != state:
            self._migrate(*args, **options)
            stamp.write_text(state)

    def _migrate(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            try:
                super().handle(*args, **options)
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _is_empty(database: str) -> bool:
    with connections[database].cursor() as cursor:
        cursor.execute("select to_regclass('django_migrations') is null")
        (is_empty,) = cursor.fetchone()
    return bool(is_empty)


def _state_of_code() -> str:
    """A digest of the names of all migrations, and of what protects the tables they make."""
    names = [
        f"{app.label}/{path.name}"
        for app in apps.get_app_configs()
        for path in sorted((Path(app.path) / "migrations").glob("[0-9]*.py"))
    ]
    protection = (Path(__file__).parents[2] / "protection.py").read_text(encoding="utf-8")
    return hashlib.sha256("\n".join([*names, protection]).encode()).hexdigest()
