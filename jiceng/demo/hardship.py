"""Determinations of hardship, recognitions of zero-employment households, and visits after a job."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from jiceng.demo.careers import LOST_A_JOB, Career, Job, Registration
from jiceng.demo.days import birthday, month_ends, month_start
from jiceng.demo.households import FEMALE, Person
from jiceng.demo.people import Weighted
from jiceng.demo.workplaces import FLEXIBLE, OWN_ACCOUNT, PUBLIC_POST, UNIT

AGED_4050, ZERO_MEMBER, SHACK_RESETTLED = "4050人员", "零就业家庭成员", "棚改回迁"

VISIT_SHARE = 0.85
VISIT_MONTHS = 15


@dataclass(slots=True)
class Ruling:
    """A determination or a recognition: from one day, perhaps to another."""

    kind: str
    start: int
    end: int | None = None
    ended_by: str = ""

    def open_on(self, day: int) -> bool:
        """Whether it is in force; on the day it is ended it is not."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(slots=True)
class Visit:
    """A visit or call; `entered` is the day on which it was written down, when later."""

    on: int
    way: str
    reasons: str
    outcome: str
    entered: int | None = None


def aged_4050(person: Person, day: int) -> bool:
    """三(三)3(1): laid off by a state or collective enterprise, of working age, woman of 40 or man of 50."""
    grown = birthday(person.birth, 40 if person.sex == FEMALE else 50)
    return person.laid_off and grown <= day and person.of_working_age(day)


def determine(rng: Random, person: Person, career: Career, today: int) -> list[Ruling]:
    """Determinations made during registrations, of those who qualified on the day."""
    rulings: list[Ruling] = []
    for registration in career.registrations:
        day = registration.start + 3 + int(rng.random() * 40)
        if day > today or not career.registered(day):
            continue
        if aged_4050(person, day) and rng.random() < 0.75:
            _rule(rng, rulings, AGED_4050, day, person, career, today)
        if person.shack_resettled and person.of_working_age(day) and rng.random() < 0.5:
            _rule(rng, rulings, SHACK_RESETTLED, day, person, career, today)
    for ruling in rulings:
        job = next((job for job in career.jobs if job.start > ruling.start), None)
        if job is not None and rng.random() < 0.3:
            job.form = PUBLIC_POST
    return rulings


def _rule(
    rng: Random, rulings: list[Ruling], kind: str, day: int, person: Person, career: Career, today: int
) -> None:
    if any(ruling.kind == kind and (ruling.end is None or day < ruling.end) for ruling in rulings):
        return
    ruling = Ruling(kind, day)
    rulings.append(ruling)
    died = next((end.cancelled for end in career.registrations if end.cancelled_by == "死亡"), None)
    job = next((job for job in career.jobs if job.start > day), None)
    settled = job.start + 200 + int(rng.random() * 200) if job is not None else None
    lot = rng.random()
    if died is not None:
        ruling.end, ruling.ended_by = died, "死亡"
    elif person.pension_from <= today:
        ruling.end, ruling.ended_by = person.pension_from, "退休"
    elif settled is not None and settled <= today and lot < 0.3:
        ruling.end, ruling.ended_by = settled, "稳定就业"
    elif lot > 0.95:
        end = day + 60 + int(rng.random() * 200)
        if end <= today:
            ruling.end, ruling.ended_by = end, "本人申请" if rng.random() < 0.5 else "条件消失"


_FATES = Weighted({
    "found_only": 15, "waiting": 6, "overdue": 12, "in_time": 38, "late": 16, "ended_early": 6,
    "ended_after": 7,
})  # fmt: skip
_JOB_FORMS = Weighted({PUBLIC_POST: 45, FLEXIBLE: 30, UNIT: 17, OWN_ACCOUNT: 8})


def may_become_zero(person: Person, today: int) -> bool:
    """Whether a household's employment can hang on this member."""
    return (
        person.household != ""
        and person.adult_from < today - 900
        and person.pension_from > today + 30
        and not person.student
        and person.ability == "正常"
    )


