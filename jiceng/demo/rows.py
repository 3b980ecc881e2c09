"""Rows of a made-up city: what the import files hold, header by header.

Every value is text as a clerk would type it; a blank is the empty string. Nothing here touches a database.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]

NUMBER = "公民身份号码"
COMMUNITY = "所属社区代码"
HOUSEHOLD = "家庭编号"
SURVEYED = "调查日期"
CREDIT_CODE = "统一社会信用代码"

HEADERS: dict[str, tuple[str, ...]] = {
    "residents": (
        "姓名", NUMBER, HOUSEHOLD, "与户主关系", "民族", "文化程度", "户口性质", "户籍地址", "现住址",
        "联系电话", "婚姻状况", "政治面貌", "是否低保", "是否残疾", "是否棚改回迁", "是否退役军人",
        "是否高校毕业生", "毕业日期", "是否失地农民", "国有集体企业下岗失业", "职业技能等级", "工种",
        "劳动能力", "在校学生", "求职意愿", COMMUNITY, SURVEYED, "核实人",
    ),
    "employers": (
        "单位名称", CREDIT_CODE, "行业", "经济类型", "地址", "联系人", "联系电话", "职工人数",
        "签订劳动合同人数", "参保人数", COMMUNITY,
    ),
    "employment": (
        NUMBER, "就业形式", "就业日期", CREDIT_CODE, "单位名称", "岗位工种", "合同起始日期", "合同终止日期",
        "月收入", "是否公益性岗位", "终止日期", "终止原因", "工作地社区代码",
    ),
    "unemployment": (
        NUMBER, "失业登记日期", "失业日期", "失业原因", "失业人员类别", "原工作单位", "求职意愿", "培训意愿",
        "注销日期", "注销原因",
    ),
    "determinations": (NUMBER, "类别", "认定日期", "退出日期", "退出原因"),
    "recognitions": (COMMUNITY, HOUSEHOLD, "认定日期", "退出日期", "退出原因"),
    "visits": (NUMBER, "日期", "方式", "事由", "走访结果", "内容", "走访人"),
}  # fmt: skip


class Community(NamedTuple):
    """A community of the real region tree: its 12-digit code and its name."""

    code: str
    name: str


class Move(NamedTuple):
    """A person's change of community, which an import cannot say: the receiving office asks for it.

    `on` is the first day in the new community; a blank household is one not yet known.
    """

    number: str
    on: date
    community: str
    household: str


class Closing(NamedTuple):
    """The change list of a community closed for a quarter (such as 2026Q3), 三(三)4; no import brings it."""

    community: str
    quarter: str
    on: date


VisitKey = tuple[str, ...]


def visit_key(visit: Row) -> VisitKey:
    """All columns of a visit: together they are its key."""
    return tuple(visit[header] for header in HEADERS["visits"])


@dataclass
class City:
    """The ledgers of a city; `residents` may hold several surveys of a person, in order of time.

    `moves` happen after every survey of the person; they and `closings` are acts of offices, in no file.
    `entered_late` holds the day on which a visit was entered, for those not entered on their own day. `notes`
    says in English what a person is meant to try out.
    """

    today: date
    communities: Sequence[Community]
    residents: list[Row] = field(default_factory=list)
    employers: list[Row] = field(default_factory=list)
    employment: list[Row] = field(default_factory=list)
    unemployment: list[Row] = field(default_factory=list)
    determinations: list[Row] = field(default_factory=list)
    recognitions: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    entered_late: dict[VisitKey, date] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def rows(self) -> dict[str, list[Row]]:
        """The ledgers by their import name."""
        return {ledger: getattr(self, ledger) for ledger in HEADERS}

    def surveys(self) -> list[list[Row]]:
        """The rows of residents by turn of survey: a file may name a person only once."""
        waves: list[list[Row]] = []
        turn: dict[str, int] = {}
        for row in self.residents:
            nth = turn.get(row[NUMBER], 0)
            turn[row[NUMBER]] = nth + 1
            if nth == len(waves):
                waves.append([])
            waves[nth].append(row)
        return waves

    def files(self) -> list[tuple[str, str, list[Row]]]:
        """(ledger, file name, rows) in an order in which they can be imported."""
        found = [
            ("residents", f"residents-{nth}.csv" if nth > 1 else "residents.csv", rows)
            for nth, rows in enumerate(self.surveys(), start=1)
        ]
        return found + [
            (name, f"{name}.csv", rows) for name, rows in self.rows().items() if name != "residents"
        ]

    def write(self, folder: Path) -> list[tuple[str, Path]]:
        """Write the files (further surveys of residents in files of their own); (ledger, path) in order."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for ledger, name, rows in self.files():
            _write_csv(folder / name, HEADERS[ledger], rows)
            written.append((ledger, folder / name))
        return written

    def extend(self, other: City) -> None:
        """Add the rows of another city of the same day, in which nobody and no household is the same."""
        for ledger, rows in other.rows().items():
            getattr(self, ledger).extend(rows)
        self.moves.extend(other.moves)
        self.closings.extend(other.closings)
        self.entered_late.update(other.entered_late)
        self.notes.update(other.notes)


def _write_csv(path: Path, headers: Sequence[str], rows: Iterable[Row]) -> None:
    # The mark at the start lets a spreadsheet program see that the text is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows([row[header] for header in headers] for row in rows)
