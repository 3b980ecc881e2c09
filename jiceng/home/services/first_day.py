"""The first day with the demo: steps to try, each ticked by what the log says the officer has done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from axes.models import AccessLog

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import AccessEntry, AuditEntry
from jiceng.accounts.roles import Action

LOOKED_AT = "person"  # a page in the access log


@dataclass(frozen=True)
class Step:
    """Something to try: the page where it begins, its section of the first chapter, and what proves it."""

    title: str
    hint: str
    url_name: str
    anchor: str
    proofs: frozenset[str]
    action: Action


@dataclass(frozen=True)
class Shown:
    """A step, and whether it was done."""

    step: Step
    is_done: bool


def _step(title: str, hint: str, url_name: str, anchor: str, action: Action, *proofs: str) -> Step:
    return Step(title, hint, url_name, anchor, frozenset(proofs), action)


_FIND = _step(
    "查找一名居民", "按 / 键，输入姓名或拼音首字母", "residents", "找一个人", Action.VIEW, LOOKED_AT
)
OF_COMMUNITIES = (
    _FIND,
    _step("登记一次走访", "下一项，按 X 键", "duty-next", "登记一次走访", Action.WRITE, "visit_recorded"),
    _step(
        "办理失业登记",
        "新增居民，或在居民页面按 S 键",
        "intake",
        "办理失业登记",
        Action.WRITE,
        "unemployment_registered",
        "resident_taken_in",
    ),
    _step(
        "办理就业登记",
        "在居民页面按 J 键",
        "unemployment",
        "办理就业登记",
        Action.WRITE,
        "employment_recorded",
    ),
    _step("导入台账", "下载空白模板，填写后导入", "imports", "导入台账", Action.IMPORT, "import_ledger"),
    _step(
        "改正退回的行",
        "在导入结果页上改正",
        "import-log",
        "改正退回的行",
        Action.IMPORT,
        "import_corrected",
        "import_rejects_taken",
    ),
    _step(
        "办结变动清单",
        "本社区已办结的，换 worker15 登录",
        "change-list",
        "办结变动清单",
        Action.WRITE,
        "change_list_closed",
    ),
    _step(
        "上报报表",
        "本社区已上报的，换 worker15 登录",
        "reports",
        "上报报表",
        Action.SUBMIT,
        "submit_report",
    ),
)
OF_OTHERS = (
    _FIND,
    _step(
        "审核通过一份报表",
        "以 street2 登录，点下级对照",
        "reports",
        "上级审核",
        Action.REVIEW,
        "accept_report",
    ),
    _step("退回一份报表", "写明理由，由社区更正", "reports", "上级审核", Action.REVIEW, "return_report"),
)


def first_day(actor: Actor, *, is_community: bool, midnight: dt.datetime) -> list[Shown]:
    """The steps that the post allows, and which of them the officer has done since midnight.

    The demo's own past was entered in the officers' names before anybody signed in: it does not count.
    """
    signed_in = AccessLog.objects.filter(username=actor.user.username, attempt_time__gte=midnight)
    since = signed_in.order_by("attempt_time").values_list("attempt_time", flat=True).first() or midnight
    entries = {"user": actor.user, "at__gte": since}
    done = set(AuditEntry.objects.filter(**entries).values_list("action", flat=True).distinct())
    done |= set(AccessEntry.objects.filter(**entries, page=LOOKED_AT).values_list("page", flat=True)[:1])
    steps = OF_COMMUNITIES if is_community else OF_OTHERS
    return [Shown(step, bool(step.proofs & done)) for step in steps if actor.may(step.action)]
