"""The pages of suspected duplicates: found, merged, separated, told apart; nobody beyond the scope."""

import datetime as dt

import pytest

from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.employment.models import Employment
from jiceng.residents.models import DuplicateRuling, Resident
from tests.factories import ACROSS, COUNTY, NEXT, STREET, MiniCity
from tests.home.browsing import body, client_of, queries_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
BUDGET = 8


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity(with_pack=False)


@pytest.fixture
def pair(city):
    return [city.resident(name="王小明"), city.resident(NEXT, name="王小明")]


@pytest.fixture
def clerk(city):
    return client_of(city.officer(STREET, Role.CLERK))


def number(resident):
    return cipher().decrypt(bytes(resident.number_cipher))


def address(pair):
    return f"/duplicates/{pair[0].pk}/{pair[1].pk}/"


def test_a_pair_is_found_merged_with_a_choice_and_separated(city, clerk, pair):
    for each in pair:
        city.job(each, dt.date(2026, 1, 5))
    assert address(pair) in body(clerk.get("/duplicates/"))
    page = body(clerk.get(address(pair)))
    assert "就业登记时间重叠，保留" in page and number(pair[0]) not in page
    said = {"stays": pair[0].pk, "reason": "同一人"}
    assert clerk.post(address(pair), said).status_code == 422  # nothing was chosen
    with scope.entered(scope.WHOLE):
        low, high = sorted(Employment.objects.values_list("pk", flat=True))
    said[f"employment.employment:{low}:{high}"] = high
    reply = clerk.post(address(pair), said)
    assert reply.status_code == 302 and reply["Location"].startswith(f"/residents/{pair[0].pk}/?done=")
    assert "合并了重复登记的居民" in body(clerk.get(reply["Location"]))
    listed = body(clerk.get("/duplicates/"))
    assert address(pair) not in listed and "同一人，已合并" in listed
    with scope.entered(scope.WHOLE):
        ruling = DuplicateRuling.objects.get()
    undone = clerk.post(f"/duplicates/rulings/{ruling.pk}/undo/", {"reason": "弄错了"})
    assert undone.status_code == 302
    with scope.entered(scope.WHOLE):
        assert Resident.objects.count() == 2


def test_two_who_were_told_apart_are_not_shown_again(city, clerk, pair):
    assert clerk.post(address(pair), {"apart": "1", "reason": "父子"}).status_code == 302
    page = body(clerk.get("/duplicates/"))
    assert address(pair) not in page and "不是同一人" in page


def test_a_pair_is_named_by_its_numbers(city, clerk, pair):
    said = {"first": number(pair[1]), "second": number(pair[0])}
    assert clerk.post("/duplicates/", said)["Location"] == address(pair)
    far = city.resident(ACROSS, name="王小明")
    reply = clerk.post("/duplicates/", {"first": number(far), "second": number(pair[0])})
    assert reply.status_code == 422 and "管辖范围内没有" in reply.content.decode()


def test_a_pair_with_somebody_elsewhere_is_not_found(city, pair):
    worker = client_of(city.officer())
    assert worker.get(address(pair)).status_code == 404
    assert address(pair) not in body(worker.get("/duplicates/"))


def test_a_county_asks_street_by_street(city, pair):
    county = client_of(city.officer(COUNTY, Role.SUPERVISOR))
    page = body(county.get("/duplicates/"))
    assert "请选择街道" in page and address(pair) not in page
    assert address(pair) in body(county.get(f"/duplicates/?region={STREET}000"))


def test_the_list_costs_few_queries(city, clerk, pair):
    few = len(queries_of(clerk, "/duplicates/"))
    for _ in range(4):
        city.resident(name="王小明")
    assert len(queries_of(clerk, "/duplicates/")) == few <= BUDGET
