"""Pure rules about residents: values and dates in; an answer, or what is wrong in words, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from jiceng.core.spans import Period
from jiceng.residents.choices import DepartureKind, VisitOutcome, VisitWay


def age_on(birth: dt.date, day: dt.date) -> int:
    """Completed years; who was born on 29 February completes a year on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: dt.date, age: int) -> dt.date:
    """The day on which an age is completed; for 29 February that is 1 March of a common year."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return dt.date(birth.year + age, 3, 1)


def wrong_day(
    day: dt.date, *, today: dt.date, birth: dt.date | None = None, left_on: dt.date | None = None
) -> str | None:
    """What is wrong with the day of something that happened to a person (contracts, section 3).

    Nothing happens in the future, before birth, or once the person has died or left (`left_on`, the first
    day no longer here). The message does not tell the birth date.
    """
    if day > today:
        return f"不能晚于今天（{today}）"
    if birth is not None and day < birth:
        return "不能早于本人出生日期"
    if left_on is not None and day >= left_on:
        return f"该居民已于{left_on}登记为死亡或迁离"
    return None


def wrong_survey_day(on: dt.date, latest: dt.date) -> str | None:
    """Facts never go back behind the latest survey: a survey older than it changes none (BX 三(三)4)."""
    return f"不能早于最近一次登记或调查的日期（{latest}）" if on < latest else None


def wrong_move_day(on: dt.date, version_start: dt.date) -> str | None:
    """A move may not begin before the facts that it takes along (contracts, section 3)."""
    return "早于该居民在原社区的最近登记，请与原社区核实" if on < version_start else None


def wrong_departure(on: dt.date, version_start: dt.date) -> str | None:
    """A person leaves after the facts that hold last began."""
    return f"应晚于最近一次登记变更的日期（{version_start}）" if on <= version_start else None


def is_one_slip_away(number: str, other: str) -> bool:
    """Whether one digit, or two neighbours changed about, tell two numbers apart, but for the check digit."""
    a, b = number[:17], other[:17]
    apart = [place for place in range(min(len(a), len(b))) if a[place] != b[place]]
    if len(a) != len(b) or len(apart) != 2:
        return len(a) == len(b) and len(apart) == 1
    first, second = apart
    return second == first + 1 and a[first] == b[second] and a[second] == b[first]


OBJECTION_DAYS = 7  # no document sets it; the platform's own (docs/definitions.md)


def objection_until(recorded_on: dt.date) -> dt.date:
    """The last day on which the losing office may object to a move."""
    return recorded_on + dt.timedelta(days=OBJECTION_DAYS)


def wrong_objection(reason: str, *, recorded_on: dt.date, today: dt.date) -> dict[str, str]:
    """An objection has a reason and comes in time."""
    if today > objection_until(recorded_on):
        return {"": f"已过异议期（{objection_until(recorded_on)}止），如有不同意见请向上级机构反映"}
    return {} if reason.strip() else {"reason": "请填写异议理由"}


def wrong_return(on: dt.date, departed_on: dt.date, departure: str, *, today: dt.date) -> str | None:
    """Who departed is not back before that; who died is only back when the entry was a mistake."""
    if on > today:
        return f"不能晚于今天（{today}）"
    if on < departed_on:
        return f"不能早于登记的死亡或迁离日期（{departed_on}）"
    if departure == DepartureKind.DIED and on != departed_on:
        return f"该居民已登记为死亡；如登记有误，请填{departed_on}，撤销原来的登记"
    return None


def wrong_household_day(on: dt.date, version_start: dt.date) -> str | None:
    """A household changes no earlier than the facts of its members that hold last began."""
    return f"不能早于最近一次登记变更的日期（{version_start}）" if on < version_start else None


def wrong_visit(way: str, reasons: Collection[str], outcome: str) -> dict[str, str]:
    """A visit has a reason, and only a call finds a dead number (BX 三(三)3(5): a visit or a call)."""
    wrong = {}
    if not reasons:
        wrong["reasons"] = "请至少选择一项事由"
    if outcome == VisitOutcome.DEAD_NUMBER and way != VisitWay.PHONE:
        wrong["outcome"] = "只有方式为电话时，结果才可能是空号"
    return wrong


def wrong_closing(period: Period, on: dt.date, *, today: dt.date) -> str | None:
    """A change list is closed for a whole quarter that has ended (BX 三(三)4)."""
    if period.kind != "quarter":
        return "变动清单按季度办结"
    if on > today:
        return f"不能晚于今天（{today}）"
    if on < period.last:
        return f"{period.label}尚未结束，不能办结"
    return None
