"""The ledgers of assistance: who may be determined, who has been, and households without any employment."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories import FAR, HERE, NEXT, STREET, TODAY

SINCE = dt.date(2026, 3, 1)
OLD_ENOUGH, TOO_YOUNG = dt.date(1980, 1, 1), dt.date(1999, 1, 1)


@pytest.fixture
def listed(city, monkeypatch):
    """Give the text of a list for the clerk of the street."""
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    client = Client()
    client.force_login(city.officer(STREET, "clerk").user, "django.contrib.auth.backends.ModelBackend")

    def text(address):
        reply = client.get(address, HTTP_HX_REQUEST="true")
        assert reply.status_code == 200
        return reply.content.decode()

    return text


def unemployed(city, name, path=HERE, **facts):
    person = city.resident(path, name, **({"birth": OLD_ENOUGH} | facts))
    city.registration(person, SINCE)
    return person


def test_candidates_are_those_who_meet_a_category_and_are_not_determined(city, listed):
    unemployed(city, "甲符合", laid_off=True, resettled=True)
    unemployed(city, "乙太年轻", laid_off=True, birth=TOO_YOUNG)
    city.determination(unemployed(city, "丙已认定", laid_off=True), SINCE)
    unemployed(city, "丁在别处", FAR, laid_off=True)
    page = listed("/candidates/")
    assert "4050人员、棚改回迁" in page and "甲符合" in page
    assert not any(name in page for name in ("乙太年轻", "丙已认定", "丁在别处"))


def test_candidates_of_one_category(city, listed):
    unemployed(city, "甲下岗", laid_off=True)
    unemployed(city, "乙回迁", resettled=True, birth=TOO_YOUNG)
    assert "甲下岗" not in listed("/candidates/?category=棚改回迁")
    assert "乙回迁" in listed("/candidates/?category=棚改回迁")


def test_without_a_pack_nobody_is_a_candidate(db, monkeypatch):
    from tests.factories import MiniCity

    city = MiniCity(with_pack=False)
    unemployed(city, "甲符合", laid_off=True)
    client = Client()
    client.force_login(city.officer().user, "django.contrib.auth.backends.ModelBackend")
    assert "甲符合" not in client.get("/candidates/").content.decode()
    assert "没有符合条件的记录" in client.get("/zero-households/").content.decode()


def test_determinations_by_state_and_employment(city, listed):
    working, left = city.resident(HERE, "甲在岗"), city.resident(NEXT, "乙退出")
    city.determination(working, SINCE)
    city.job(working, SINCE)
    city.determination(left, SINCE, TODAY)
    assert "甲在岗" in listed("/determinations/?state=open&employed=yes")
    assert "乙退出" not in listed("/determinations/?state=open")
    assert "乙退出" in listed("/determinations/?state=ended&employed=no")
    assert "甲在岗" not in listed("/determinations/?category=棚改回迁")


def test_a_household_is_found_until_it_is_recognised(city, listed):
    household = city.household("H1")
    unemployed(city, "甲求职", household="H1")
    assert "甲求职" in listed("/zero-households/")
    city.recognition(household, TODAY)
    assert "甲求职" not in listed("/zero-households/")
    assert "甲求职" in listed("/recognitions/?state=open&worked=no")


def test_a_recognition_tells_when_a_member_first_worked(city, listed):
    member = unemployed(city, "甲求职", household="H1")
    city.recognition(city.household("H1"), SINCE)
    city.job(member, SINCE + dt.timedelta(days=12))
    page = listed("/recognitions/?worked=yes")
    assert "2026-03-13" in page and ">12<" in page


def test_days_are_counted_up_to_today_while_nobody_works(city, listed):
    unemployed(city, "甲求职", household="H1")
    city.recognition(city.household("H1"), TODAY - dt.timedelta(days=9))
    assert ">9<" in listed("/recognitions/")
