"""The page of a resident: what it shows, what it costs, and to whom."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiceng.accounts.models import AccessEntry, AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.residents.models import Facts
from tests.factories import HERE, NEXT, STREET, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
QUERIES_OF_LOGIN = 3  # session, user, posts
BUDGET = 18
TODAY = "2026-09-15"


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def wang(city):
    """Somebody with a past: laid off, registered, determined, employed again, visited."""
    person = city.resident(
        name="王小明", household="H1", birth=dt.date(1980, 3, 15), laid_off=True, hukou="10", relation="0"
    )
    city.resident(name="李大山", household="H1", birth=dt.date(1978, 5, 1), sex="M", relation="1")
    city.job(person, dt.date(2015, 1, 5), dt.date(2026, 1, 31), employer_name="本溪钢铁厂")
    city.registration(person, dt.date(2026, 2, 10), reason="20")
    city.determination(person, dt.date(2026, 3, 1))
    city.job(person, dt.date(2026, 6, 1), form="030", occupation="保洁")
    city.visit(person, dt.date(2026, 7, 20), content="工作稳定")
    city.recognition(city.household("H1"), dt.date(2026, 3, 2), dt.date(2026, 6, 10))
    return person


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def page_of(client, person, **headers):
    return body(client.get(f"/residents/{person.pk}/", **headers))


def test_the_page_says_who_the_person_is_today(worker, wang):
    page = page_of(worker, wang)
    for told in ("王小明", "46岁", "从业人员", "就业困难人员", "H1", "李大山", "南地社区劳动保障工作站"):
        assert told in page
    assert "登记失业人员" not in page.split('class="person-columns"')[0]


def test_the_number_is_masked_and_the_birth_date_is_nowhere(worker, wang):
    page = page_of(worker, wang)
    number = cipher().decrypt(bytes(wang.number_cipher))
    assert number not in page
    assert f"{number[:6]}********{number[-4:]}" in page
    assert "1980-03-15" not in page and "19800315" not in page


def test_the_time_line_tells_everything_newest_first(worker, wang):
    page = page_of(worker, wang).split('class="timeline"')[1]
    told = [
        "走访：电话 · 就业后回访",
        "家庭退出零就业家庭认定",
        "就业：公益性岗位",
        "家庭认定为零就业家庭",
        "认定为就业困难人员：4050人员",
        "失业登记",
        "终止就业",
        "登记在册",
        "就业：灵活就业",
    ]
    places = [page.index(what) for what in told]
    assert places == sorted(places)
    assert "登记自2026-06-01起失效" in page


def test_a_change_of_facts_is_told_with_what_it_was(city, worker, wang):
    with scope.entered(scope.WHOLE):
        first = Facts.objects.get(resident=wang)
        Facts.objects.filter(pk=first.pk).update(stop=dt.date(2026, 5, 1))
        Facts.objects.create(
            resident=wang,
            household=first.household,
            start=dt.date(2026, 5, 1),
            surveyed_on=dt.date(2026, 5, 1),
            known_on=dt.date(2026, 5, 1),
            hukou="10",
            laid_off=True,
            relation="0",
            phone="13800000000",
            **city.place(HERE),
        )
    assert "联系电话：未询问 → 13800000000" in page_of(worker, wang)


def test_a_voided_row_stays_with_its_reason(city, worker, wang):
    visit = city.visit(wang, dt.date(2026, 8, 1), content="记错人了")
    entries = {"reason": "登记到了别人名下", "lock_version": "0"}
    worker.post(f"/residents/{wang.pk}/void/visit/{visit.pk}/", entries)
    page = page_of(worker, wang)
    assert "记错人了" in page and "已作废：登记到了别人名下" in page


def test_what_was_not_asked_is_said_to_be_so(worker, wang):
    assert "未询问" in page_of(worker, wang)


def test_duties_are_those_of_the_person_and_of_the_household(city, worker, wang):
    page = page_of(worker, wang)
    assert "困难人员就业后每月回访" in page and "9月30日到期" in page
    assert "零就业家庭认定后20天内就业" in page


def test_a_duty_done_before_its_day_is_shown_as_done(city, worker, wang):
    city.visit(wang, dt.date(2026, 9, 3))
    page = page_of(worker, wang)
    assert (
        "9月30日到期" not in page and "9月 已完成" in page and "7月 已完成" in page and "8月 未完成" in page
    )


def test_nobody_elses_duties_are_shown(city, worker, wang):
    other = city.resident(name="吴芳")
    assert "困难人员就业后每月回访" not in page_of(worker, other)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("candidate_4050", "国有集体企业下岗失业登记为“是”"),
        ("hardship", "就业困难人员"),
        ("candidate_zero_household", "所在家庭"),
    ],
)
def test_why_is_told_in_words(worker, wang, code, told):
    reply = body(worker.get(f"/residents/{wang.pk}/why/{code}/", **HTMX))
    assert told in reply and "<html" not in reply
    assert told in body(worker.get(f"/residents/{wang.pk}/why/{code}/"))


@pytest.mark.parametrize("code", ["no-such-thing", "zero_household_found"])
def test_why_of_no_population_of_residents_is_not_found(worker, wang, code):
    assert worker.get(f"/residents/{wang.pk}/why/{code}/").status_code == 404


def entitlement(client, person):
    """{heading: text} of the block that answers what the person is entitled to."""
    block = page_of(client, person).split('aria-labelledby="eligibility-title"')[1].split("</section>")[0]
    parts = block.split('class="eligibility-heading">')[1:]
    return {part.split("<")[0]: re.sub(r"<[^>]+>", "", part) for part in parts}


def test_a_candidate_who_is_not_determined_may_apply(city, worker):
    person = city.resident(name="孙丽", birth=dt.date(1980, 1, 1), laid_off=True)
    city.registration(person, dt.date(2026, 8, 1))
    told = entitlement(worker, person)
    assert "4050人员" in told["可申请"] and "符合条件，未认定" in told["可申请"]
    assert "已享受" not in told


def test_what_is_enjoyed_is_told_with_its_day_and_what_is_lacking_with_the_facts(city, worker, wang):
    told = entitlement(worker, wang)
    assert "4050人员" in told["已享受"] and "2026-03-01认定" in told["已享受"]
    assert "否：登记失业人员" in told["差什么"]
    assert "棚改回迁登记为“是”" in told["差什么"] and "是否棚改回迁：未询问" in told["差什么"]


def test_of_alternatives_what_is_lacking_names_each(city, worker):
    person = city.resident(birth=dt.date(1990, 1, 1), laid_off=True, student=True, household="H9")
    city.registration(person, dt.date(2026, 8, 1))
    told = entitlement(worker, person)["差什么"]
    assert "年满40周岁的女性 或 年满50周岁的男性年龄：36" in told
    assert "属于排除情形：" in told and "在校学生：是" in told
    assert "登记失业人员" not in told and "劳动年龄" not in told


def test_who_has_departed_is_still_shown(city, worker):
    person = city.resident(name="周平")
    with scope.entered(scope.WHOLE):
        Facts.objects.filter(resident=person).update(stop=dt.date(2026, 8, 1), left=True)
    page = page_of(worker, person)
    assert "自2026-08-01起不再在册" in page and "死亡或迁离" in page
    assert 'class="fact-value"' not in page


def test_the_page_costs_few_queries(worker, wang):
    page_of(worker, wang)
    with CaptureQueriesContext(connection) as captured:
        page_of(worker, wang)
    reading = [q["sql"] for q in captured][QUERIES_OF_LOGIN:]
    reading = [
        sql for sql in reading if sql.lower().lstrip("( ").startswith("select") and "set_config" not in sql
    ]
    assert len(reading) <= BUDGET, "\n".join(sql[:200] for sql in reading)


def test_the_fragment_is_the_same_part_of_the_page(worker, wang):
    page, fragment = page_of(worker, wang), page_of(worker, wang, **HTMX)
    assert "<html" not in fragment
    assert without_tokens(fragment).strip() in without_tokens(page)


def without_tokens(html):
    return "".join(part.partition(">")[2] for part in html.split('name="csrfmiddlewaretoken"'))


def test_looking_is_logged(worker, wang):
    page_of(worker, wang)
    with scope.entered(scope.WHOLE):
        assert list(AccessEntry.objects.values_list("page", "subject_id", "path")) == [
            ("person", wang.pk, HERE)
        ]


def test_who_may_only_look_finds_nothing_to_do(city, wang):
    page = page_of(client_of(city.officer(role=Role.AUDITOR)), wang)
    assert "王小明" in page
    for button in ("data-key", "fact-value", "作废", "复制完整号码"):
        assert button not in page


@pytest.mark.parametrize("address", ["", "why/hardship/", "number/", "facts/phone/"])
def test_the_neighbours_find_nobody(city, wang, address):
    neighbour = client_of(city.officer(NEXT))
    assert neighbour.get(f"/residents/{wang.pk}/{address}").status_code == 404
    assert neighbour.post(f"/residents/{wang.pk}/{address}").status_code in (404, 405)


def revealed():
    with scope.entered(scope.WHOLE):
        return list(AuditEntry.objects.filter(action="number_revealed").values_list("path", "reason"))


def test_in_the_own_community_one_click_gives_the_whole_number(worker, wang):
    number = cipher().decrypt(bytes(wang.number_cipher))
    reply = body(worker.post(f"/residents/{wang.pk}/number/", **HTMX))
    assert f'data-copy="{number}"' in reply
    assert revealed() == [(HERE, "")]
    assert number in body(worker.post(f"/residents/{wang.pk}/number/"))


def test_elsewhere_the_whole_number_needs_a_reason(city, wang):
    clerk = client_of(city.officer(STREET, Role.CLERK))
    number = cipher().decrypt(bytes(wang.number_cipher))
    assert "理由" in body(clerk.get(f"/residents/{wang.pk}/number/"))
    refused = clerk.post(f"/residents/{wang.pk}/number/", {"reason": ""}, **HTMX)
    assert refused.status_code == 422 and number not in refused.content.decode() and revealed() == []
    assert number in body(clerk.post(f"/residents/{wang.pk}/number/", {"reason": "核对社保"}))
    assert revealed() == [(HERE, "核对社保")]
