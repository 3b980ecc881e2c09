"""Pure rules about stays, transfers, lay-offs and certifications: what is wrong in words, by the entry."""

from __future__ import annotations

import datetime as dt

from jiceng.core.registers import mistakes
from jiceng.employment.rules import wrong_start
from jiceng.residents.rules import wrong_day


def wrong_spell(
    start: dt.date,
    stop: dt.date | None,
    *,
    birth: dt.date,
    today: dt.date,
    left_on: dt.date | None = None,
    act: str,
) -> dict[str, str]:
    """A spell of work begins on a past day of a person of 16 (劳动法 15), and ends no earlier."""
    return mistakes(
        start=wrong_start(start, birth=birth, today=today, left_on=left_on, act=act),
        stop=wrong_end(stop, start=start, today=today) if stop else None,
    )


def wrong_end(stop: dt.date, *, start: dt.date, today: dt.date) -> str | None:
    """A spell ends on a past day, at the earliest on the one it began."""
    return f"不能早于开始日期（{start}）" if stop < start else wrong_day(stop, today=today)


def wrong_unit(employer_name: str, credit_code: str) -> str | None:
    """Who is laid off is on the roll of a unit (GD 一一(一)2)."""
    return None if employer_name.strip() or credit_code.strip() else "请填写所在单位名称或统一社会信用代码"
