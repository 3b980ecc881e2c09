"""The demo's officers: every role at every level, with one password, shown on the demo's login page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import User
from jiceng.accounts.roles import Role
from jiceng.accounts.services import add_user
from jiceng.demo.city import Community
from jiceng.demo.services.founding import CITY, STREETS, folder
from jiceng.regions.models import Region

PASSWORD = "jiceng-demo-2026"
COUNTY = "210502"
WORKERS = [
    "王秀英",
    "李桂兰",
    "张淑芬",
    "刘洋",
    "陈静",
    "赵敏",
    "孙丽",
    "周强",
    "吴迪",
    "郑爽",
    "冯雪",
    "褚健",
    "卫东",
    "蒋薇",
    "沈阳",
]
CLERKS = ("韩梅", "杨帆")


def add_officers(communities: Iterable[Community], actor: Actor, today: dt.date) -> dict[str, Actor]:
    """Add the accounts and leave their list beside the files; {path of the office: its officer at work}."""
    accounts: list[dict[str, str]] = []
    working: dict[str, Actor] = {}
    for login, name, code, role in _posts(communities):
        region = Region.objects.select_related("office").get(code=code.ljust(12, "0"))
        user = add_user(
            actor=actor,
            login=login,
            name=name,
            password=PASSWORD,
            office=region.office,
            role=role,
            today=today,
        )
        accounts.append(_listed(user, region, role))
        working.setdefault(region.path, Actor(user, role, region.path))
    folder().mkdir(parents=True, exist_ok=True)
    text = json.dumps(accounts, ensure_ascii=False, indent=1)
    (folder() / "accounts.json").write_text(text, encoding="utf-8")
    return working


def listed_officers() -> list[tuple[str, str, str]]:
    """(login, office, role) of the accounts that were added."""
    listed = json.loads((folder() / "accounts.json").read_text(encoding="utf-8"))
    return [(account["login"], account["office"], account["role"]) for account in listed]


def _posts(communities: Iterable[Community]) -> list[tuple[str, str, str, str]]:
    """(login, name, region, role), the communities first: most of the work is theirs."""
    posts = [
        (f"worker{n}", name, community.code, Role.WORKER)
        for n, (community, name) in enumerate(zip(communities, WORKERS, strict=False), 1)
    ]
    posts += [
        (f"street{n}", name, street, Role.CLERK)
        for n, (street, name) in enumerate(zip(STREETS, CLERKS, strict=True), 1)
    ]
    posts += [
        ("county", "朱丽叶", COUNTY, Role.SUPERVISOR),
        ("city", "秦岭", CITY, Role.SUPERVISOR),
        ("admin", "系统管理员", CITY, Role.ADMINISTRATOR),
        ("auditor", "许诺", CITY, Role.AUDITOR),
    ]
    return [(login, name, code, str(role)) for login, name, code, role in posts]


def _listed(user: User, region: Region, role: str) -> dict[str, str]:
    return {
        "login": user.username,
        "password": PASSWORD,
        "name": user.name,
        "office": region.office.name,
        "role": role,
    }
