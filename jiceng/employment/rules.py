"""Pure rules about jobs and unemployment registrations: what is wrong in words, by the entry it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiceng.core.registers import mistakes
from jiceng.residents.rules import age_on, wrong_day

WORKING_FROM = 16  # years; 劳动法 15, 就业服务与就业管理规定 63


def wrong_start(
    start: dt.date, *, birth: dt.date, today: dt.date, left_on: dt.date | None, act: str
) -> str | None:
    """A job or registration (`act`) begins on a past day of a person who is here and 16 (contracts 3)."""
    wrong = wrong_day(start, today=today, birth=birth, left_on=left_on)
    if wrong is None and age_on(birth, start) < WORKING_FROM:
        return f"当日未满{WORKING_FROM}周岁，不能办理{act}"
    return wrong


def wrong_registration(
    on: dt.date,
    *,
    unemployed_on: dt.date | None,
    birth: dt.date,
    today: dt.date,
    left_on: dt.date | None = None,
) -> dict[str, str]:
    """An unemployment registration (BX 三(三)2): who registers has lost the work before, or on the day."""
    later = unemployed_on is not None and unemployed_on > on
    return mistakes(
        on=wrong_start(on, birth=birth, today=today, left_on=left_on, act="失业登记"),
        unemployed_on="不能晚于失业登记日期" if later else None,
    )


def wrong_at_death(start: dt.date, last: dt.date, what: str) -> dict[str, str]:
    """Nothing of a person begins after the death: not later than `last`."""
    return {"on": f"该居民{start}还有{what}，请核实日期，或先作废该登记"} if start > last else {}


def wrong_last_job_day(last_day: dt.date, *, start: dt.date, died_on: dt.date) -> dict[str, str]:
    """The last day of a job that a death ended lies between its first day and the death."""
    if last_day < start:
        return {"job_last_day": f"不能早于就业日期（{start}）"}
    return {"job_last_day": f"不能晚于死亡日期（{died_on}）"} if last_day > died_on else {}


def wrong_cancellation(
    on: dt.date, reason: str, *, start: dt.date, ends: dt.date | None, today: dt.date, lawful: Iterable[str]
) -> dict[str, str]:
    """A registration is cancelled for a lawful reason (就业服务与就业管理规定 66), while it is effective.

    `ends` is the effective end that it has without a cancellation: a job, or the next registration. A later
    cancellation would wake what that had ended (contracts, section 4).
    """
    wrong = wrong_day(on, today=today)
    if on < start:
        wrong = f"不能早于失业登记日期（{start}）"
    elif ends is not None and ends <= on:
        wrong = f"该失业登记已于{ends}因就业或重新登记失效，无需注销"
    return mistakes(on=wrong, reason=None if reason in set(lawful) else "请选择注销原因")


def wrong_job(
    start: dt.date,
    *,
    last_day: dt.date | None,
    contract_start: dt.date | None,
    contract_stop: dt.date | None,
    birth: dt.date,
    today: dt.date,
    left_on: dt.date | None = None,
) -> dict[str, str]:
    """A job (contracts, section 3): begun, perhaps ended, with a contract that does not end before it begins.

    The end of a contract may lie ahead, and an expired one does not end the job.
    """
    backwards = contract_start is not None and contract_stop is not None and contract_stop < contract_start
    return mistakes(
        start=wrong_start(start, birth=birth, today=today, left_on=left_on, act="就业登记"),
        last_day=wrong_last_day(last_day, start=start, today=today) if last_day else None,
        contract_start=wrong_day(contract_start, today=today) if contract_start else None,
        contract_stop="不能早于合同起始日期" if backwards else None,
    )


def wrong_last_day(last_day: dt.date, *, start: dt.date, today: dt.date) -> str | None:
    """终止日期 is the last day worked, so at the earliest the first one (contracts, section 4)."""
    return f"不能早于就业日期（{start}）" if last_day < start else wrong_day(last_day, today=today)
