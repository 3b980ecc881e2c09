"""Row-level protection: which tables it covers, how it is put in place, and the check that nothing slipped.

Every table with a column `path` shows only rows within the scope of the transaction, also to the role that
owns it. A table without such a policy stands in EXEMPT, with the reason. Migrations need not think of it:
after every migration the catalogue is read and whatever is missing is added.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

POLICY = "within_scope"
CONDITION = "path >= current_setting('app.lo', true) AND path < current_setting('app.hi', true)"

_REGIONS = "区划与机构：不含居民信息，全体工作人员可见"
_SIGN_IN = "工作人员账户：登录之前尚无管辖范围，不含居民信息"
_POLICY = "政策文本：公开文件"
_FRAMEWORK = "框架自用：不含居民信息"
_JOBS = "后台任务：只含编号，不含居民信息"

EXEMPT = {
    "core_holiday": "节假日安排：公开信息",
    "regions_region": _REGIONS,
    "regions_formerpath": _REGIONS,
    "regions_office": _REGIONS,
    "accounts_user": _SIGN_IN,
    "accounts_user_groups": _SIGN_IN,
    "accounts_user_user_permissions": _SIGN_IN,
    "accounts_post": _SIGN_IN,
    "policy_enactment": _POLICY,
    "residents_identityclaim": "号码摘要与所属社区：没有密钥不能还原，用于全市唯一和跨辖区查询",
    "auth_group": _FRAMEWORK,
    "auth_group_permissions": _FRAMEWORK,
    "auth_permission": _FRAMEWORK,
    "django_content_type": _FRAMEWORK,
    "django_migrations": _FRAMEWORK,
    "django_session": "会话：只含工作人员编号与所选岗位",
    "pghistory_context": _FRAMEWORK,
    "axes_accessattempt": _SIGN_IN,
    "axes_accessattemptexpiration": _SIGN_IN,
    "axes_accessfailurelog": _SIGN_IN,
    "axes_accesslog": _SIGN_IN,
    "procrastinate_events": _JOBS,
    "procrastinate_jobs": _JOBS,
    "procrastinate_periodic_defers": _JOBS,
    "procrastinate_workers": _JOBS,
}

# What was written there stays as it was: the application may add and read, never change or delete.
APPEND_ONLY = {
    "accounts_auditentry",
    "accounts_accessentry",
    "papers_paper",
    "reporting_filingact",
    "reporting_freeze",
    "reporting_frozensubject",
    "reporting_lateentry",
}
HISTORY_SUFFIX = "event"  # tables of django-pghistory
READ_ONLY = {"django_migrations"}

_TABLES = """
    select c.relname, c.relrowsecurity, c.relforcerowsecurity,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'path'
                   and a.attnum > 0 and not a.attisdropped),
           coalesce(array_agg(array[p.polname::text, p.polcmd::text, p.polpermissive::text,
                                    pg_get_expr(p.polqual, p.polrelid),
                                    pg_get_expr(p.polwithcheck, p.polrelid)])
                    filter (where p.polname is not null), '{}')
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_policy p on p.polrelid = c.oid
    where c.relkind in ('r', 'p', 'm', 'f')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    group by c.oid
    order by c.relname
"""

_BYPASS = """
    select current_user, exists (
        select from pg_roles r
        where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member'))
"""


@dataclass(frozen=True)
class Table:
    """A table as the catalogue describes it."""

    name: str
    is_enabled: bool
    is_forced: bool
    has_path: bool
    policies: list[list[str | None]]

    @property
    def is_exempt(self) -> bool:
        """Whether it stands in the list of exemptions."""
        return self.name in EXEMPT

    @property
    def has_policy(self) -> bool:
        """Whether the one policy is ours, for every command, unaltered."""
        return len(self.policies) == 1 and [_plain(part) for part in self.policies[0]] == [
            POLICY,
            "*",
            "true",
            _plain(CONDITION),
            _plain(CONDITION),
        ]

    @property
    def is_append_only(self) -> bool:
        """Whether the application may only add to it."""
        return self.name in APPEND_ONLY or (self.has_path and self.name.endswith(HISTORY_SUFFIX))


@dataclass
class Report:
    """The state of protection, as seen by the application role."""

    role: str
    bypass: bool
    unforced: list[str] = field(default_factory=list)
    without_policy: list[str] = field(default_factory=list)
    exempt: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is open."""
        return not (self.bypass or self.unforced or self.without_policy)


def _plain(expression: str | None) -> str:
    """An expression without the casts, brackets and spaces that PostgreSQL adds."""
    return re.sub(r"::(text|name|character varying)|[()\s]", "", expression or "")


def tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """Return every table of the database but those of PostgreSQL and its extensions."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [Table(*row) for row in cursor.fetchall()]


def protect(connection: BaseDatabaseWrapper, application_role: str) -> None:
    """Put policies and grants in place, as the owner; repeatable, and quick when nothing changed."""
    found = tables(connection)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in found:
            if table.has_path and not table.is_exempt:
                _protect_table(cursor, quote(table.name), table)
        role = quote(application_role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for rights, names in _rights(found).items():
            if names:
                listed = ", ".join(map(quote, names))
                cursor.execute(f"REVOKE ALL ON {listed} FROM {role}")
                cursor.execute(f"GRANT {rights} ON {listed} TO {role}")


def _protect_table(cursor: Any, name: str, table: Table) -> None:
    if not (table.is_enabled and table.is_forced):
        cursor.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    if not table.has_policy:
        for policy in table.policies:
            cursor.execute(f'DROP POLICY "{policy[0]}" ON {name}')
        cursor.execute(f"CREATE POLICY {POLICY} ON {name} USING ({CONDITION}) WITH CHECK ({CONDITION})")


def _rights(found: list[Table]) -> dict[str, list[str]]:
    rights: dict[str, list[str]] = {"SELECT": [], "SELECT, INSERT": [], "SELECT, INSERT, UPDATE, DELETE": []}
    for table in found:
        if table.name in READ_ONLY:
            rights["SELECT"].append(table.name)
        elif table.is_append_only:
            rights["SELECT, INSERT"].append(table.name)
        else:
            rights["SELECT, INSERT, UPDATE, DELETE"].append(table.name)
    return rights


def protect_after_migrate(using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`, which follows every migration and flush of the owner's alias."""
    if using == "owner":
        protect(connections[using], settings.DATABASES["default"]["USER"])


def examine(connection: BaseDatabaseWrapper) -> Report:
    """Report what the role of a connection could get around, and which tables are open."""
    with connection.cursor() as cursor:
        cursor.execute(_BYPASS)
        role, bypass = cursor.fetchone()
    report = Report(role, bypass)
    for table in tables(connection):
        if table.is_exempt:
            report.exempt.append({"table": table.name, "reason": EXEMPT[table.name]})
            continue
        if not table.has_policy:
            report.without_policy.append(table.name)
        if not (table.is_enabled and table.is_forced):
            report.unforced.append(table.name)
    return report
