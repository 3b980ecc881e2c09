"""Assistance in the demo: plans with steps and reviews, some behind time, and urgent placements (A2b, A3)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from jiceng.assistance.choices import StepKind
from jiceng.assistance.models import PlanStep, Recognition
from jiceng.assistance.populations import hardship
from jiceng.assistance.services import PlannedStep, finish_step, make_plan, mark_urgent, review_plan
from jiceng.demo.services.desk import Desk
from jiceng.employment.models import Employment
from jiceng.employment.populations import employed, registered_unemployed
from jiceng.policy.sets import leaf
from jiceng.residents.models import Household, Resident

PLANS_OF_A_COMMUNITY, PLANS_OF_HOUSEHOLDS = 2, 6
NEEDS = (
    (25, "夫妻双方失业，子女在读高中，无其他收入来源"),
    (4, "本人患慢性病，家庭月支出较大，急需稳定收入"),
    (11, "单亲抚养子女，租房居住，房租即将到期"),
)
PLACED = "失业后无收入，老人需要赡养"


class Step(NamedTuple):
    """A step planned for so many days ago, and what came of it; blank for one that was not done."""

    kind: str
    detail: str
    ago: int
    outcome: str = ""


class Outline(NamedTuple):
    """A plan made so many days ago; its reviews by days ago."""

    goal: str
    ago: int
    review_months: int
    steps: tuple[Step, ...]
    reviews: tuple[int, ...] = ()


GUIDED = Step(StepKind.GUIDANCE, "了解就业意愿和技能，制定求职方向", 95, "本人愿意从事保洁、家政类岗位")
OUTLINES = (
    # A step and the review are behind time.
    Outline(
        "三个月内实现就业",
        100,
        1,
        (
            GUIDED,
            Step(StepKind.REFERRAL, "推荐社区公益性岗位、物业保洁岗位", 20),
            Step(StepKind.TRAINING, "参加家政服务员培训班", -10),
        ),
        (70, 38),
    ),
    # Everything is in time, and a step is due soon.
    Outline(
        "通过技能培训实现灵活就业",
        40,
        3,
        (
            Step(StepKind.GUIDANCE, "讲解灵活就业登记和社会保险补贴政策", 35, "已了解，愿意参加培训"),
            Step(StepKind.TRAINING, "参加中式面点师培训班", -5),
        ),
    ),
    # The review is due about today.
    Outline(
        "落实社会保险补贴，稳定就业",
        61,
        2,
        (
            Step(StepKind.SUBSIDY, "协助准备社会保险补贴申请材料", 30, "材料已齐，已提交"),
            Step(StepKind.REFERRAL, "推荐周边用人单位岗位", 0),
        ),
    ),
)
HOUSEHOLD_OUTLINE = Outline(
    "帮助至少一名家庭成员就业",
    18,
    1,
    (
        Step(StepKind.GUIDANCE, "入户了解家庭成员就业意愿", 15, "户主愿意就业，要求离家近"),
        Step(StepKind.PUBLIC_POST, "推荐社区保洁员公益性岗位", 3),
    ),
)
FINDING = "本人仍有就业意愿，已推荐岗位，暂未达成意向"


def plan_help(desk: Desk) -> None:
    """Plans of people without a job, those in hardship first, and of some recognised households."""
    turn = 0
    for path in desk.communities():
        in_need = desk.people(leaf(hardship) & ~leaf(employed), path)
        looking = [each for each in desk.people(registered_unemployed, path) if each not in in_need]
        for person in [*in_need, *looking][:PLANS_OF_A_COMMUNITY]:
            _plan(desk, person, OUTLINES[turn % len(OUTLINES)])
            turn += 1
    recognised = Recognition.objects.open_on(desk.today).select_related("household").order_by("pk")
    for recognition in recognised[:PLANS_OF_HOUSEHOLDS]:
        _plan(desk, recognition.household, HOUSEHOLD_OUTLINE)


def mark_urgent_needs(desk: Desk) -> None:
    """One is behind time, two are not, and one has been placed."""
    everywhere = (desk.people(registered_unemployed, path) for path in desk.communities())
    looking = (people[-1] for people in everywhere if people)
    for person, (ago, reason) in zip(looking, NEEDS, strict=False):
        # Who registered since was not looking for work that long.
        since = max(row.start for row in person.registrations.all())
        on = desk.day(ago, since)
        desk.act(person.path, mark_urgent, as_of=on, resident=person, reason=reason, on=on)
    _place_one(desk)


def _place_one(desk: Desk) -> None:
    """Somebody had no work, was marked, and began to work some days later."""
    recent = Employment.objects.filter(start__range=(desk.day(25), desk.day(4)), stop=None)
    for job in recent.select_related("resident").order_by("pk"):
        on = job.start - dt.timedelta(days=6)
        given = {"resident": job.resident, "reason": PLACED, "on": on}
        worked = Employment.objects.filter(resident=job.resident).open_on(on).exists()
        if not worked and desk.act(job.path, mark_urgent, as_of=on, **given) is not None:
            return


def _plan(desk: Desk, subject: Resident | Household, outline: Outline) -> None:
    on = desk.day(outline.ago)
    steps = [PlannedStep(step.kind, desk.day(step.ago), step.detail) for step in outline.steps]
    given = {"goal": outline.goal, "on": on, "review_months": outline.review_months, "steps": steps}
    act = desk.act(subject.path, make_plan, as_of=on, subject=subject, **given)
    if act is None:
        return
    outcomes = {step.detail: step for step in outline.steps if step.outcome}
    for step in PlanStep.objects.filter(plan=act.row, detail__in=outcomes).order_by("pk"):
        done = desk.day(outcomes[step.detail].ago)
        outcome = outcomes[step.detail].outcome
        desk.act(subject.path, finish_step, as_of=done, step=step, on=done, outcome=outcome)
    for ago in outline.reviews:
        day = desk.day(ago)
        desk.act(subject.path, review_plan, as_of=day, plan=act.row, on=day, finding=FINDING)
