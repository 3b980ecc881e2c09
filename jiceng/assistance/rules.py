"""Pure rules of assistance: determinations, recognitions, plans, urgent placement, stable employment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jiceng.assistance.choices import ExitReason
from jiceng.core.registers import mistakes
from jiceng.core.spans import ONE_DAY
from jiceng.core.workdays import HolidayTable, add_working_days
from jiceng.employment.choices import EmploymentForm
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


# HB 三(三)3 asks for immediate placement and names no days. Unless a pack in force does, the strictest limit
# that local rules print for finding any post holds: 10 working days (reference B5, a city of Guangdong).
URGENT_WORKING_DAYS = 10


def urgent_due(start: dt.date, days: int, table: HolidayTable | None) -> dt.date:
    """The day by which a person in urgent need is to work; working days with a table, else calendar days."""
    return add_working_days(start, days, table) if table is not None else start + dt.timedelta(days=days)


def wrong_step(planned_on: dt.date, *, plan_start: dt.date) -> dict[str, str]:
    """A step is planned for a day of the plan (BX 三(三)3(3)); that may lie ahead."""
    return mistakes(planned_on=f"不能早于计划制定日期（{plan_start}）" if planned_on < plan_start else None)


def wrong_day_of_plan(on: dt.date, *, plan_start: dt.date, today: dt.date) -> str | None:
    """A step is done, a review made, a plan closed on a past day of the plan."""
    return f"不能早于计划制定日期（{plan_start}）" if on < plan_start else wrong_day(on, today=today)


@dataclass(frozen=True)
class JobFacts:
    """What is known of a job when asking whether it is stable; None where it was not asked."""

    form: str
    contract_start: dt.date | None = None
    contract_stop: dt.date | None = None
    monthly_income: Decimal | None = None
    has_licence: bool | None = None
    is_insured: bool | None = None


@dataclass(frozen=True)
class Stability:
    """Whether a job is stable, by which facts, and what is lacking."""

    facts: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def is_stable(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking


def stability(job: JobFacts, minimum_wage: Decimal | int | None) -> Stability:
    """The test of stable employment: one of three alternatives, by the form of the job.

    Employed by a unit with a contract of a year or more; or in business with a licence and an income of at
    least the minimum wage; or in flexible work with such an income and social insurance paid (reference B5,
    after the rules of Tangshan). `minimum_wage`: yuan a month, None where no pack in force names it.
    """
    if job.form == EmploymentForm.OWN_ACCOUNT:
        return _judged(_flag("营业执照", job.has_licence), _income(job, minimum_wage))
    if job.form == EmploymentForm.FLEXIBLE:
        return _judged(_income(job, minimum_wage), _flag("缴纳社会保险费", job.is_insured))
    return _judged(_contract(job))


Told = tuple[bool, str]


def _judged(*answers: Told) -> Stability:
    met = tuple(text for holds, text in answers if holds)
    return Stability(met, tuple(text for holds, text in answers if not holds))


def _flag(what: str, value: bool | None) -> Told:
    if value is None:
        return False, f"{what}：未询问"
    return value, f"{what}：{'有' if value else '无'}"


def _income(job: JobFacts, minimum_wage: Decimal | int | None) -> Told:
    if job.monthly_income is None:
        return False, "月收入：未询问"
    if minimum_wage is None:
        return False, f"月收入{job.monthly_income}元；现行政策没有载明最低工资标准"
    holds = job.monthly_income >= minimum_wage
    return holds, f"月收入{job.monthly_income}元，{'不低于' if holds else '低于'}最低工资{minimum_wage}元"


def _contract(job: JobFacts) -> Told:
    if job.contract_start is None or job.contract_stop is None:
        return False, "劳动合同起止日期：未询问"
    holds = _year_before(job.contract_stop + ONE_DAY) >= job.contract_start
    dates = f"劳动合同{job.contract_start}至{job.contract_stop}"
    return holds, f"{dates}，{'满' if holds else '不满'}一年"


def _year_before(day: dt.date) -> dt.date:
    """As the database counts: 29 February less a year is 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
