"""The two roles of a deployment's database, and the extensions it needs.

The owner migrates; the application role serves. The second is neither superuser nor may it bypass row-level
security, so that what the policies hide stays hidden whatever a query forgets.
"""

from typing import Any

import psycopg
from psycopg import sql

from jiceng.core import deployment, embedded
from jiceng.core.failures import DeploymentError

EXTENSIONS = ("btree_gist", "pg_trgm", "pgcrypto")
APPLICATION_RIGHTS = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT")
OWNER_RIGHTS = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB CREATEROLE")


def prepare_embedded(databases: dict[str, dict[str, Any]]) -> None:
    """Make, as the superuser of a new cluster, the roles, the database and the extensions; repeatable."""
    owner, application = databases["owner"], databases["default"]
    cluster = deployment.cluster()
    with embedded.superuser_connection(cluster) as connection:
        _make_role(connection, owner["USER"], owner["PASSWORD"], OWNER_RIGHTS)
        _make_role(connection, application["USER"], application["PASSWORD"], APPLICATION_RIGHTS)
        # Lets the owner end the application's sessions, without which it cannot drop a test database.
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(
                sql.Identifier(application["USER"]), sql.Identifier(owner["USER"])
            )
        )
        if not _exists(connection, "select from pg_database where datname = %s", owner["NAME"]):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(owner["NAME"]), sql.Identifier(owner["USER"])
                )
            )
    # Databases made later, such as those of the tests, get the extensions from the template.
    for name in ("template1", owner["NAME"]):
        with embedded.superuser_connection(cluster, name) as connection:
            make_extensions(connection)


def prepare_external(databases: dict[str, dict[str, Any]]) -> None:
    """Make, as the owner of a database that somebody else runs, the application role and the extensions.

    Raises DeploymentError when the owner may not, or the server cannot be reached.
    """
    owner, application = databases["owner"], databases["default"]
    try:
        connect(application).close()
        return
    except psycopg.OperationalError:
        pass  # not made yet, or with a password of another deployment folder
    try:
        with connect(owner) as connection:
            _make_role(connection, application["USER"], application["PASSWORD"], APPLICATION_RIGHTS)
            make_extensions(connection)
        connect(application).close()
    except psycopg.Error as error:
        raise DeploymentError(f"数据库未能准备好：{error}") from error


def make_extensions(connection: psycopg.Connection[Any]) -> None:
    """Install the extensions in the connected database."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def connect(database: dict[str, Any]) -> psycopg.Connection[Any]:
    """Connect to one of Django's databases without Django, in autocommit."""
    options = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    return psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        autocommit=True,
        **options,
    )


def _make_role(connection: psycopg.Connection[Any], name: str, password: str, rights: sql.SQL) -> None:
    known = _exists(connection, "select from pg_roles where rolname = %s", name)
    # Only a superuser may repeat NOSUPERUSER for a role that exists; `jiceng verify` reports wrong rights.
    template = (
        "ALTER ROLE {name} LOGIN PASSWORD {password}"
        if known
        else "CREATE ROLE {name} {rights} PASSWORD {password}"
    )
    connection.execute(
        sql.SQL(template).format(name=sql.Identifier(name), rights=rights, password=sql.Literal(password))
    )


def _exists(connection: psycopg.Connection[Any], question: str, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None
