"""Pages of moves and of wrong numbers: what each office sees, and does (issue: the register corrected)."""

import datetime as dt

import pytest

from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.residents.models import Move, NumberProposal, Resident
from tests.factories import ACROSS, COUNTY, HERE, STREET, MiniCity, number_of
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def person(city):
    return city.resident(name="王小明", household="3")


def number(resident):
    return cipher().decrypt(bytes(resident.number_cipher))


def pull(city, person):
    said = {"number": number(person), "to_region": city.regions[ACROSS].pk, "on": "2026-09-01"}
    client = client_of(city.officer(ACROSS))
    return client.post("/moves/new/", said | {"household_number": "", "reason": "购房", "papers": "房产证"})


def the(direction):
    with scope.entered(scope.WHOLE):
        return Move.objects.get(direction=direction)


def test_the_window_asks_who_looks_after_the_person_and_is_told_no_name(city, person):
    page = body(
        client_of(city.officer(ACROSS)).post("/moves/new/", {"number": number(person), "step": "look"})
    )
    assert "南地社区劳动保障工作站" in page and "王小明" not in page
    assert 'name="papers"' in page
    unknown = {"number": number_of(dt.date(1999, 9, 9), "F", 400), "step": "look"}
    assert "没有登记该号码的居民" in body(client_of(city.officer(ACROSS)).post("/moves/new/", unknown))


def test_who_is_here_already_is_not_moved(city, person):
    page = body(client_of(city.officer(HERE)).post("/moves/new/", {"number": number(person), "step": "look"}))
    assert "不需要办理迁入" in page


def test_a_move_from_pull_to_decision(city, person):
    reply = pull(city, person)
    assert reply.status_code == 302 and reply["Location"].startswith(f"/residents/{person.pk}/?done=")
    losing = client_of(city.officer(HERE))
    front = body(losing.get("/"))
    assert "居民被其他社区办理迁入" in front
    assert "王小明" in body(losing.get("/moves/?direction=out&state=none"))
    out = the("out")
    assert "提出异议" in body(losing.get(f"/moves/{out.pk}/"))
    objected = losing.post(f"/moves/{out.pk}/", {"reason": "仍住本社区", "lock_version": out.lock_version})
    assert objected.status_code == 302
    superior = client_of(city.officer(COUNTY, Role.CLERK))
    assert "迁移异议待裁定" in body(superior.get("/"))
    assert "裁定异议" not in body(losing.get(f"/moves/{out.pk}/"))
    said = {"decision": "taken_back", "answer": "经核实", "lock_version": the("out").lock_version}
    assert superior.post(f"/moves/{out.pk}/", said).status_code == 302
    with scope.entered(scope.WHOLE):
        assert Resident.objects.get().path == HERE
    assert "撤回迁移" in body(losing.get(f"/moves/{out.pk}/"))


def test_a_number_from_proposal_to_agreement(city, person):
    worker, clerk = city.officer(), city.officer(STREET, Role.CLERK)
    right = number_of(dt.date(1980, 3, 16), "F", 90)
    said = {"number": right, "reason": "录入错误", "lock_version": person.lock_version}
    client = client_of(worker)
    assert client.post(f"/residents/{person.pk}/acts/propose-number/", said).status_code == 302
    assert "号码更正申请待审批" in body(client.get(f"/residents/{person.pk}/"))
    with scope.entered(scope.WHOLE):
        proposal = NumberProposal.objects.get()
    above = client_of(clerk)
    assert "公民身份号码更正待审批" in body(above.get("/"))
    address = f"/number-proposals/{proposal.pk}/"
    queue, page = body(above.get("/number-proposals/")), body(above.get(address))
    assert "王小明" in queue and right not in queue + page
    assert right in body(above.post(address, {"reveal": "1"}))
    assert "提交审批" not in body(client.get(address))
    decision = {"agreed": "true", "answer": "", "lock_version": proposal.lock_version}
    assert above.post(address, decision).status_code == 302
    with scope.entered(scope.WHOLE):
        assert number(Resident.objects.get()) == right
