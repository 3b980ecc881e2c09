"""Assistance work from the pages of people and households: plans, steps, urgent need, stable employment."""

import datetime as dt

import pytest

from jiceng.assistance.models import Plan, PlanStep, StabilityCheck, UrgentNeed
from jiceng.core import scope
from tests.factories import NEXT, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"
JULY = dt.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


@pytest.fixture
def wang(city):
    return city.resident(name="王静", household="H1")


def one(model):
    with scope.entered(scope.WHOLE):
        return model.objects.get()


def post(client, address, **entries):
    return body(client.post(address, entries, **HTMX))


def a_plan(worker, person, planned_on="2026-09-01"):
    entries = {"goal": "年内上岗", "on": "2026-08-01", "review_months": "1"}
    step = {"kind": "技能培训", "planned_on": planned_on, "detail": "家政培训"}
    return post(worker, f"/residents/{person.pk}/acts/make-plan/", **entries, **step)


def test_a_plan_is_made_carried_out_and_closed_on_the_page(worker, wang):
    page = a_plan(worker, wang)
    assert "年内上岗" in page and "逾期" in page and "应复核" in page and "撤销" in page
    acts = f"/residents/{wang.pk}/acts"
    step = one(PlanStep)
    opened = body(worker.get(f"{acts}/finish-step/?row={step.pk}", **HTMX))
    assert "计划2026-09-01" in opened
    done = {"on": TODAY, "outcome": "取得结业证", "lock_version": step.lock_version}
    page = post(worker, f"{acts}/finish-step/?row={step.pk}", **done)
    assert "9月15日完成" in page and "取得结业证" in page
    page = post(worker, f"{acts}/review-plan/", on=TODAY, finding="进展正常")
    assert "应复核" not in page and "下次2026-10-15" in page
    closing = {"on": TODAY, "reason": "目标实现", "lock_version": one(Plan).lock_version}
    page = post(worker, f"{acts}/close-plan/", **closing)
    assert "没有进行中的援助计划" in page and "援助计划结案" in page
    assert worker.get(f"{acts}/review-plan/").status_code == 404


def test_a_step_needs_kind_and_day_together(worker, wang):
    entries = {"goal": "年内上岗", "on": TODAY, "review_months": "1", "kind": "其他"}
    reply = worker.post(f"/residents/{wang.pk}/acts/make-plan/", entries, **HTMX)
    assert reply.status_code == 422 and "请填写计划日期" in reply.content.decode()


def test_a_step_of_somebody_else_is_not_found(city, worker, wang):
    a_plan(worker, wang)
    other, step = city.resident(), one(PlanStep)
    assert worker.get(f"/residents/{other.pk}/acts/finish-step/?row={step.pk}").status_code == 404
    assert worker.get(f"/residents/{wang.pk}/acts/finish-step/?row=x").status_code == 404
    assert worker.get(f"/residents/{other.pk}/void/planstep/{step.pk}/").status_code == 404


def test_the_clock_of_urgent_need_is_shown_until_a_job(city, worker, wang):
    page = post(worker, f"/residents/{wang.pk}/acts/mark-urgent/", reason="家庭变故", on="2026-08-03")
    assert "应于2026-08-17前安置" in page and "已超过<strong>29</strong>天" in page
    assert "家庭变故" in body(worker.get("/urgent/")) and "-29" in body(worker.get("/urgent/"))
    city.job(wang, dt.date(2026, 9, 1))
    assert "前安置" not in body(worker.get(f"/residents/{wang.pk}/"))
    assert "家庭变故" not in body(worker.get("/urgent/"))
    assert "家庭变故" in body(worker.get("/urgent/?state=placed"))
    assert one(UrgentNeed).stop is None  # derived, not written


def test_a_household_is_followed_until_a_member_works_stably(city, worker, wang):
    home = city.household("H1")
    city.recognition(home, JULY)
    job = city.job(wang, JULY, form="010")
    page = body(worker.get(f"/households/{home.pk}/"))
    assert "未稳定" in page and "劳动合同起止日期：未询问" in page
    assert "H1" in body(worker.get("/followed-households/"))
    flexible = city.resident(name="李强", household="H1")
    city.job(flexible, JULY)
    page = post(
        worker, f"/households/{home.pk}/acts/check-stability/?row={job.pk}", on=TODAY, monthly_income="1800"
    )
    assert "2026-09-15核查" in page and one(StabilityCheck).monthly_income == 1800
    stranger = city.job(city.resident(), JULY)
    address = f"/households/{home.pk}/acts/check-stability/?row={stranger.pk}"
    assert worker.get(address).status_code == 404


def test_lists_show_what_is_due_and_what_is_mine(city, worker, wang):
    a_plan(worker, wang, planned_on="2026-10-20")
    home = city.household("H1")
    entries = {"goal": "全户脱困", "on": "2026-09-10", "review_months": "6"}
    post(worker, f"/households/{home.pk}/acts/make-plan/", **entries)
    assert "年内上岗" in body(worker.get("/plans/?due=overdue"))
    assert "全户脱困" not in body(worker.get("/plans/?due=overdue"))
    assert "家政培训" in body(worker.get("/plan-steps/"))
    assert "家政培训" not in body(worker.get("/plan-steps/?due=month"))
    assert "年内上岗" not in body(worker.get("/plans/?mine=mine"))
    officer = city.officer().user.pk
    post(worker, f"/residents/{wang.pk}/acts/assign/", officer=officer, on=TODAY)
    mine = body(worker.get("/plans/?mine=mine"))
    assert "年内上岗" in mine and "全户脱困" in mine  # the household of whom the officer answers for
    assert "家政培训" in body(worker.get("/plan-steps/?mine=mine"))


def test_lists_hold_nobody_of_the_neighbours(city, worker, wang):
    a_plan(worker, wang)
    post(worker, f"/residents/{wang.pk}/acts/mark-urgent/", reason="家庭变故", on=TODAY)
    assert "H1" in body(worker.get(f"/residents/{wang.pk}/"))
    neighbour = client_of(city.officer(NEXT))
    for address in ("/plans/", "/plan-steps/", "/urgent/", "/followed-households/"):
        page = body(neighbour.get(address))
        assert "王静" not in page and "H1" not in page
