"""The ledgers of unemployment registrations (失业登记台账) and of jobs (就业登记台账), BX 三(三)2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiceng.core.filters import LedgerFilters, choice, day
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.employment.choices import EmploymentForm, UnemployedCategory, UnemploymentReason
from jiceng.employment.models import Employment, Registration
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import PERSON_COLUMNS, add_person

ONE_DAY = dt.timedelta(days=1)

UNEMPLOYED, AT_WORK, ENDED = "unemployed", "at_work", "ended"
REGISTRATION_STATES = {UNEMPLOYED: "登记失业", AT_WORK: "登记有效但在岗", ENDED: "已失效"}
OPEN, OVER = "open", "over"
JOB_STATES = {OPEN: "在岗", OVER: "已终止"}


def registrations(today: dt.date) -> Any:
    """Unemployment registrations with their effective end."""
    return Registration.objects.with_end().select_related("resident", "region")


def employed_among(residents: Iterable[int], today: dt.date) -> set[int]:
    """Those of some residents who are employed on a day.

    Asked for one page at a time: as a column of the list it would be answered from all jobs on file.
    """
    jobs = Employment.objects.open_on(today).filter(resident__in=list(residents))
    return set(jobs.values_list("resident_id", flat=True))


def add_registration_state(rows: list[Any], today: dt.date) -> None:
    """Give registrations their state of today, and what ended them."""
    add_person(rows, today)
    at_work = employed_among((row.resident_id for row in rows), today)
    for row in rows:
        has_ended = row.ends is not None and row.ends <= today
        is_employed = row.resident_id in at_work
        row.state = REGISTRATION_STATES[ENDED if has_ended else AT_WORK if is_employed else UNEMPLOYED]
        row.ended = f"{row.ends} {_ended_by(row)}" if row.ends else ""


def _ended_by(row: Any) -> str:
    return row.get_cancel_reason_display() if row.stop else "就业或再次登记"


class RegistrationFilters(LedgerFilters):
    """By place, state of today, days, reason and category."""

    place = PlaceFilter()
    state = choice("状态", list(REGISTRATION_STATES.items()), method="in_state")
    first = day("登记日期自", "start", "gte")
    last = day("登记日期至", "start", "lte")
    reason = choice("失业原因", UnemploymentReason.choices, field_name="reason")
    category = choice("失业人员类别", UnemployedCategory.choices, field_name="category")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """Registrations in a state today."""
        has_ended = Q(ends__lte=self.today)
        if value == ENDED:
            return rows.filter(has_ended)
        still = Q(ends=None) | Q(ends__gt=self.today)
        at_work = Exists(Employment.objects.open_on(self.today).filter(resident=OuterRef("resident")))
        return rows.filter(still, at_work if value == AT_WORK else ~at_work)


def _short_category(row: Any) -> str:
    return row.category.removesuffix("人员")


REGISTRATIONS = Ledger(
    code="unemployment",
    title="失业登记台账",
    rows=registrations,
    filters=RegistrationFilters,
    prepare=add_registration_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("start", "登记日期", kind="day", sort="start"),
        Column("state", "状态", kind="code"),
        Column("unemployed_on", "失业日期", kind="day", secondary=True),
        Column("reason", "失业原因", lambda row: row.get_reason_display(), secondary=True),
        Column("category", "人员类别", _short_category, kind="code", secondary=True),
        Column("former_employer", "原工作单位", secondary=True),
        Column("ended", "失效", secondary=True),
    ),
)


def add_job_state(rows: list[Any], today: dt.date) -> None:
    """Give jobs their last day, their employer and their state of today."""
    add_person(rows, today)
    for row in rows:
        row.last = row.stop - ONE_DAY if row.stop else None
        row.state = JOB_STATES[OPEN if row.stop is None or row.stop > today else OVER]


class JobFilters(LedgerFilters):
    """By place, state of today, form and days."""

    place = PlaceFilter()
    state = choice("状态", list(JOB_STATES.items()), method="in_state")
    form = choice("就业形式", EmploymentForm.choices, field_name="form")
    first = day("就业日期自", "start", "gte")
    last = day("就业日期至", "start", "lte")
    contract_until = day("合同终止不晚于", "contract_stop", "lte")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """Jobs held today, or over."""
        return rows.open_on(self.today) if value == OPEN else rows.filter(stop__lte=self.today)


def employer_of(row: Any) -> str:
    """The employer of a job, by the name that is kept with it."""
    # An employer registered beyond the scope is not found; the code is kept with the job.
    return row.employer_name or (row.employer.name if row.employer else row.credit_code)


JOBS = Ledger(
    code="employment",
    title="就业登记台账",
    rows=lambda today: Employment.objects.select_related("resident", "region", "employer"),
    filters=JobFilters,
    prepare=add_job_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("form", "就业形式", kind="code", value=lambda row: row.get_form_display()),
        Column("employer", "单位名称", employer_of, secondary=True),
        Column("occupation", "岗位工种", secondary=True),
        Column("start", "就业日期", kind="day", sort="start"),
        Column("contract_stop", "合同终止", kind="day", secondary=True),
        Column("last", "终止日期", kind="day", secondary=True),
        Column("end_reason", "终止原因", secondary=True),
        Column("state", "状态", kind="code"),
    ),
)
