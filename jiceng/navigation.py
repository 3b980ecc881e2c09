"""The menu of the product: sections by work, in plain lists, and what every page needs to show it.

An entry appears to officers whose post holds its action; a section without entries does not appear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action


@dataclass(frozen=True)
class Entry:
    """One line of the menu: a page without arguments, by the name of its URL. One of two actions suffices."""

    title: str
    url_name: str
    action: Action = Action.VIEW
    or_action: Action | None = None

    def is_for(self, actor: Actor) -> bool:
        """Whether the post of the officer opens the page."""
        return actor.may(self.action) or (self.or_action is not None and actor.may(self.or_action))


@dataclass(frozen=True)
class Section:
    """A kind of work; `icon` is a name of Tabler's icons."""

    title: str
    icon: str
    entries: tuple[Entry, ...]


SECTIONS = (
    Section("工作台", "home", (Entry("工作台", "home"),)),
    Section(
        "居民",
        "users",
        (
            Entry("居民台账", "residents"),
            Entry("新增居民", "intake", Action.WRITE),
            Entry("迁入迁出", "moves"),
            Entry("号码更正", "number-proposals"),
            Entry("疑似重复", "duplicates", Action.WRITE),
            Entry("导入台账", "imports", Action.IMPORT),
            Entry("数据核实提示", "data-checks", Action.REVIEW),
        ),
    ),
    Section(
        "就业失业",
        "briefcase",
        (
            Entry("失业登记台账", "unemployment"),
            Entry("就业登记台账", "employment"),
            Entry("灵活就业人员台账", "flexible"),
            Entry("下岗职工台账", "laid-off"),
            Entry("外来务工经商人员台账", "incoming"),
            Entry("转移就业台账", "transferred"),
        ),
    ),
    Section(
        "就业援助",
        "heart-handshake",
        (
            Entry("符合条件人员", "candidates"),
            Entry("困难认定台账", "determinations"),
            Entry("零就业家庭（发现）", "zero-households"),
            Entry("零就业家庭台账", "recognitions"),
            Entry("认定前后成员变动", "household-changes", Action.REVIEW),
            Entry("走访记录", "visits"),
            Entry("免办与延期", "waivers"),
            Entry("责任人与片区", "caseloads"),
            Entry("援助计划", "plans"),
            Entry("援助措施", "plan-steps"),
            Entry("即时就业安置", "urgent"),
            Entry("跟踪稳定就业", "followed-households"),
        ),
    ),
    Section("工作调度", "speakerphone", (Entry("交办任务", "tasks"), Entry("工作调度会", "meetings"))),
    Section("统计报表", "chart-bar", (Entry("统计报表", "reports"), Entry("官方台账", "official-ledgers"))),
    Section("机构", "building-community", (Entry("用人单位", "employers"), Entry("机构名录", "offices"))),
    Section(
        "系统",
        "settings",
        (
            Entry("工作人员", "officers", Action.MANAGE_USERS),
            Entry("政策依据", "policy"),
            Entry("行政区划", "regions"),
            Entry("工作日", "holidays"),
            Entry("审计日志", "audit", Action.AUDIT, Action.ORGANISE),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu and the post of the header."""
    actor = getattr(request, "actor", None)
    shown: dict[str, Any] = {"actor": actor, "today": getattr(request, "today", None)}
    if actor is not None:
        shown |= {"menu": _menu(actor, request.path), "post": request.post, "posts": request.posts}  # type: ignore[attr-defined]
    return shown


def _menu(actor: Actor, path: str) -> list[dict[str, Any]]:
    menu = []
    for section in SECTIONS:
        entries = [_shown(entry, path) for entry in section.entries if entry.is_for(actor)]
        if entries:
            is_active = any(entry["is_active"] for entry in entries)
            menu.append({"section": section, "entries": entries, "is_active": is_active})
    return menu


def _shown(entry: Entry, path: str) -> dict[str, Any]:
    url = reverse(entry.url_name)
    return {
        "title": entry.title,
        "url": url,
        "is_active": path == url or (url != "/" and path.startswith(url)),
    }
