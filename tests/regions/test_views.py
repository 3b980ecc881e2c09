"""The page of the region tree."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import COUNTY, FAR, HERE, NEXT, STREET, TODAY, MiniCity

LOGIN = 3  # session, user, posts


@pytest.fixture
def city(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity()


def page(city, address, path=STREET, role="clerk"):
    client = Client()
    client.force_login(city.officer(path, role).user, "django.contrib.auth.backends.ModelBackend")
    return client.get(address)


def test_it_begins_at_the_officers_own_region(city):
    shown = page(city, "/regions/").content.decode()
    assert "<h1>南地街道</h1>" in shown and "南地街道劳动保障事务所" in shown
    assert "东进社区居委会" in shown and "本溪市" not in shown.partition("</header>")[2]


def test_a_region_below_leads_back_up(city):
    shown = page(city, f"/regions/{HERE}/", COUNTY).content.decode()
    assert "南地街道</a>" in shown and "社区(村)" in shown


def test_regions_elsewhere_are_not_found(city):
    assert page(city, f"/regions/{FAR}/").status_code == 404


def test_a_region_that_was_merged_says_into_which(city):
    old, new = city.regions[NEXT], city.regions[HERE]
    old.closed_on, old.successor = dt.date(2026, 9, 1), new
    old.save()
    assert "2026-09-01 撤销，并入南地社区居委会" in page(city, "/regions/").content.decode()
    assert "东进社区居委会" in page(city, f"/regions/{HERE}/").content.decode()


def test_a_page_costs_few_queries(city):
    client = Client()
    client.force_login(city.officer(COUNTY, "clerk").user, "django.contrib.auth.backends.ModelBackend")
    client.get("/regions/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/regions/")
    reading = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert len(reading) <= LOGIN + 4, "\n".join(reading)
