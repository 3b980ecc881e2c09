"""Turns working lives, rulings and visits into the rows of the import files."""

from __future__ import annotations

from datetime import date
from random import Random

from jiceng.demo.careers import Career, Job
from jiceng.demo.days import optional_text, text
from jiceng.demo.hardship import Ruling, Visit
from jiceng.demo.households import Person
from jiceng.demo.rows import COMMUNITY, CREDIT_CODE, HOUSEHOLD, NUMBER, City, Row, visit_key
from jiceng.demo.workplaces import PUBLIC_POST, UNIT, Workplaces

_LEARNT = ("工作稳定,收入正常", "岗位有变动,已提供岗位信息", "希望参加技能培训", "社会保险已接续", "")


def employment_row(rng: Random, person: Person, job: Job, workplaces: Workplaces, today: int) -> Row:
    """A job as the employment ledger holds it."""
    code, employer, work, where = workplaces.place(rng, job.form, person.community.code, person.name)
    contract = job.form in (UNIT, PUBLIC_POST) and rng.random() < 0.75
    # A contract may have run out with the job going on: that does not end the spell.
    until = job.start + 365 * (1 + int(rng.random() * 4)) - 1
    pay = 1900 + int(rng.random() ** 2 * 60) * 100 if rng.random() < 0.7 else None
    return {
        NUMBER: person.number, "就业形式": job.form, "就业日期": text(job.start), CREDIT_CODE: code,
        "单位名称": employer, "岗位工种": work, "合同起始日期": text(job.start) if contract else "",
        "合同终止日期": text(until) if contract else "", "月收入": "" if pay is None else str(pay),
        "是否公益性岗位": "是" if job.form == PUBLIC_POST and rng.random() < 0.8 else "" if rng.random() < 0.5
        or job.form == PUBLIC_POST else "否",
        "终止日期": optional_text(job.end), "终止原因": job.ended_by, "工作地社区代码": where,
    }  # fmt: skip


def unemployment_rows(rng: Random, person: Person, career: Career) -> list[Row]:
    """The registrations of a person as the unemployment ledger holds them."""
    rows = []
    for registration in career.registrations:
        wish, training = ("有" if rng.random() < 0.8 else ""), ("有" if rng.random() < 0.3 else "无")
        rows.append({
            NUMBER: person.number, "失业登记日期": text(registration.start),
            "失业日期": optional_text(registration.lost_on), "失业原因": registration.cause,
            "失业人员类别": registration.kind,
            "原工作单位": "本溪钢铁集团" if person.laid_off and rng.random() < 0.4 else "", "求职意愿": wish,
            "培训意愿": training, "注销日期": optional_text(registration.cancelled),
            "注销原因": registration.cancelled_by,
        })  # fmt: skip
    return rows


def determination_row(person: Person, ruling: Ruling) -> Row:
    """A determination as its ledger holds it."""
    return {
        NUMBER: person.number, "类别": ruling.kind, "认定日期": text(ruling.start),
        "退出日期": optional_text(ruling.end), "退出原因": ruling.ended_by,
    }  # fmt: skip


def recognition_row(person: Person, ruling: Ruling) -> Row:
    """A recognition of the household of `person`."""
    return {
        COMMUNITY: person.community.code, HOUSEHOLD: person.household, "认定日期": text(ruling.start),
        "退出日期": optional_text(ruling.end), "退出原因": ruling.ended_by,
    }  # fmt: skip


def add_visits(rng: Random, city: City, person: Person, visits: list[Visit], worker: str) -> None:
    """Write visits into the city, with the day of entry of the late ones."""
    for visit in visits:
        met = visit.outcome in ("见面", "通话", "")
        row = {
            NUMBER: person.number, "日期": text(visit.on), "方式": visit.way, "事由": visit.reasons,
            "走访结果": visit.outcome, "内容": _LEARNT[int(rng.random() * len(_LEARNT))] if met else "",
            "走访人": worker,
        }  # fmt: skip
        city.visits.append(row)
        if visit.entered is not None:
            city.entered_late[visit_key(row)] = date.fromordinal(visit.entered)
