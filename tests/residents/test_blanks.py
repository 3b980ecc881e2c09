"""Honest blanks: not asked and declined are told apart, with the day and who had asked (domain R3)."""

import datetime as dt

import pytest

from jiceng.accounts.acts import undo
from jiceng.core import scope
from jiceng.residents.models import Facts, Sighting
from jiceng.residents.services import record_facts, refusals_in, refusals_of, register_resident
from tests.factories import ACROSS, HERE, NEXT, STREET, TODAY, MiniCity, number_of
from tests.files import BORIS, NUMBER, SURVEYED, Desk, counts, person, reasons
from tests.home.browsing import HTMX, body, client_of

ON = dt.date(2026, 9, 1)
DECLINED = "拒答"


@pytest.fixture
def city(db):
    return MiniCity(with_pack=False)


@pytest.fixture
def desk(city):
    with scope.entered(scope.WHOLE):
        yield Desk(city)


@pytest.fixture
def worker(city):
    actor = city.officer()
    with scope.entered(actor.scope):
        yield actor


@pytest.fixture
def browser(city, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return client_of(city.officer())


def refusals():
    return {
        (str(each.on), each.surveyor): sorted(each.declined) for each in Sighting.objects.order_by("on", "pk")
    }


def decline(worker, resident, *names, on=ON, **changes):
    return record_facts(
        actor=worker,
        resident=resident,
        on=on,
        changes=changes,
        declined=names,
        surveyor="李干事",
        today=TODAY,
    )


def test_a_refusal_is_kept_with_the_sighting_and_erases_nothing(city, worker):
    resident = city.resident(education="70")
    act = decline(worker, resident, "phone", "education")
    (version,) = Facts.objects.filter(resident=resident)
    assert (version.education, version.phone) == ("70", None)
    assert refusals() == {("2026-09-01", "李干事"): ["education", "phone"]}
    decline(worker, resident, "hukou")
    assert refusals() == {("2026-09-01", "李干事"): ["education", "hukou", "phone"]}
    with pytest.raises(TypeError):
        decline(worker, resident, "name")
    assert act.entry.detail["fields"] == ["education", "phone"]


def test_the_latest_refusal_counts_until_a_day_and_goes_when_undone(city, worker):
    resident = city.resident()
    decline(worker, resident, "phone")
    act = decline(worker, resident, "phone", on=TODAY)
    found = refusals_of([resident.pk], TODAY)[resident.pk]
    assert found["phone"] == (TODAY, "李干事")
    assert refusals_of([resident.pk], ON)[resident.pk]["phone"].on == ON
    assert refusals_of([resident.pk], ON - dt.timedelta(days=1)) == {}
    undo(actor=worker, entry=act.entry, now=act.entry.at, today=TODAY)
    assert refusals_in(Sighting.every.filter(resident=resident), TODAY)["phone"].on == ON


def test_who_is_registered_may_decline(city, worker):
    number = number_of(dt.date(1990, 1, 1))
    act = register_resident(
        actor=worker,
        region=city.regions[HERE],
        number=number,
        name="王五",
        declined=["political"],
        today=TODAY,
    )
    assert Sighting.objects.get(resident=act.row).declined == ["political"]


def test_a_file_says_declined_in_any_column_of_facts(desk):
    row = person(**{"文化程度": " 拒 答", "是否低保": DECLINED, "求职意愿": DECLINED, "联系电话": DECLINED})
    assert counts(desk.load("residents", row)) == (1, 0, 0, 0)
    (version,) = desk.versions()
    assert (version.education, version.low_income, version.job_wish, version.phone) == (None,) * 4
    assert refusals() == {("2026-03-01", ""): ["education", "job_wish", "low_income", "phone"]}
    assert counts(desk.load("residents", row)) == (0, 0, 1, 0)
    assert counts(desk.load("residents", row, row)) == (0, 0, 2, 0)
    assert len(refusals()) == 1


def test_declined_in_a_file_erases_nothing_and_is_a_sighting(desk):
    desk.load("residents", person(**{"文化程度": "初中"}))
    later = person(**{SURVEYED: "2026-04-01", "文化程度": DECLINED, "核实人": "李干事"})
    assert counts(desk.load("residents", later)) == (0, 0, 1, 0)
    assert [version.education for version in desk.versions()] == ["70"]
    assert refusals()["2026-04-01", "李干事"] == ["education"]
    outcome = desk.load("residents", later, {**later, "文化程度": ""})
    assert reasons(outcome) == [(3, "公民身份号码")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_keeps_the_difference_and_imports_again_unchanged(desk, kind):
    desk.load("residents", person(**{"是否低保": "否", "毕业日期": "2001-07-01"}), person(BORIS))
    desk.load("residents", person(**{SURVEYED: "2026-04-01", "文化程度": DECLINED, "是否残疾": DECLINED}))
    boris, anna = sorted(desk.exported("residents"), key=lambda row: row[NUMBER])
    assert (anna["文化程度"], anna["是否残疾"], anna["是否低保"], anna["民族"]) == (
        DECLINED,
        DECLINED,
        "否",
        "",
    )
    assert boris["文化程度"] == ""
    before = refusals()
    again = desk.load_file("residents", desk.export("residents", kind=kind), f"台账.{kind}")
    assert counts(again) == (0, 0, 2, 0)
    assert {key: names for key, names in refusals().items() if names} == {
        key: names for key, names in before.items() if names
    }


def test_an_export_does_not_tell_refusals_of_later_days_or_other_places(desk):
    desk.load("residents", person(), person(BORIS, community=ACROSS))
    desk.load("residents", person(**{SURVEYED: "2026-04-01", "文化程度": DECLINED}))
    (row,) = desk.exported("residents", region=STREET, on=dt.date(2026, 3, 31))
    assert row["文化程度"] == ""


def test_the_page_tells_not_asked_from_declined_and_by_whom(city, browser):
    resident = city.resident(name="孙丽")
    latest = {"version": 0, "lock_version": 0}
    with scope.entered(scope.WHOLE):
        latest["version"] = Facts.objects.get(resident=resident).pk
    address = f"/residents/{resident.pk}/facts/"
    entered = {"kind": "changed", "on": "2026-09-10", **latest}
    wrong = browser.post(f"{address}education/", entered | {"value": DECLINED, "kind": "corrected"}, **HTMX)
    assert wrong.status_code == 422 and "情况变动" in wrong.content.decode()
    for name in ("education", "student", "phone", "graduated_on"):
        assert browser.post(f"{address}{name}/", entered | {"value": DECLINED}, **HTMX).status_code == 200
    page = body(browser.get(f"/residents/{resident.pk}/"))
    assert "文化程度：拒答（2026-09-10" in page and "在校学生：拒答（" in page and "联系电话：拒答（" in page
    assert "民族：未询问，修改" in page
    assert "入户核实，部分项目拒答" in page and "拒答：文化程度、联系电话" in page
    editor = body(browser.get(f"{address}education/", **HTMX))
    assert '<option value="拒答" selected' in editor


def test_the_list_tells_them_apart_on_page_and_in_print(city, browser):
    resident = city.resident(name="孙丽")
    stranger = city.resident(NEXT, name="赵四")
    with scope.entered(scope.WHOLE):
        for each in (resident, stranger):
            Sighting.objects.create(
                resident=each, on=ON, known_on=ON, declined=["hukou"], **city.place(each.path)
            )
    for address in ("/residents/", "/residents/?print=1"):
        page = body(browser.get(address))
        assert page.count(DECLINED) == 1 and "未询问" in page
