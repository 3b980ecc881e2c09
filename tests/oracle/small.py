"""A few rows by hand, for the tests of the oracle itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.oracle.oracle import Oracle

HERE, NEXT, ACROSS = "210502001001", "210502001002", "210503002001"
TODAY = "2026-12-31"


class Small:
    """Collects rows of the import files; every person has a survey of 2020-01-01 and lives in HERE."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def person(
        self,
        birth: str = "1980-01-01",
        sex: str = "女",
        household: str = "",
        community: str = HERE,
        facts: Mapping[str, str] | None = None,
    ) -> str:
        count = len(self.rows["residents"]) + 1
        number = f"210502{birth.replace('-', '')}{2 * count + (1 if sex == '男' else 0):03d}0"
        row = {
            "公民身份号码": number,
            "家庭编号": household,
            "所属社区代码": community,
            "调查日期": "2020-01-01",
        }
        self.rows["residents"].append(row | dict(facts or {}))
        return number

    def survey(self, number: str, on: str, community: str = HERE, **facts: str) -> None:
        row = {"公民身份号码": number, "所属社区代码": community, "调查日期": on}
        self.rows["residents"].append(row | facts)

    def job(self, number: str, start: str, last_day: str = "", form: str = "灵活就业", **more: Any) -> None:
        row = {"公民身份号码": number, "就业形式": form, "就业日期": start, "终止日期": last_day}
        self.rows["employment"].append(row | more)

    def register(self, number: str, on: str, cancelled: str = "") -> None:
        self.rows["unemployment"].append({"公民身份号码": number, "失业登记日期": on, "注销日期": cancelled})

    def determine(self, number: str, on: str, end: str = "", **more: Any) -> None:
        row = {"公民身份号码": number, "类别": "4050人员", "认定日期": on, "退出日期": end}
        self.rows["determinations"].append(row | more)

    def recognise(self, household: str, on: str, end: str = "", community: str = HERE, **more: Any) -> None:
        row = {"所属社区代码": community, "家庭编号": household, "认定日期": on, "退出日期": end}
        self.rows["recognitions"].append(row | more)

    def visit(
        self,
        number: str,
        on: str,
        way: str = "电话",
        reasons: str = "就业后回访",
        outcome: str = "通话",
        **more: Any,
    ) -> None:
        row = {"公民身份号码": number, "日期": on, "方式": way, "事由": reasons, "走访结果": outcome}
        self.rows["visits"].append(row | more)

    def move(self, number: str, on: str, community: str, household: str = "") -> None:
        self.rows["moves"].append(
            {"number": number, "on": on, "community": community, "household": household}
        )

    def depart(self, number: str, on: str) -> None:
        self.rows["departures"].append({"number": number, "on": on})

    def oracle(self, today: str = TODAY, history: bool | set[str] = True) -> Oracle:
        return Oracle(self.rows, (HERE, NEXT, ACROSS), day(today), history)

    def has(self, population: str, key: str, on: str, until: str | None = None) -> bool:
        """Whether the key is a member on the day, or over the span."""
        last = None if until is None else day(until)
        return key in self.oracle().members(population, "21", day(on), last)

    def among(self, population: str, key: str, days: str) -> list[str]:
        """Of these days of one month or year (by blanks), those on which the key is a member."""
        return [on for on in days.split() if self.has(population, key, on)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def seen(small: Small, on: str, today: str = "", region: str = "21", **options: Any) -> list[dict[str, Any]]:
    """The duties seen on a day."""
    history = options.pop("history", True)
    return small.oracle(today or on, history).duties(region, day(on), **options)


def status(small: Small, duty: str, on: str, today: str = "", **options: Any) -> list[tuple[Any, ...]]:
    """(since, status, evidence) of the duties of one kind due in the year, by day."""
    found = seen(small, on, today, duty=duty, **options)
    return sorted((one["since"], one["status"], one["evidence"]) for one in found)
