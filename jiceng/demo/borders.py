"""People who sit on every border of the definitions: `generate_border_cases` makes them.

Each case is a person or a household of its own, made around a pivot: a day on which figures are likely to be
taken. `City.notes` says for each person what is tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle

from jiceng.demo.households import FEMALE, MALE
from jiceng.demo.people import identity_number
from jiceng.demo.rows import (
    COMMUNITY,
    CREDIT_CODE,
    HEADERS,
    HOUSEHOLD,
    NUMBER,
    SURVEYED,
    City,
    Community,
    Move,
    Row,
)
from jiceng.demo.workplaces import FLEXIBLE, PUBLIC_POST

# A county nobody's number begins with in a generated city, so that both can be loaded together.
_COUNTY = "210500"


class TooLate(Exception):
    """A case would need a day after today."""


class CaseBook:
    """Writes cases: a case that reaches beyond today is left out as a whole."""

    def __init__(self, today: date, communities: Sequence[Community]) -> None:
        self.today = today
        self.city = City(today, communities)
        self._case = City(today, communities)
        self._places = cycle(communities)
        self._place = communities[0]
        self._people = self._households = 0
        self._births: Counter[date] = Counter()

    def try_out(self, case: Callable[..., None], *arguments: object) -> None:
        """Add a case in the next community, or nothing if it does not fit before today."""
        self._place = next(self._places)
        self._case = City(self.today, self.city.communities)
        try:
            case(self, *arguments)
        except TooLate:
            return
        self.city.extend(self._case)

    def household(self) -> str:
        """The number of a household nobody is in yet."""
        self._households += 1
        return f"B{self._households:05d}"

    def person(
        self,
        note: str,
        sex: str = FEMALE,
        birth: date | None = None,
        *,
        household: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> str:
        """A person with one survey of long ago; returns the number.

        In a household of their own and in the forties unless told.
        """
        self._people += 1
        birth = self._past(birth or date(1977, 1, 1) + timedelta(days=self._people * 7 % 2800))
        self._births[birth] += 1
        number = identity_number(_COUNTY, birth, 2 * self._births[birth] + (1 if sex == MALE else 0))
        row = dict.fromkeys(HEADERS["residents"], "") | {
            "姓名": f"边{'男' if sex == MALE else '女'}{self._people}", NUMBER: number,
            HOUSEHOLD: self.household() if household is None else household, COMMUNITY: self._place.code,
            SURVEYED: (self.today - timedelta(days=1400)).isoformat(), "户口性质": "非农业户口",
            "国有集体企业下岗失业": "是", "是否棚改回迁": "是",
        }  # fmt: skip
        self._case.residents.append(row | dict(facts or {}))
        self._case.notes[number] = note
        return number

    def survey(self, number: str, on: date, facts: Mapping[str, str]) -> None:
        """A later survey that says these facts and asked nothing else."""
        before = next(row for row in reversed(self._case.residents) if row[NUMBER] == number)
        keep = {header: before[header] for header in ("姓名", NUMBER, HOUSEHOLD, COMMUNITY)}
        blank = dict.fromkeys(HEADERS["residents"], "")
        self._case.residents.append(blank | keep | {SURVEYED: self._day(on)} | dict(facts))

    def move(self, number: str, on: date, household: str = "") -> None:
        """A move to the next community; once moved, a case is surveyed no more."""
        self._case.moves.append(Move(number, self._past(on), next(self._places).code, household))

    def job(self, number: str, start: date, last_day: date | None = None, form: str = FLEXIBLE) -> None:
        """A job, with its last day worked if it ended."""
        row = {
            NUMBER: number,
            "就业形式": form,
            "就业日期": self._day(start),
            "终止日期": self._optional(last_day),
        }
        self._add(
            "employment", row | {CREDIT_CODE: ""} | ({"是否公益性岗位": "是"} if form == PUBLIC_POST else {})
        )

    def register(
        self, number: str, on: date, cancelled: date | None = None, reason: str = "未主动联系"
    ) -> None:
        """An unemployment registration, cancelled by hand if a day is given."""
        ending = {"注销日期": self._optional(cancelled), "注销原因": reason if cancelled else ""}
        self._add("unemployment", {NUMBER: number, "失业登记日期": self._day(on)} | ending)

    def determine(self, number: str, on: date, end: date | None = None, kind: str = "4050人员") -> None:
        """A determination, ended by the person's wish if a day is given."""
        ending = {"退出日期": self._optional(end), "退出原因": "本人申请" if end else ""}
        self._add("determinations", {NUMBER: number, "类别": kind, "认定日期": self._day(on)} | ending)

    def recognise(self, household: str, on: date, end: date | None = None) -> None:
        """A recognition of a zero-employment household."""
        key = {COMMUNITY: self._place.code, HOUSEHOLD: household}
        ending = {"退出日期": self._optional(end), "退出原因": "条件消失" if end else ""}
        self._add("recognitions", key | {"认定日期": self._day(on)} | ending)

    def visit(
        self, number: str, on: date, way: str = "电话", reasons: str = "就业后回访", outcome: str = "通话"
    ) -> None:
        """A visit or call."""
        row = {NUMBER: number, "日期": self._day(on), "方式": way, "事由": reasons, "走访结果": outcome}
        self._add("visits", row)

    def _add(self, ledger: str, row: Row) -> None:
        getattr(self._case, ledger).append(dict.fromkeys(HEADERS[ledger], "") | row)

    def _past(self, day: date) -> date:
        if day > self.today:
            raise TooLate(day)
        return day

    def _day(self, day: date) -> str:
        return self._past(day).isoformat()

    def _optional(self, day: date | None) -> str:
        return "" if day is None else self._day(day)


def quarter_ends(today: date, count: int) -> list[date]:
    """The last days of the latest quarters that are over, the oldest first."""
    year, quarter = today.year, (today.month - 1) // 3
    found = []
    for _ in range(count):
        if quarter == 0:
            year, quarter = year - 1, 4
        following = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
        found.append(following - timedelta(days=1))
        quarter -= 1
    return found[::-1]
