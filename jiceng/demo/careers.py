"""Working lives over the last years: jobs, gaps, registrations, and what ended them.

Jobs of a person never overlap; days are ordinals and never lie after `today`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from jiceng.demo.households import Person
from jiceng.demo.people import Weighted
from jiceng.demo.workplaces import FLEXIBLE, OWN_ACCOUNT, PUBLIC_POST, TRANSFERRED, UNIT

WINDOW = 3 * 365  # the years in which careers have changes, in days
SETTLED = 120  # within so many days, cancellations are not entered after the job that brought them

NEW_TO_WORK, LOST_A_JOB, OTHERWISE = "新成长失业人员", "就业转失业人员", "其他失业人员"


@dataclass(slots=True)
class Job:
    """An employment spell; `end` is the last day worked."""

    start: int
    end: int | None
    form: str
    ended_by: str = ""


@dataclass(slots=True)
class Registration:
    """An unemployment registration as written down: cancelled by hand, or left to the next job."""

    start: int
    lost_on: int | None
    kind: str
    cause: str
    cancelled: int | None = None
    cancelled_by: str = ""


@dataclass(slots=True)
class Career:
    """All jobs and registrations of a person, in order of time."""

    jobs: list[Job] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)

    def job_on(self, day: int) -> Job | None:
        """The job open on the day; the last day worked counts."""
        for job in self.jobs:
            if job.start <= day and (job.end is None or day <= job.end):
                return job
        return None

    def stops(self, registration: Registration) -> int | None:
        """The first day without effect: cancelled, or overtaken by a job or by another registration."""
        if registration.cancelled is not None:
            return registration.cancelled
        later = [job.start for job in self.jobs if job.start >= registration.start]
        later += [other.start for other in self.registrations if other.start > registration.start]
        return min(later, default=None)

    def registered(self, day: int) -> bool:
        """Whether the person is registered unemployed on the day."""
        if self.job_on(day) is not None:
            return False
        for registration in self.registrations:
            stop = self.stops(registration)
            if registration.start <= day and (stop is None or day < stop):
                return True
        return False


_TOWN_FORMS = Weighted({UNIT: 78, OWN_ACCOUNT: 11, FLEXIBLE: 11})
_COUNTRY_FORMS = Weighted({UNIT: 25, OWN_ACCOUNT: 20, FLEXIBLE: 20, TRANSFERRED: 35})
_NEXT_FORMS = Weighted({UNIT: 38, OWN_ACCOUNT: 13, FLEXIBLE: 37, PUBLIC_POST: 4, TRANSFERRED: 8})
_LEAVING = Weighted({
    "合同期满": 30, "解除劳动合同": 25, "单位裁员": 15, "个人辞职": 20, "破产关闭": 5, "": 5,
})  # fmt: skip
_CAUSES = Weighted({"20": 70, "80": 12, "90": 10, "30": 3, "40": 3, "50": 2})
_OTHER_ENDS = Weighted({
    "未主动联系": 30, "退出市场": 25, "不接受服务": 15, "丧失劳动能力": 5, "判刑劳教": 2, "死亡": 4,
    "其他": 19,
})  # fmt: skip
_AFTER_JOB = {
    UNIT: "单位就业",
    OWN_ACCOUNT: "个体就业",
    FLEXIBLE: "灵活就业",
    PUBLIC_POST: "单位就业",
    TRANSFERRED: "其他",
}


def _form(rng: Random, person: Person) -> str:
    return (_COUNTRY_FORMS if person.rural else _TOWN_FORMS).draw(rng)


def _span(rng: Random, mean: float, least: int = 1) -> int:
    return least + int(rng.expovariate(1 / mean))


def steady(rng: Random, person: Person, today: int) -> Career:
    """Employed on every day since before the window, or since growing up; a few changed jobs."""
    window = today - WINDOW
    start = max(person.adult_from + 30, window - _span(rng, 2500))
    if start > today:
        return Career()
    end = _retires(rng, person, today)
    if end is not None and end <= start:
        return Career()
    jobs = [Job(start, end, _form(rng, person), "退休" if end else "")]
    change = today - int(rng.random() * WINDOW)
    if rng.random() < 0.25 and jobs[0].start < change - 30 and (end is None or change < end - 30):
        # The next job begins on the day after the last day worked, so that no day is without one.
        jobs[0].end, jobs[0].ended_by = change - 1, _LEAVING.draw(rng)
        jobs.append(Job(change, end, _form(rng, person), "退休" if end else ""))
    return Career(jobs)


def _retires(rng: Random, person: Person, today: int) -> int | None:
    if person.pension_from > today or rng.random() < 0.08:
        return None
    return person.pension_from - 1


def changing(rng: Random, person: Person, today: int) -> Career:
    """Jobs with gaps in which nobody registered."""
    day = max(person.adult_from + 10, today - WINDOW - _span(rng, 700))
    last = min(today, person.pension_from - 1)
    jobs: list[Job] = []
    while day < last:
        end = day + _span(rng, 420, 5)
        if end >= last or rng.random() < 0.35:
            retired = last < today
            jobs.append(Job(day, last if retired else None, _form(rng, person), "退休" if retired else ""))
            break
        jobs.append(Job(day, end, _form(rng, person), _LEAVING.draw(rng)))
        day = end + (1 if rng.random() < 0.2 else 2 if rng.random() < 0.1 else _span(rng, 90, 2))
        if rng.random() < 0.1:
            break
    return Career(jobs)


def searching(rng: Random, person: Person, today: int) -> Career:
    """Lost a job (or has just grown up) within the window, and registered at least once."""
    career = Career()
    last = min(today, person.pension_from - 1)
    lost = today - 20 - int(rng.random() ** 1.4 * (WINDOW - 20))
    start = lost - _span(rng, 1500, 60)
    if lost > last:
        return career
    if start > person.adult_from:
        career.jobs.append(Job(start, lost, _form(rng, person), _LEAVING.draw(rng)))
        kind, cause = LOST_A_JOB, _CAUSES.draw(rng)
    else:
        start = lost = max(lost, person.adult_from)
        kind, cause = NEW_TO_WORK, "10"
    day = lost + (1 if rng.random() < 0.05 else _span(rng, 35, 2))
    for _ in range(4):
        if day > last:
            break
        registration = Registration(day, lost if kind == LOST_A_JOB else None, kind, cause)
        career.registrations.append(registration)
        following = _after_registering(rng, career, registration, last, today)
        if following is None:
            break
        day, lost, kind, cause = following
    _cancel_at_pension(rng, person, career, today)
    return career


def _after_registering(
    rng: Random, career: Career, registration: Registration, last: int, today: int
) -> tuple[int, int, str, str] | None:
    """What follows a registration; (day, day of loss, kind, cause) of the next one, if there is one."""
    lot = rng.random()
    if lot < 0.72:
        return _hired(rng, career, registration, last, today)
    if lot < 0.84:
        cancelled = registration.start + _span(rng, 150)
        if cancelled > last:
            return None
        registration.cancelled, registration.cancelled_by = cancelled, _OTHER_ENDS.draw(rng)
        if registration.cancelled_by in ("死亡", "丧失劳动能力", "判刑劳教") or rng.random() < 0.7:
            return None
        return cancelled + (0 if rng.random() < 0.1 else _span(rng, 90)), cancelled, OTHERWISE, "90"
    if lot < 0.88:
        # Registered again without the first registration having been cancelled.
        again = registration.start + _span(rng, 150, 20)
        return again, registration.start, registration.kind, registration.cause
    return None


def _hired(
    rng: Random, career: Career, registration: Registration, last: int, today: int
) -> tuple[int, int, str, str] | None:
    hired = registration.start + (0 if rng.random() < 0.03 else _span(rng, 130, 3))
    if hired > last:
        return None
    job = Job(hired, None, _NEXT_FORMS.draw(rng))
    career.jobs.append(job)
    lot = rng.random()
    if lot < 0.3:
        registration.cancelled = hired
    elif lot < 0.4 and hired < today - SETTLED:
        registration.cancelled = hired + _span(rng, 5)
    if registration.cancelled is not None:
        registration.cancelled_by = _AFTER_JOB[job.form]
    if rng.random() < 0.65:
        return None
    ended = max(hired, registration.cancelled or 0) + _span(rng, 200, 2)
    if ended >= last:
        return None
    job.end, job.ended_by = ended, _LEAVING.draw(rng)
    lot = rng.random()
    if lot < 0.25:
        # Quick re-employment: the next day, or after a gap of a few days.
        career.jobs.append(Job(min(last, ended + 1 + int(rng.random() * 6)), None, _NEXT_FORMS.draw(rng)))
        return None
    if lot < 0.7:
        return ended + _span(rng, 25), ended, LOST_A_JOB, "20"
    return None


def _cancel_at_pension(rng: Random, person: Person, career: Career, today: int) -> None:
    if person.pension_from > today:
        return
    for job in career.jobs:
        if job.end is None:
            job.end, job.ended_by = person.pension_from - 1, "退休"
    for registration in career.registrations:
        # A few were forgotten.
        if career.stops(registration) is None and rng.random() < 0.9:
            registration.cancelled, registration.cancelled_by = person.pension_from, "退休"
