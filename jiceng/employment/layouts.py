"""What official ledgers may show of jobs and unemployment registrations open on a day (BX 三(三)2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from jiceng.employment.ledgers import employed_among, employer_of
from jiceng.employment.models import Employment, Registration
from jiceng.policy.layouts import LayoutColumn, ledger_columns
from jiceng.policy.vocabulary import Span, open_on
from jiceng.residents.layouts import Found, by_resident, ids_of, members


def jobs(rows: Sequence[Any], day: dt.date) -> Found:
    """The jobs open on the day."""
    held = Employment.objects.open_on(day).filter(resident__in=ids_of(rows, "resident_id"))
    return by_resident(held.select_related("employer"))


def registrations(rows: Sequence[Any], day: dt.date) -> Found:
    """The unemployment registrations in effect on the day."""
    own = Registration.objects.with_end().filter(resident__in=ids_of(rows, "resident_id"))
    return by_resident(open_on(own, Span.on(day), "ends"))


def members_at_work(rows: Sequence[Any], day: dt.date) -> Found:
    """How many members of the households are employed on the day."""
    homes = members(rows, day)
    at_work = employed_among((each.resident_id for home in homes.values() for each in home), day)
    return {pk: sum(each.resident_id in at_work for each in home) for pk, home in homes.items()}


def _of_job(code: str, title: str, value: Callable[[Any], Any], width: int, **more: Any) -> LayoutColumn:
    return LayoutColumn(code, title, "resident", value, width=width, find=jobs, **more)


def _of_registration(
    code: str, title: str, value: Callable[[Any], Any], width: int, **more: Any
) -> LayoutColumn:
    return LayoutColumn(code, title, "resident", value, width=width, find=registrations, **more)


def declare_layouts() -> None:
    """Speak the columns of employment and unemployment."""
    ledger_columns(
        _of_job("form", "就业形式", lambda job: job.get_form_display(), 4),
        _of_job("employer", "单位名称", employer_of, 9),
        _of_job("occupation", "岗位工种", lambda job: job.occupation, 5),
        _of_job("employed_on", "就业日期", lambda job: job.start, 5, kind="day"),
        _of_job("contract_stop", "合同终止日期", lambda job: job.contract_stop, 5, kind="day"),
        _of_job("income", "月收入(元)", lambda job: job.monthly_income, 4, kind="number"),
        _of_registration("registered_on", "失业登记日期", lambda row: row.start, 5, kind="day"),
        _of_registration("unemployed_on", "失业日期", lambda row: row.unemployed_on, 5, kind="day"),
        _of_registration("reason", "失业原因", lambda row: row.get_reason_display(), 8),
        _of_registration("category", "失业人员类别", lambda row: row.get_category_display(), 5),
        _of_registration("former_employer", "原工作单位", lambda row: row.former_employer, 8),
        _of_registration("training_wish", "培训意愿", lambda row: row.training_wish, 4),
        LayoutColumn("employed_members", "就业人数", "household", int, "number", 3, members_at_work),
    )
