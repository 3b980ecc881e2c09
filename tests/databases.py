"""Databases of the tests: one migrated template, copied for every process and after every flush.

They live in an embedded cluster of their own, below `.jiceng/test`. Making, migrating and dropping them is
the owner's work; the tests themselves connect as the application role, under row-level security.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from jiceng.core import deployment

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES_KEPT = 2
IN_USE = sql.SQL("select datname from pg_database where datname like {} order by oid desc")


class ProcessDatabase:
    """The database of this process."""

    def __init__(self) -> None:
        self.name = f"test_{os.getpid()}"
        self.template = f"template_{_digest_of_schema()}"

    def create(self) -> None:
        """Copy the template, making it first if the schema changed; forget what killed runs left behind."""
        with _alone():
            self._drop_leftovers()
            if self.template not in _databases_like("template\\_%"):
                self._make_template()
            self._copy()
        self._use(self.name)

    def renew(self) -> None:
        """Replace the database by a fresh copy: whatever was written and committed is gone."""
        _disconnect()
        self.drop()
        self._copy()

    def drop(self) -> None:
        """Drop the database, with whoever is still connected."""
        _disconnect()
        with _administration() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name))
            )

    def replace(self, name: str) -> None:
        """Take the place of another database, which is dropped."""
        _disconnect()
        with _administration() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(self.name), sql.Identifier(name)
                )
            )
        self._use(name)

    def _copy(self) -> None:
        with _administration() as connection:
            connection.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(self.name), sql.Identifier(self.template)
                )
            )

    def _make_template(self) -> None:
        draft = f"draft_{os.getpid()}"
        with _administration() as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(draft)))
        self._use(draft)
        call_command("migrate", database="owner", verbosity=0)
        _disconnect()
        with _administration() as connection:
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(draft), sql.Identifier(self.template)
                )
            )

    def _drop_leftovers(self) -> None:
        names = _databases_like("template\\_%")[TEMPLATES_KEPT:]
        for prefix in ("test", "draft"):
            for name in _databases_like(f"{prefix}\\_%"):
                number = re.fullmatch(rf"{prefix}_(\d+)", name)
                if number and not Path(f"/proc/{number[1]}").exists():
                    names.append(name)
        with _administration() as connection:
            for name in names:
                # The backend of a killed run may still be at its last statement.
                connection.execute(
                    sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                )

    def _use(self, name: str) -> None:
        _disconnect()
        for alias in connections:
            connections[alias].settings_dict["NAME"] = name


def _digest_of_schema() -> str:
    """A digest of all that shapes the template."""
    parts = [*sorted(ROOT.glob("jiceng/*/migrations/*.py"))]
    parts += [ROOT / "jiceng/core/protection.py", ROOT / "jiceng/core/statistics.py"]
    parts.append(ROOT / "requirements.txt")
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:16]


def _databases_like(pattern: str) -> list[str]:
    with _administration() as connection:
        return [name for (name,) in connection.execute(IN_USE.format(sql.Literal(pattern)))]


@contextmanager
def _administration() -> Iterator[psycopg.Connection[tuple[str]]]:
    """A connection of the owner outside the databases of the tests."""
    owner = deployment.databases()["owner"]
    with psycopg.connect(
        host=owner["HOST"], user=owner["USER"], password=owner["PASSWORD"], dbname="postgres", autocommit=True
    ) as connection:
        yield connection


@contextmanager
def _alone() -> Iterator[None]:
    with (deployment.home() / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _disconnect() -> None:
    for connection in connections.all():
        connection.close()
        connection.close_pool()