def zero_household(rng: Random, person: Person, today: int) -> tuple[Career, Ruling | None, Ruling | None]:
    """Of the member on whom a zero-employment household hangs: career, recognition, determination.

    Recognised or only found; helped within 20 days, later or not yet; some recognitions ended without a job.
    """
    fate = _FATES.draw(rng)
    if fate == "found_only":
        registered = today - int(rng.random() * 200)
        return _lost(rng, person, registered, None), None, None
    ago = {"waiting": 1 + int(rng.random() * 18), "overdue": 23 + int(rng.random() * 120)}.get(fate)
    recognised = today - (ago if ago is not None else 70 + int(rng.random() ** 1.5 * 700))
    hired = None
    if fate == "in_time":
        hired = recognised + int(rng.random() * 21)
    elif fate == "late":
        hired = recognised + 21 + int(rng.random() * 45)
    career = _lost(rng, person, recognised - 3 - int(rng.random() * 40), hired)
    recognition = Ruling("", recognised)
    if fate == "ended_early":
        recognition.end, recognition.ended_by = recognised + 2 + int(rng.random() * 19), "本人申请"
    elif fate == "ended_after":
        recognition.end, recognition.ended_by = recognised + 21 + int(rng.random() * 45), "条件消失"
    elif hired is not None and rng.random() < 0.6:
        stable = hired + 60 + int(rng.random() * 200)
        if stable <= today:
            recognition.end, recognition.ended_by = stable, "稳定就业"
    if recognition.end is not None and hired is None and rng.random() < 0.7:
        only = career.registrations[0]
        only.cancelled, only.cancelled_by = recognition.end, "不接受服务"
    ruling = Ruling(ZERO_MEMBER, recognised) if rng.random() < 0.75 else None
    return career, recognition, ruling


def _lost(rng: Random, person: Person, registered: int, hired: int | None) -> Career:
    lost = registered - 2 - int(rng.random() * 50)
    started = max(person.adult_from, lost - 100 - int(rng.random() * 2000))
    jobs = [Job(started, lost, UNIT, "解除劳动合同")]
    if hired is not None:
        jobs.append(Job(hired, None, _JOB_FORMS.draw(rng)))
    return Career(jobs, [Registration(registered, lost, LOST_A_JOB, "20")])


_WAYS = Weighted({"上门": 45, "电话": 55})
_MET = {"上门": "见面", "电话": "通话"}
_REASONS = Weighted({"就业后回访": 90, "就业后回访、援助走访": 10})


def follow_ups(rng: Random, career: Career, rulings: list[Ruling], today: int) -> list[Visit]:
    """Visits after a job, 三(三)3(5): in about 85 % of the months in which one was owed."""
    if not rulings or not career.jobs:
        return []
    visits: list[Visit] = []
    ends = month_ends(today - VISIT_MONTHS * 31, today)
    for end in ends if ends[-1] == today else [*ends, today]:
        job = career.job_on(end)
        if job is None or not any(ruling.open_on(end) for ruling in rulings):
            continue
        first = max(month_start(end), job.start)
        if end == today and rng.random() > (end - first + 1) / 31:
            # The running month: its visits are still being made.
            continue
        visits += _month(rng, first, end, today)
    return visits


def _month(rng: Random, first: int, end: int, today: int) -> list[Visit]:
    day = first + int(rng.random() * (end - first + 1))
    way = _WAYS.draw(rng)
    lot = rng.random()
    if lot >= VISIT_SHARE:
        # Missed: nothing at all, nobody at home, or seen at the counter, which is no visit.
        if lot > 0.95:
            return [Visit(day, "上门", "就业后回访", "未遇" if rng.random() < 0.6 else "拒访")]
        if lot > 0.93:
            return [Visit(day, "窗口", "就业后回访", "")]
        return [Visit(day, way, "援助走访", _MET[way])] if lot > 0.91 else []
    visit = Visit(day, way, _REASONS.draw(rng), _MET[way] if rng.random() < 0.85 else "")
    if rng.random() < 0.06 and day < today:
        visit.entered = min(today, end + 1 + int(rng.random() * 12))
    if rng.random() < 0.05 and first < day:
        return [Visit(first, "电话", "就业后回访", "空号"), visit]
    return [visit]
