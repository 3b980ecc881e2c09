"""Plans, urgent placement and the test of stable employment (BX 三(三)3(3), HB 三(三)3, reference B5)."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo, void_row
from jiceng.assistance import rules
from jiceng.assistance.models import Plan, PlanReview, PlanStep, StabilityCheck, UrgentNeed
from jiceng.assistance.populations import seen_of_jobs, stably_employed
from jiceng.assistance.services import (
    AssistanceRefused,
    PlannedStep,
    PlanRefused,
    add_step,
    check_stability,
    close_plan,
    end_urgent,
    finish_step,
    followed,
    job_facts,
    make_plan,
    mark_urgent,
    minimum_wage,
    review_plan,
    time_allowed,
    verdicts,
)
from jiceng.core import scope
from jiceng.core.registers import Refused
from jiceng.employment.models import Employment
from jiceng.labour.models import Certification
from jiceng.policy.force import in_force
from jiceng.policy.services import enact
from jiceng.policy.vocabulary import Span, carrying
from jiceng.residents.populations import HOUSEHOLD
from tests.factories import HERE, NEXT, TODAY, MiniCity

JULY = dt.date(2026, 7, 1)
WAGE = 1500
WAGE_PACK = f"""
[pack]
code = "wage"
title = "最低工资标准"
document = "测试〔2026〕1号"
issued = 2026-01-01
region = "2105"
[[category]]
code = "stable_employment"
label = "稳定就业"
article = "一"
all = [{{ stably_employed = {{ minimum_wage = {WAGE} }} }}]
[[duty]]
code = "urgent-placement"
label = "急需就业人员安置"
article = "二"
since = "urgent_need_marked"
within_days = 7
evidence = ["placed"]
"""


@pytest.fixture
def person(city):
    return city.resident(household="1")


def plan_for(actor, subject, on=JULY, **more):
    given = {"goal": "三个月内上岗", "review_months": 1, "today": TODAY} | more
    return make_plan(actor=actor, subject=subject, on=on, **given)


def due_of(plan):
    return Plan.objects.with_review().get(pk=plan.pk).review_due


def test_a_plan_is_carried_out_by_records(worker, person):
    step = PlannedStep("技能培训", dt.date(2026, 10, 1), "家政培训")
    plan = plan_for(worker, person, steps=[step]).row
    (planned,) = PlanStep.objects.all()
    assert (planned.kind, planned.resident_id, planned.done_on) == ("技能培训", person.pk, None)
    finish_step(actor=worker, step=planned, on=TODAY, outcome="结业", today=TODAY)
    with pytest.raises(PlanRefused, match="已于2026-09-15登记完成"):
        finish_step(actor=worker, step=planned, on=TODAY, outcome="结业", today=TODAY)
    close_plan(actor=worker, plan=plan, on=TODAY, reason="目标实现", today=TODAY)
    with pytest.raises(PlanRefused, match="已于2026-09-15结案"):
        add_step(actor=worker, plan=plan, step=step, today=TODAY)
    plan_for(worker, person, on=TODAY)  # the next one


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-06-15", 3, "2026-09-15"), ("2025-11-30", 3, "2026-02-28")],
)
def test_a_review_is_due_so_many_months_later_and_is_discharged_by_the_next(
    worker, person, start, months, due
):
    start = dt.date.fromisoformat(start)
    plan = plan_for(worker, person, on=start, review_months=months).row
    assert str(due_of(plan)) == due
    act = review_plan(actor=worker, plan=plan, on=TODAY, finding="正在培训", today=TODAY)
    assert due_of(plan) > TODAY
    undo(actor=worker, entry=act.entry, now=timezone.now(), today=TODAY)
    assert str(due_of(plan)) == due


def test_one_open_plan_at_a_time(worker, person):
    plan_for(worker, person)
    with pytest.raises(Refused, match="已有未结案的援助计划"):
        plan_for(worker, person, on=TODAY)
    home = person.versions.get().household
    assert plan_for(worker, home).row.household == home  # that of the household is another


def test_a_voided_plan_takes_steps_and_reviews_along(worker, person):
    plan = plan_for(worker, person, steps=[PlannedStep("其他", TODAY)]).row
    review_plan(actor=worker, plan=plan, on=TODAY, finding="无变化", today=TODAY)
    act = void_row(actor=worker, row=plan, reason="重复录入", today=TODAY)
    assert not PlanStep.objects.exists() and not PlanReview.objects.exists()
    undo(actor=worker, entry=act.entry, now=timezone.now(), today=TODAY)
    assert PlanStep.objects.exists() and PlanReview.objects.exists()


def test_days_of_a_plan_lie_within_it(worker, person):
    early = JULY - dt.timedelta(days=1)
    with pytest.raises(PlanRefused) as refused:
        plan_for(worker, person, steps=[PlannedStep("其他", early)])
    assert list(refused.value.mistakes) == ["planned_on"]
    plan = plan_for(worker, person).row
    for on in (early, TODAY + dt.timedelta(days=1)):
        with pytest.raises(PlanRefused):
            review_plan(actor=worker, plan=plan, on=on, finding="无变化", today=TODAY)


def test_the_neighbours_have_no_part_in_it(city, worker, person):
    plan = plan_for(worker, person, steps=[PlannedStep("其他", TODAY)]).row
    neighbour = city.officer(NEXT)
    with pytest.raises(NotAllowed):
        review_plan(actor=neighbour, plan=plan, on=TODAY, finding="无变化", today=TODAY)
    with scope.entered(neighbour.scope):
        assert not Plan.objects.exists() and not PlanStep.objects.exists()


# Urgent placement


def need_of(person):
    return UrgentNeed.objects.with_end().get(resident=person)


def test_a_job_ends_the_need_and_voiding_it_starts_the_clock_again(city, worker, person):
    mark_urgent(actor=worker, resident=person, reason="家庭变故", on=JULY, today=TODAY)
    with pytest.raises(AssistanceRefused, match="尚未安置"):
        mark_urgent(actor=worker, resident=person, reason="家庭变故", on=TODAY, today=TODAY)
    job = city.job(person, dt.date(2026, 7, 20))
    assert need_of(person).ends == need_of(person).placed_on == job.start
    void_row(actor=worker, row=job, reason="登记错误", today=TODAY)
    assert (need_of(person).ends, need_of(person).placed_on) == (None, None)
    end_urgent(actor=worker, need=need_of(person), on=TODAY, reason="本人不接受", today=TODAY)
    assert (need_of(person).ends, need_of(person).placed_on) == (TODAY, None)


def test_who_works_is_not_in_urgent_need(city, worker, person):
    city.job(person, JULY)
    with pytest.raises(AssistanceRefused, match="已就业"):
        mark_urgent(actor=worker, resident=person, reason="生活困难", on=TODAY, today=TODAY)


def test_the_time_is_that_of_the_pack_else_ten_working_days(city):
    region = city.regions[HERE]
    allowed = time_allowed(in_force(region, TODAY))
    assert allowed.label == "10个工作日"
    assert allowed.due(dt.date(2026, 9, 15)) == dt.date(2026, 9, 29)  # the 20th is worked, the 25th off
    enact_wage(city)
    allowed = time_allowed(in_force(region, TODAY))
    assert (allowed.label, allowed.due(TODAY)) == ("7天", dt.date(2026, 9, 22))
    assert allowed.source == "测试〔2026〕1号 二"


# Stable employment


def enact_wage(city: MiniCity):
    with city._everywhere():
        actor = city.officer("2105", "administrator")
        enact(actor=actor, text=WAGE_PACK, region=city.regions["2105"], today=TODAY)


D = dt.date
CONTRACTS = [
    (None, None),
    (D(2026, 1, 1), None),
    (D(2026, 1, 1), D(2026, 12, 31)),
    (D(2026, 1, 1), D(2026, 12, 30)),
    (D(2024, 2, 29), D(2025, 2, 27)),
    (D(2024, 2, 29), D(2025, 2, 28)),
]
INCOMES = [None, Decimal("1499.99"), Decimal(WAGE)]


@pytest.mark.parametrize("wage", [None, WAGE])
def test_rule_and_population_agree_on_every_job(city, worker, wage):
    cases = [("010", c, None, None) for c in CONTRACTS]
    cases += [("022", CONTRACTS[2], i, f) for i, f in product(INCOMES, (None, True, False))]
    cases += [("021", CONTRACTS[0], i, f) for i, f in product(INCOMES, (None, True, False))]
    checks = {}
    for form, (first, last), income, flag in cases:
        job = city.job(city.resident(), JULY, form=form, contract_start=first, contract_stop=last)
        seen = {"has_licence": flag, "is_insured": flag, "monthly_income": income}
        checks[job.pk] = check_stability(actor=worker, job=job, on=TODAY, today=TODAY, **seen).row
    stable = set(stably_employed.fn(minimum_wage=wage).values_list("pk", flat=True))
    by_rule = {
        job.pk
        for job in Employment.objects.all()
        if rules.stability(job_facts(job, checks[job.pk]), wage).is_stable
    }
    assert stable == by_rule and len(by_rule) == (2 if wage is None else 4)


def test_the_latest_check_counts_and_what_it_did_not_ask_is_taken_from_the_job(city, worker, person):
    job = city.job(person, JULY, form="021", monthly_income=Decimal(1600), credit_code="91350100M000100Y43")
    seen = seen_of_jobs().get()
    assert (seen.licensed, seen.income, seen.insured) == (True, 1600, None)
    assert rules.stability(job_facts(job, None), WAGE).is_stable
    nothing = {"has_licence": False, "is_insured": None, "monthly_income": None}
    check_stability(actor=worker, job=job, on=TODAY, today=TODAY, **nothing)
    seen = seen_of_jobs().get()
    assert (seen.licensed, seen.income) == (False, 1600)
    told = rules.stability(job_facts(job, StabilityCheck.objects.get()), WAGE)
    assert told.lacking == ("营业执照：无",) and len(told.facts) == 1


def test_a_recognised_household_is_followed_until_a_member_works_stably(city, worker, person):
    home = person.versions.get().household
    city.recognition(home, JULY)

    def is_followed():
        policy = in_force(home.region, TODAY)
        rows = carrying(HOUSEHOLD.located(Span.on(TODAY), False), Span.on(TODAY))
        return rows.filter(followed(policy).q()).exists()

    assert not is_followed()  # nobody works yet: that is the duty of twenty days
    job = city.job(person, JULY, monthly_income=Decimal(WAGE))
    assert is_followed() and minimum_wage(in_force(home.region, TODAY)) is None
    enact_wage(city)
    assert minimum_wage(in_force(home.region, TODAY)) == WAGE
    assert is_followed()
    seen = {"has_licence": None, "is_insured": True, "monthly_income": None}
    check_stability(actor=worker, job=job, on=TODAY, today=TODAY, **seen)
    assert not is_followed()


def test_the_yearly_certification_answers_what_no_check_asked(city, worker, person):
    job = city.job(person, JULY, monthly_income=Decimal(1400))
    place = {"region_id": person.region_id, "path": person.path, "known_on": TODAY, "resident": person}
    for on, pension, income in ((dt.date(2026, 6, 30), False, 900), (TODAY, True, 1600)):
        Certification.objects.create(**place, on=on, kind="其他", has_pension=pension, monthly_income=income)
    stable = stably_employed.fn(minimum_wage=WAGE)
    assert [each.pk for each in stable] == [job.pk]
    home = person.versions.get().household_id
    (told,) = verdicts([home], {home: WAGE}, TODAY)[home]
    assert told.stability.is_stable
    nothing = {"has_licence": None, "is_insured": False, "monthly_income": None}
    check_stability(actor=worker, job=job, on=TODAY, today=TODAY, **nothing)
    assert not stable.all().exists()
