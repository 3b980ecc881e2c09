"""Row-level security as the roles see it, with a row in every protected table."""

from dataclasses import dataclass

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from jiceng.core import deployment, embedded, protection

COMMUNITY = "210502001001"
VALUES = {
    "bigint": "1",
    "integer": "1",
    "smallint": "1",
    "boolean": "false",
    "date": "'2026-01-01'",
    "timestamp with time zone": "now()",
    "bytea": "'x'",
    "jsonb": "'{}'",
    "numeric": "1",
    "ARRAY": "'{}'",
    "text": "'2'",
    "character varying": "'2'",
}
# What a constraint asks for besides: a plan or a paper is that of a person or of a household.
BESIDES = {"assistance_plan": {"resident_id": "1"}, "papers_paper": {"resident_id": "1"}}
COLUMNS = """
    select column_name, data_type from information_schema.columns
    where table_name = %s and table_schema = 'public' and is_nullable = 'NO' and column_default is null
      and is_identity = 'NO'
"""


@dataclass
class Filled:
    """A superuser's open transaction with one row in every protected table; it can play every role."""

    session: psycopg.Connection
    tables: list[str]

    def seen(self, role, lo=None, hi=None):
        """The protected tables in which a role sees a row, within a scope or without one."""
        with self.session.transaction(force_rollback=True):
            self.session.execute(f"set local role {role}")
            if lo is not None:
                self.session.execute(
                    "select set_config('app.lo', %s, true), set_config('app.hi', %s, true)", [lo, hi]
                )
            return [name for name in self.tables if self.session.execute(f"select 1 from {name}").fetchone()]


@pytest.fixture
def filled(db):
    tables = [table.name for table in protection.tables(connection) if not table.is_exempt]
    session = embedded.superuser_connection(deployment.cluster(), connection.settings_dict["NAME"])
    session.autocommit = False
    session.execute("set session_replication_role = replica")  # no foreign keys, no triggers
    for name in tables:
        row = {
            f'"{column}"': f"'{COMMUNITY}'" if column == "path" else VALUES[kind]
            for column, kind in session.execute(COLUMNS, [name]).fetchall()
        }
        row |= BESIDES.get(name, {})
        session.execute(f"insert into {name} ({', '.join(row)}) values ({', '.join(row.values())})")
    yield Filled(session, tables)
    session.rollback()
    session.close()


@pytest.mark.parametrize("role", ["jiceng_app", "jiceng"])
def test_without_a_scope_no_protected_table_shows_a_row(filled, role):
    assert len(filled.tables) > 20
    assert filled.seen(role) == []
    assert filled.seen(role, "", "") == []


def test_only_the_scope_of_the_community_shows_its_rows(filled):
    assert filled.seen("jiceng_app", "2105", "2105~") == filled.tables
    assert filled.seen("jiceng_app", COMMUNITY, COMMUNITY + "~") == filled.tables
    assert filled.seen("jiceng_app", "210502001002", "210502001002~") == []
    assert filled.seen("jiceng_app", "2106", "2106~") == []
    assert filled.seen("jiceng_app", "2104", "2104~") == []


def test_rows_of_elsewhere_cannot_be_written(in_scope):
    with (
        in_scope("210503"),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into policy_waiver"
            " (duty, subject, subject_id, path, start, last, reason, asked_by_id, asked_at)"
            " values ('d', 's', 1, %s, '2026-01-01', '2026-01-01', 'r', 1, now())",
            [COMMUNITY],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "truncate residents_visit",
        "create table public.mine (n int)",
        "alter table residents_visit disable row level security",
        "delete from residents_visitevent",
        "update accounts_auditentry set action = ''",
        "delete from reporting_frozensubject",
        "update django_migrations set name = ''",
    ],
)
def test_application_role_may_not(db, statement):
    refused = pytest.raises(ProgrammingError, match="permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_verify_finds_nothing_open(db):
    report = protection.examine(connection)
    assert (report.role, report.bypass, report.unforced, report.without_policy) == (
        "jiceng_app",
        False,
        [],
        [],
    )
    assert report.is_sound


def test_exemptions_and_append_only_tables_all_exist(db):
    names = {table.name for table in protection.tables(connection)}
    assert protection.EXEMPT.keys() <= names
    assert names >= protection.APPEND_ONLY


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "fault",
    [
        "drop policy within_scope on residents_visit",
        "alter policy within_scope on residents_visit using (true)",
        "alter policy within_scope on residents_visit with check (true)",
        "create policy another on residents_visit using (true)",
        "alter table residents_visit no force row level security",
        "alter table residents_visit disable row level security",
    ],
)
def test_a_weakened_table_is_found_and_repaired(fault):
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(fault)
    report = protection.examine(owner)
    assert report.unforced + report.without_policy == ["residents_visit"]
    protection.protect(owner, "jiceng_app")
    assert protection.examine(owner).is_sound


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_new_table_is_open_until_it_is_protected_or_exempt():
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("create table with_path (path text); create table without_path (name text)")
    assert protection.examine(owner).without_policy == ["with_path", "without_path"]
    protection.protect(owner, "jiceng_app")
    assert protection.examine(owner).without_policy == ["without_path"]


def test_a_superuser_is_reported_to_bypass_everything(db):
    superuser = connection.copy()
    superuser.settings_dict = {
        **connection.settings_dict,
        "USER": embedded.SUPERUSER,
        "PASSWORD": deployment.key("database_superuser").hex(),
        "OPTIONS": {},
    }
    try:
        assert protection.examine(superuser).bypass
    finally:
        superuser.close()
