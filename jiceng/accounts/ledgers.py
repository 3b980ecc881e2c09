"""The lists of officers and offices of a region, and the audit log."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from jiceng.accounts.audit import SENTENCES
from jiceng.accounts.models import AuditEntry, Post, User
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.filters import LedgerFilters, choice, day, prefix
from jiceng.core.ledgers import Button, Ledger
from jiceng.core.tables import Column
from jiceng.regions.ledgers import PlaceFilter
from jiceng.regions.models import Level, Office, Region


def posts_in_scope() -> Any:
    """Posts in offices of the current scope, former ones too. Accounts lie outside row-level security."""
    return scope.in_scope(Post.objects.select_related("office__region"), "office__region__path")


def officers(today: dt.date) -> Any:
    """Officers who have or had a post in the current scope."""
    return User.objects.filter(Exists(posts_in_scope().filter(user=OuterRef("pk"))))


def add_posts(rows: list[Any], today: dt.date) -> None:
    """Give the officers their posts of today, in words."""
    held = defaultdict(list)
    for post in posts_in_scope().filter(user__in=rows).held_on(today).order_by("office__region__path"):
        held[post.user_id].append(f"{post.office.name} {post.get_role_display()}")
    for user in rows:
        user.post_names = "；".join(held[user.pk]) or "无"


OFFICERS = Ledger(
    code="officers",
    title="工作人员",
    rows=officers,
    action=Action.MANAGE_USERS,
    prepare=add_posts,
    buttons=(Button("添加工作人员", "officer-new", Action.MANAGE_USERS),),
    columns=(
        Column("username", "登录名", sort="username", link="officer"),
        Column("name", "姓名"),
        Column("posts", "岗位", "post_names"),
        Column("last_login", "最近登录", kind="day", secondary=True),
    ),
)


def offices(today: dt.date) -> Any:
    """Offices of the regions in scope that exist today."""
    existing = Region.objects.existing_on(today).filter(pk=OuterRef("region"))
    rows = Office.objects.filter(Exists(existing)).select_related("region__parent")
    return scope.in_scope(rows, "region__path")


def add_officers(rows: list[Any], today: dt.date) -> None:
    """Give the offices who holds a post in them today, in words."""
    held = defaultdict(list)
    posts = Post.objects.filter(office__in=rows).held_on(today).select_related("user")
    for post in posts.order_by("role", "user__name", "pk"):
        held[post.office_id].append(f"{post.user} {post.get_role_display()}")
    for office in rows:
        office.officers = "；".join(held[office.pk]) or "无"


class OfficeFilters(LedgerFilters):
    """By place, level, and whether anybody serves there."""

    place = PlaceFilter("region__path")
    level = choice("级别", Level.choices, field_name="region__level")
    staffed = choice("在岗人员", [("yes", "有"), ("no", "无")], method="by_staff")

    def by_staff(self, rows: Any, name: str, value: str) -> Any:
        """Offices in which somebody, or nobody, holds a post today."""
        is_staffed = Exists(Post.objects.held_on(self.today).filter(office=OuterRef("pk")))
        return rows.filter(is_staffed if value == "yes" else ~is_staffed)


def _parent(office: Any) -> str:
    return office.region.parent.name if office.region.parent else ""


OFFICES = Ledger(
    code="offices",
    title="机构名录",
    rows=offices,
    filters=OfficeFilters,
    prepare=add_officers,
    columns=(
        Column("name", "机构名称", sort="region__path"),
        Column("region", "所属区划", "region.name", secondary=True),
        Column("parent", "上级区划", _parent, secondary=True),
        Column("code", "区划代码", "region.code", kind="code", secondary=True),
        Column("phone", "电话", kind="code"),
        Column("address", "地址", secondary=True),
        Column("officers", "在岗人员"),
    ),
)

# What the log holds besides ids, in words; other details are for the machine.
DETAILS = {
    "ledger": "台账：",
    "rows": "行数",
    "created": "新建",
    "updated": "更新",
    "unchanged": "无变化",
    "rejected": "退回",
    "people": "人数",
    "regions": "区划数",
    "document": "文号",
    "on": "日期",
    "history": "首次建账",
    "dry_run": "只核对",
}
# Titles of ledgers by code; the room that knows them all fills it in.
LEDGER_TITLES: dict[str, str] = {}
# Subjects whose models are named in English, for developers.
SUBJECTS = {"post": "岗位", "user": "工作人员", "region": "区划", "enactment": "政策文件", "waiver": "免办"}


def audited(today: dt.date) -> Any:
    """The audit log of the current scope."""
    return scope.in_scope(AuditEntry.objects.select_related("user"))


def add_places(rows: list[Any], today: dt.date) -> None:
    """Give entries the sentence, the place and the details in words."""
    names = dict(Region.objects.filter(path__in={row.path for row in rows}).values_list("path", "name"))
    subjects = {model._meta.model_name: str(model._meta.verbose_name) for model in apps.get_models()}
    subjects |= SUBJECTS
    for row in rows:
        row.sentence = SENTENCES.get(row.action, row.action)
        row.place = names.get(row.path, row.path) or "全部区划"
        row.about = f"{subjects.get(row.subject, row.subject)} {row.subject_id}" if row.subject_id else ""
        row.details = "，".join(filter(None, (_in_words(key, row.detail.get(key)) for key in DETAILS)))


def _in_words(key: str, value: Any) -> str:
    if value is None or value is False or isinstance(value, list):  # the rows of an act, kept for its undoing
        return ""
    if value is True:
        return DETAILS[key]
    return f"{DETAILS[key]}{LEDGER_TITLES.get(value, value) if key == 'ledger' else value}"


class AuditFilters(LedgerFilters):
    """By place, act, officer and days."""

    place = PlaceFilter()
    action = choice("操作", lambda: sorted(SENTENCES.items(), key=lambda pair: pair[1]), field_name="action")
    login = prefix("登录名(开头)", "user__username")
    first = day("日期自", "at", "date__gte")
    last = day("日期至", "at", "date__lte")


AUDIT_LOG = Ledger(
    code="audit",
    title="审计日志",
    rows=audited,
    filters=AuditFilters,
    prepare=add_places,
    begins="-at",
    columns=(
        Column("at", "时间", kind="day", sort="at"),
        Column("user", "人员", kind="code"),
        Column("role", "角色", lambda row: row.get_role_display(), kind="code", secondary=True),
        Column("sentence", "操作"),
        Column("about", "对象", kind="code", secondary=True),
        Column("place", "地点"),
        Column("reason", "理由", secondary=True),
        Column("details", "说明", secondary=True),
    ),
)
