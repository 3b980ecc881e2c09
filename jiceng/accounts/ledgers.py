"""The list of officers of a region, for its administrator."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef

from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.ledgers import Button, Ledger
from jiceng.core.tables import Column


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
