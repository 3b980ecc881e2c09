"""The documents that a window prints. Another one is a declaration here and a typst file beside the others.

What stands on them is read from the registers on the day of print; nothing is typed. The whole number stands
only where the document is worth nothing without it, and those need the right to see it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiceng.assistance.layouts import determinations, recognitions
from jiceng.core.secrets import cipher
from jiceng.core.spans import in_chinese
from jiceng.core.tables import shown
from jiceng.employment.layouts import jobs, registrations
from jiceng.employment.ledgers import employer_of
from jiceng.policy.layouts import columns_of, read
from jiceng.policy.vocabulary import Span
from jiceng.residents.layouts import Found, members, officers
from jiceng.residents.models import Household, Resident
from jiceng.residents.populations import RESIDENT

Pairs = list[tuple[str, str]]
MEMBER_COLUMNS = ("relation", "name", "sex", "age", "number", "ability", "student", "job_wish")


@dataclass(frozen=True)
class PersonOnDay:
    """What the registers say of a resident on a day."""

    resident: Resident
    day: dt.date

    @cached_property
    def facts(self) -> Any:
        """The version of facts of the day, or None when the person is not in place."""
        here = RESIDENT.located(Span.on(self.day), False).filter(resident=self.resident)
        return here.select_related("resident", "household", "region__office").first()

    @cached_property
    def job(self) -> Any:
        """The job open on the day."""
        return jobs([self.facts], self.day).get(self.resident.pk) if self.facts else None

    @cached_property
    def registration(self) -> Any:
        """The registration in effect on the day."""
        return registrations([self.facts], self.day).get(self.resident.pk) if self.facts else None

    @cached_property
    def determinations(self) -> list[Any]:
        """The determinations open on the day."""
        return determinations([self.facts], self.day).get(self.resident.pk, []) if self.facts else []

    @property
    def number(self) -> str:
        """The whole identity number."""
        return cipher().decrypt(bytes(self.resident.number_cipher))

    def said(self, *codes: str) -> Pairs:
        """Facts with their names, as ledgers show them."""
        return _said("resident", self.facts, self.day, codes)


@dataclass(frozen=True)
class HouseholdOnDay:
    """What the registers say of a household on a day."""

    household: Household
    day: dt.date

    @cached_property
    def members(self) -> list[Any]:
        """The members, the head first."""
        return members([self.household], self.day).get(self.household.pk, [])

    def said(self, *codes: str) -> Pairs:
        """What ledgers show of the household, with its names."""
        return _said("household", self.household, self.day, codes)

    @cached_property
    def recognition(self) -> Any:
        """The recognition open on the day."""
        return recognitions([self.household], self.day).get(self.household.pk)


@dataclass(frozen=True)
class Document:
    """One kind of paper: when it is offered, and what it shows beside number, office and day."""

    code: str
    title: str
    subject: str
    icon: str
    is_offered: Callable[[Any], Any]
    data: Callable[[Any], Mapping[str, Any]]
    has_whole_number: bool = False

    @property
    def template(self) -> str:
        """The path of its typst file."""
        return f"papers/templates/papers/{self.code.replace('-', '_')}.typ"


def _said(subject: str, row: Any, day: dt.date, codes: Sequence[str]) -> Pairs:
    columns = columns_of(subject, codes)
    (cells,) = read(columns, subject, [row], day)
    return [(column.title, shown(cell)) for column, cell in zip(columns, cells, strict=True)]


def _person(of: PersonOnDay) -> Pairs:
    """Who it is, with the whole number: birth and sex stand in it, so they need not be kept from print."""
    return [
        ("姓名", of.resident.name),
        ("性别", of.resident.get_sex_display()),
        ("公民身份号码", of.number),
        ("出生日期", shown(of.resident.birth)),
    ]


def _unemployment(of: PersonOnDay) -> dict[str, Any]:
    row = of.registration
    return {
        "name": of.resident.name,
        "identity": of.number,
        "registered_on": in_chinese(row.start),
        "on": in_chinese(of.day),
        "facts": [
            *_person(of),
            *of.said("hukou", "education", "address", "phone"),
            ("失业登记日期", shown(row.start)),
            ("失业日期", shown(row.unemployed_on)),
            ("失业原因", row.get_reason_display()),
            ("原工作单位", row.former_employer),
        ],
    }


def _employment(of: PersonOnDay) -> dict[str, Any]:
    job = of.job
    return {
        "name": of.resident.name,
        "identity": of.number,
        "employed_on": in_chinese(job.start),
        "on": in_chinese(of.day),
        "facts": [
            *_person(of),
            *of.said("hukou", "education"),
            ("就业形式", job.get_form_display()),
            ("单位名称", employer_of(job)),
            ("统一社会信用代码", job.credit_code),
            ("岗位工种", job.occupation),
            ("就业日期", shown(job.start)),
            ("合同期限", " 至 ".join(map(shown, filter(None, (job.contract_start, job.contract_stop))))),
        ],
    }


def _hardship(of: PersonOnDay) -> dict[str, Any]:
    home = HouseholdOnDay(of.facts.household, of.day) if of.facts.household else None
    asked = ("hukou", "education", "marital", "ability", "skill_level", "job_wish", "phone", "address")
    marks = ("laid_off", "low_income", "disabled", "resettled", "landless", "veteran")
    return {
        "facts": [
            *_person(of),
            *of.said(*asked),
            ("失业登记日期", shown(of.registration.start) if of.registration else "未登记"),
            ("就业状况", of.job.get_form_display() if of.job else "未就业"),
        ],
        "marks": of.said(*marks),
        "members": _members(home, of.day) if home else [],
        "categories": "、".join(each.category for each in of.determinations),
        "determined_on": in_chinese(of.determinations[0].start) if of.determinations else "",
    }


def _zero_household(of: HouseholdOnDay) -> dict[str, Any]:
    return {
        "facts": of.said("number", "community", "head", "phone", "address", "members"),
        "members": _members(of, of.day),
        "recognised_on": in_chinese(of.recognition.start) if of.recognition else "",
    }


def _members(home: HouseholdOnDay, day: dt.date) -> list[list[str]]:
    """The members of a household: numbers masked, so ages in place of birth dates."""
    at_work, unemployed = jobs(home.members, day), registrations(home.members, day)
    columns = columns_of("resident", MEMBER_COLUMNS)
    lines = read(columns, "resident", home.members, day)
    return [
        [*map(shown, cells), _work(row.resident_id, at_work, unemployed)]
        for row, cells in zip(home.members, lines, strict=True)
    ]


def _work(pk: int, at_work: Found, unemployed: Found) -> str:
    """Whether a member works, and how."""
    if pk in at_work:
        return str(at_work[pk].get_form_display())
    return "登记失业" if pk in unemployed else ""


def _contact(of: PersonOnDay) -> dict[str, Any]:
    office = of.facts.region.office
    answering = officers([of.facts], of.day).get(of.resident.pk, "")
    return {
        "name": of.resident.name,
        "lines": [
            ("服务机构", office.name),
            ("责任人", answering),
            ("联系电话", office.phone),
            ("办公地址", office.address),
        ],
    }


DOCUMENTS = {
    document.code: document
    for document in (
        Document(
            "unemployment-proof",
            "失业登记证明",
            "resident",
            "file-certificate",
            lambda of: of.registration and not of.job,
            _unemployment,
            has_whole_number=True,
        ),
        Document(
            "employment-proof",
            "就业登记证明",
            "resident",
            "briefcase",
            lambda of: of.job,
            _employment,
            has_whole_number=True,
        ),
        Document(
            "hardship-form",
            "就业困难人员认定表",
            "resident",
            "certificate",
            lambda of: of.facts,
            _hardship,
            has_whole_number=True,
        ),
        Document("contact-card", "联系卡", "resident", "id", lambda of: of.facts, _contact),
        Document(
            "zero-household-form",
            "零就业家庭认定表",
            "household",
            "home-heart",
            lambda of: of.members,
            _zero_household,
        ),
    )
}


def offered(subject: str, of: Any) -> list[Document]:
    """The documents that the registers can fill for a resident or household on the day."""
    return [each for each in DOCUMENTS.values() if each.subject == subject and each.is_offered(of)]
