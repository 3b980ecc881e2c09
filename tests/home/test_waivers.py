"""Waivers on the screen: asked for from a duty's row, answered above, told where the duty stands."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.policy.models import Waiver
from tests.factories import COUNTY, HERE, STREET, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
LATELY = dt.date(2026, 8, 1)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def wang(city):
    """Somebody to be followed up every month."""
    person = city.resident(name="王小明", surveyed_on=LATELY)
    city.determination(person, dt.date(2026, 1, 5))
    city.job(person, dt.date(2026, 3, 2))
    return person


@pytest.fixture
def worker(city):
    return client_of(city.officer())


@pytest.fixture
def above(city):
    return client_of(city.officer(STREET, Role.SUPERVISOR))


def address(person):
    return f"/duties/bx-follow-up/{person.pk}/2026-09-01/waiver/"


def ask(client, person, **entries):
    return client.post(address(person), {"last": "2026-09-30", "reason": "住院治疗"} | entries)


def waivers():
    with scope.entered(scope.WHOLE):
        return list(Waiver.objects.all())


def test_it_is_asked_for_with_a_reason_and_waits(worker, wang):
    assert address(wang) in body(worker.get("/duties/bx-follow-up/"))
    assert "免办至" in body(worker.get(address(wang)))
    assert ask(worker, wang, reason="").status_code == 422
    assert ask(worker, wang).headers["Location"] == f"/residents/{wang.pk}/"
    for page in (f"/residents/{wang.pk}/", "/duties/bx-follow-up/"):
        told = body(worker.get(page))
        assert "免办待审批" in told and "9月30日到期" in told and address(wang) not in told
    again = ask(worker, wang)
    assert again.status_code == 422 and "已有一份申请等待审批" in again.content.decode()


def test_the_level_above_agrees_and_it_is_owed_no_more(worker, above, wang):
    ask(worker, wang, last="2026-10-31")
    (waiver,) = waivers()
    queue = body(above.get("/waivers/"))
    assert "王小明" in queue and "住院治疗" in queue and f"/waivers/{waiver.pk}/agree/" in queue
    assert above.post(f"/waivers/{waiver.pk}/agree/").headers["Location"] == "/waivers/"
    assert "9月 免办" in body(worker.get(f"/residents/{wang.pk}/"))
    assert "王小明" not in body(worker.get("/duties/bx-follow-up/"))
    twice = above.post(f"/waivers/{waiver.pk}/refuse/", {"answer": "不行"})
    assert twice.status_code == 422 and "已经审批" in twice.content.decode()
    with scope.entered(scope.WHOLE):
        acts = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
        assert list(acts.exclude(action="enact")) == ["ask_waiver", "agree_waiver"]


def test_a_refusal_needs_an_answer_and_is_told(worker, above, wang):
    ask(worker, wang)
    (waiver,) = waivers()
    assert above.post(f"/waivers/{waiver.pk}/refuse/", {"answer": " "}).status_code == 422
    assert above.post(f"/waivers/{waiver.pk}/refuse/", {"answer": "可电话回访"}).status_code == 302
    assert "不同意：可电话回访" in body(worker.get("/waivers/"))
    assert "免办未同意" in body(worker.get("/duties/bx-follow-up/"))


def test_neither_who_asked_nor_the_same_office_answers(city, worker, wang):
    ask(worker, wang)
    (waiver,) = waivers()
    same = client_of(city.officer(HERE, Role.SUPERVISOR))
    assert "agree/" not in body(same.get("/waivers/"))
    assert same.post(f"/waivers/{waiver.pk}/agree/").status_code == 422
    assert worker.post(f"/waivers/{waiver.pk}/agree/").status_code == 403
    clerk = client_of(city.officer(COUNTY, Role.CLERK))
    assert clerk.post(f"/waivers/{waiver.pk}/agree/").status_code == 403
    assert waivers()[0].state == Waiver.State.ASKED


def test_an_event_is_put_off_to_a_later_day(city, worker, above):
    person = city.resident(name="家一", household="1", surveyed_on=LATELY)
    city.registration(person, dt.date(2026, 2, 2))
    city.recognition(city.household("1"), TODAY)
    home = city.household("1")
    asking = f"/duties/bx-zero-household/{home.pk}/2026-09-15/waiver/"
    assert "延期至" in body(worker.get(asking))
    entries = {"kind": "postponed", "reason": "成员正在培训"}
    assert worker.post(asking, entries | {"postponed_to": ""}).status_code == 422
    assert worker.post(asking, entries | {"postponed_to": "2026-10-05"}).status_code == 422
    assert worker.post(asking, entries | {"postponed_to": "2026-11-05"}).status_code == 302
    above.post(f"/waivers/{waivers()[0].pk}/agree/")
    assert "11月5日到期" in body(worker.get(f"/households/{home.pk}/"))
