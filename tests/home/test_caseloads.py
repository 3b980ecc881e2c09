"""Caseloads: by officer and area, found by building or household, handed over with a printed list."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.residents.models import Assignment, Facts
from tests.factories import NEXT, STREET, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def living(city, name, address, household, path="210502001001"):
    person = city.resident(name=name, household=household, path=path)
    with scope.entered(scope.WHOLE):
        Facts.objects.filter(resident=person).update(address=address)
    return person


def test_a_building_is_assigned_handed_over_printed_and_taken_back(city, worker):
    one = living(city, "王静", "东明路3号楼1单元", "H1")
    two = living(city, "李强", "东明路3号楼2单元", "H2")
    living(city, "赵丽", "东明路4号楼", "H3")
    page = body(worker.post("/caseloads/assign/", {"find": "1", "building": "3号楼"}))
    assert "王静" in page and "李强" in page and "赵丽" not in page
    mine = city.officer().user
    entries = {"building": "3号楼", "officer": mine.pk, "on": "2026-09-01", "area": "3号楼"}
    people = {"people": [one.pk, two.pk], "assign": "1"}
    assert worker.post("/caseloads/assign/", entries | people).status_code == 302
    assert "3号楼" in body(worker.get("/caseloads/")) and "另有1名" in body(worker.get("/caseloads/"))
    assert "王静" in body(worker.get(f"/caseloads/{mine.pk}/?area=3号楼"))
    clerk = city.officer(STREET, "clerk")
    address = f"/caseloads/{mine.pk}/hand-over/"
    assert "2名居民" in body(worker.get(address))
    assert worker.get(f"{address}?area=%00").status_code == 404
    reply = worker.post(address, {"to": clerk.user.pk, "on": TODAY})
    printed = body(worker.get(reply.headers["Location"]))
    assert "移交清单" in printed and "王静" in printed and "接收人" in printed
    assert worker.get(address).status_code == 404  # nobody is left
    neighbour = client_of(city.officer(NEXT))
    assert neighbour.get(reply.headers["Location"]).status_code == 404
    assert neighbour.get(f"/caseloads/{clerk.user.pk}/").status_code == 404
    assert worker.post(reply.headers["Location"] + "undo/").status_code == 302
    assert body(worker.get(address))


def test_only_people_of_the_scope_can_be_ticked(city, worker):
    living(city, "王静", "东明路3号楼", "H1")
    far = living(city, "孙丽", "东明路3号楼", "H9", path=NEXT)
    entries = {"building": "3号楼", "officer": city.officer().user.pk, "on": TODAY}
    reply = worker.post("/caseloads/assign/", entries | {"people": [far.pk], "assign": "1"})
    assert reply.status_code == 422 and "孙丽" not in reply.content.decode()
    with scope.entered(scope.WHOLE):
        assert (
            not Assignment.objects.exists()
            and not AuditEntry.objects.filter(action="officer_assigned").exists()
        )


def test_households_are_found_by_their_numbers_and_assigned_from_their_page(city, worker):
    living(city, "王静", "东明路", "H1")
    living(city, "赵丽", "东明路", "H3")
    page = body(worker.post("/caseloads/assign/", {"find": "1", "households": "H1、H2"}))
    assert "王静" in page and "赵丽" not in page
    home = city.household("H3")
    entries = {"officer": city.officer().user.pk, "on": dt.date.fromisoformat(TODAY), "area": "东明"}
    assert worker.post(f"/households/{home.pk}/acts/assign/", entries).status_code == 302
    with scope.entered(scope.WHOLE):
        assert Assignment.objects.get().area == "东明"
    assert f"<dt>责任人</dt><dd>{city.officer().user}</dd>" in body(worker.get(f"/households/{home.pk}/"))


def test_areas_are_paged(city, worker, monkeypatch):
    monkeypatch.setattr("jiceng.home.views.caseloads.PAGE_SIZE", 1)
    living(city, "王静", "东明路", "H1")
    living(city, "赵丽", "东明路", "H3")
    mine = city.officer().user.pk
    for number in ("H1", "H3"):
        entries = {"officer": mine, "on": TODAY, "area": f"{number}片"}
        worker.post(f"/households/{city.household(number).pk}/acts/assign/", entries)
    first, second = (body(worker.get(f"/caseloads/?page={number}")) for number in (1, 2))
    assert "H1片" in first and "H3片" not in first and "第1页，共2页" in first
    assert "H3片" in second and "H1片" not in second
    assert "H3片" in body(worker.get("/caseloads/?page=99")) and "H1片" in body(
        worker.get("/caseloads/?page=x")
    )
