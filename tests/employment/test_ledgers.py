"""The ledgers of unemployment and employment: states of today, and what ended a registration."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories import FAR, HERE, STREET, TODAY

SINCE = dt.date(2026, 3, 1)


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


@pytest.fixture
def people(city):
    """Registrations: open, cancelled, ended by a job, made while at work, and beyond the scope."""
    open_, cancelled, employed, at_work = (
        city.resident(HERE, name) for name in ("甲失业", "乙注销", "丙就业", "丁在岗")
    )
    city.registration(open_, SINCE)
    city.registration(cancelled, SINCE, dt.date(2026, 5, 1), cancel_reason="040")
    city.registration(employed, SINCE)
    city.job(employed, dt.date(2026, 6, 1), dt.date(2026, 8, 31))
    city.job(at_work, dt.date(2026, 1, 1))
    city.registration(at_work, SINCE)
    city.registration(city.resident(FAR, "戊远处"), SINCE)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("unemployed", ["甲失业"]),
        ("at_work", ["丁在岗"]),
        ("ended", ["乙注销", "丙就业"]),
        ("", ["甲失业", "乙注销", "丙就业", "丁在岗"]),
    ],
)
def test_registrations_by_their_state_of_today(listed, people, state, names):
    page = listed(f"/unemployment/?state={state}")
    assert [name for name in ("甲失业", "乙注销", "丙就业", "丁在岗", "戊远处") if name in page] == names


def test_a_registration_tells_what_ended_it(listed, people):
    page = listed("/unemployment/?state=ended")
    assert "2026-05-01 退休" in page
    assert "2026-06-01 就业或再次登记" in page


def test_jobs_show_the_last_day_worked(listed, people):
    assert "2026-08-31" in listed("/employment/?state=over")
    page = listed("/employment/?state=open")
    assert "丁在岗" in page and "丙就业" not in page


def test_days_cut_the_list_and_the_newest_come_first(listed, people):
    page = listed("/employment/?first=2026-02-01")
    assert "丙就业" in page and "丁在岗" not in page
    page = listed("/employment/")
    assert page.index("丙就业") < page.index("丁在岗")


def test_an_employer_on_file_is_named_where_the_job_names_none(city, listed):
    city.job(city.resident(HERE, "甲钢铁"), SINCE, form="010", employer=city.employer())
    assert "本溪钢铁厂" in listed("/employment/")
