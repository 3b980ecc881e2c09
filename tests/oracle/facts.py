"""Reads raw ledger rows into people: the only place of the oracle that knows headers, labels and codes.

Rows are taken to be rows that an import accepts. Besides the ledgers of contracts 3 the oracle takes what no
import can say: `moves` (number, on, community, household), `departures` (number, on = the first day no longer
here), `closings` (community, quarter such as "2026Q3", on) and `waivers` (duty, subject, from, until). A row
may carry `known_on` when it became known on another day than its ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Mapping[str, Any]

HUKOU_GROUPS = {
    "非农业户口": "urban", "城镇": "urban", "10": "urban", "11": "urban", "12": "urban",
    "农业户口": "rural", "农村": "rural", "20": "rural", "21": "rural", "22": "rural",
    "居民户口": "other", "50": "other", "30": "other", "40": "other",
}  # fmt: skip
EDUCATION_CODES = {
    "研究生": "10", "博士": "11", "硕士": "14", "大学本科": "20", "大学专科": "30",
    "大学专科和专科学校": "30", "中等职业": "40", "中等专科": "41", "职业高中": "44", "技工学校": "47",
    "高中": "60", "普通高中": "60", "初中": "70", "初级中学": "70", "小学": "80", "其他": "90",
    "文盲或半文盲": "90",
}  # fmt: skip
FORM_CODES = {"单位就业": "010", "个体经营": "021", "灵活就业": "022", "公益性岗位": "030", "转移就业": "040"}
FLAGS = {"是": True, "有": True, "Y": True, "1": True, "否": False, "无": False, "N": False, "0": False}
UNABLE = ("丧失", "无")


@dataclass(frozen=True)
class Version:
    """What a person is from `start` on (None = ever since): facts by header, blank ones absent."""

    start: date | None
    facts: Row

    @property
    def community(self) -> str:
        return str(self.facts["所属社区代码"])

    @property
    def household(self) -> str | None:
        return self.facts.get("家庭编号") or None

    @property
    def hukou(self) -> str | None:
        return HUKOU_GROUPS.get(self.facts.get("户口性质", ""))

    @property
    def education(self) -> str | None:
        given = self.facts.get("文化程度", "")
        return EDUCATION_CODES.get(given, given) or None

    def flag(self, header: str) -> bool | None:
        return FLAGS.get(self.facts.get(header, ""))

    @property
    def unable(self) -> bool:
        return self.facts.get("劳动能力") in UNABLE


@dataclass(frozen=True)
class Spell:
    """An employment spell; `end` is the last day worked."""

    start: date
    end: date | None
    form: str
    known_on: date


@dataclass(frozen=True)
class Registration:
    """An unemployment registration; `cancelled` is 注销日期."""

    start: date
    cancelled: date | None


@dataclass(frozen=True)
class Ruling:
    """A determination (of a person) or a recognition (of a household)."""

    start: date
    end: date | None
    known_on: date


@dataclass(frozen=True)
class Visit:
    on: date
    way: str
    reasons: tuple[str, ...]
    outcome: str
    known_on: date


@dataclass
class Person:
    """Everything the ledgers say about one person."""

    number: str
    sex: str
    birth: date
    known_on: date
    versions: list[Version] = field(default_factory=list)
    departed: date | None = None
    spells: list[Spell] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    determinations: list[Ruling] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)

    def version(self, day: date) -> Version | None:
        """The version that holds on the day; None from the day of departure."""
        if self.departed is not None and self.departed <= day:
            return None
        return self.last_version(day)

    def last_version(self, day: date) -> Version:
        """The version that holds on the day, or held where the person lived last."""
        return [version for version in self.versions if version.start is None or version.start <= day][-1]


def a_day(value: Any) -> date | None:
    """A cell that holds a day, or is blank."""
    if value in (None, ""):
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)


def the_day(value: Any) -> date:
    """A cell that must hold a day."""
    found = a_day(value)
    if found is None:
        raise ValueError("a day is missing")
    return found


class Ledgers:
    """The rows by subject. `history` names the ledgers loaded with `--history` (True = all, False = none)."""

    def __init__(self, rows: Mapping[str, Iterable[Row]], today: date, history: bool | set[str]) -> None:
        self.today = today
        self.history = history
        self.people: dict[str, Person] = {}
        self.recognitions: dict[tuple[str, str], list[Ruling]] = defaultdict(list)
        self._read_residents(rows)
        self._read_spells(rows)
        self.ever_members: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            for key in {(version.community, version.household or "") for version in person.versions}:
                self.ever_members[key].append(person)
        self.closings: dict[tuple[str, str], date] = {}
        for row in rows.get("closings", ()):
            self.closings[row["community"], row["quarter"]] = the_day(row["on"])
        self.waivers = list(rows.get("waivers", ()))

    def _known_on(self, ledger: str, row: Row, own_day: date) -> date:
        """`known_on` of the row if it says so, else its own day with --history, else today."""
        stated = a_day(row.get("known_on"))
        if stated is not None:
            return stated
        with_history = self.history if isinstance(self.history, bool) else ledger in self.history
        return own_day if with_history else self.today

    def _read_residents(self, rows: Mapping[str, Iterable[Row]]) -> None:
        moves: dict[str, list[Row]] = defaultdict(list)
        for move in sorted(rows.get("moves", ()), key=lambda move: the_day(move["on"])):
            moves[move["number"]].append(move)
        latest: dict[str, date] = {}
        for row in rows.get("residents", ()):
            number, on = row["公民身份号码"], a_day(row.get("调查日期")) or self.today
            while number in self.people and moves[number] and the_day(moves[number][0]["on"]) <= on:
                _move(self.people[number], moves[number].pop(0))
            # A survey older than the latest one changes no facts.
            if number not in latest or latest[number] <= on:
                self._survey(row, on)
                latest[number] = on
        for number, left in moves.items():
            for move in left:
                _move(self.people[number], move)
        for departure in rows.get("departures", ()):
            self.people[departure["number"]].departed = the_day(departure["on"])

    def _survey(self, row: Row, on: date) -> None:
        number = row["公民身份号码"]
        said = {key: value for key, value in row.items() if value not in (None, "")}
        if number not in self.people:
            birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
            sex = "male" if int(number[16]) % 2 else "female"
            known = self._known_on("residents", row, on)
            self.people[number] = Person(number, sex, birth, known, [Version(None, said)])
            return
        person = self.people[number]
        person.known_on = min(person.known_on, self._known_on("residents", row, on))
        if row["所属社区代码"] != person.versions[-1].community:
            raise ValueError(f"{number}: an import does not move people")
        # Blank = not asked; it never erases what is known.
        person.versions.append(Version(on, {**person.versions[-1].facts, **said}))

    def _read_spells(self, rows: Mapping[str, Iterable[Row]]) -> None:
        for row in rows.get("employment", ()):
            start, form = the_day(row["就业日期"]), str(row["就业形式"])
            known = self._known_on("employment", row, start)
            spell = Spell(start, a_day(row.get("终止日期")), FORM_CODES.get(form, form), known)
            self.people[row["公民身份号码"]].spells.append(spell)
        for row in rows.get("unemployment", ()):
            registration = Registration(the_day(row["失业登记日期"]), a_day(row.get("注销日期")))
            self.people[row["公民身份号码"]].registrations.append(registration)
        for row in rows.get("determinations", ()):
            self.people[row["公民身份号码"]].determinations.append(self._ruling("determinations", row))
        for row in rows.get("recognitions", ()):
            self.recognitions[row["所属社区代码"], row["家庭编号"]].append(self._ruling("recognitions", row))
        for row in rows.get("visits", ()):
            on = the_day(row["日期"])
            reasons = tuple(row["事由"].split("、"))
            known = self._known_on("visits", row, on)
            visit = Visit(on, row["方式"], reasons, row.get("走访结果") or "", known)
            self.people[row["公民身份号码"]].visits.append(visit)

    def _ruling(self, ledger: str, row: Row) -> Ruling:
        start = the_day(row["认定日期"])
        return Ruling(start, a_day(row.get("退出日期")), self._known_on(ledger, row, start))


def _move(person: Person, move: Row) -> None:
    facts = {**person.versions[-1].facts, "所属社区代码": move["community"], "家庭编号": move["household"]}
    person.versions.append(Version(the_day(move["on"]), facts))
