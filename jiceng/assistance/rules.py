"""Pure rules about determinations of hardship and recognitions of zero-employment households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiceng.assistance.choices import ExitReason
from jiceng.core.registers import mistakes
from jiceng.residents.rules import wrong_day


def wrong_determination(
    on: dt.date,
    category: str,
    *,
    known: Iterable[str],
    birth: dt.date,
    today: dt.date,
    left_on: dt.date | None = None,
) -> dict[str, str]:
    """A determination (BX 三(三)3(1)) is of a 类别 that the packs in force know, on a past day."""
    return mistakes(
        on=wrong_day(on, today=today, birth=birth, left_on=left_on),
        category=None if category in set(known) else f"应为{'、'.join(known)}之一",
    )


def wrong_exit(on: dt.date, reason: str, *, start: dt.date, today: dt.date) -> dict[str, str]:
    """A determination or recognition ends by an act with a reason, at the earliest on its own day."""
    return mistakes(
        on=f"不能早于认定日期（{start}）" if on < start else wrong_day(on, today=today),
        reason=None if reason in ExitReason.values else "请选择退出原因",
    )


def wrong_basis(holds: bool, basis: str, *, label: str, article: str) -> dict[str, str]:
    """Every decision shows which article and which facts led to it (domain A1).

    Where the facts on file do not fit the article, the papers that do are named.
    """
    if holds or basis.strip():
        return {}
    return {"basis": f"登记信息不符合“{label}”的条件（{article}），请写明认定依据"}
