"""The counties of a city: for whom there is a map, its figures, and its shades."""

import datetime as dt
import re

import pytest
from django.core.cache import cache

from jiceng.accounts.roles import Role
from jiceng.home.services.sketch import outlines_of, shaded
from tests.factories import CITY, COUNTY, HERE, STREET, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", "2026-09-15")
    cache.clear()
    city = MiniCity()
    city.registration(city.resident(), dt.date(2026, 8, 1))
    return city


def test_a_county_opens_from_the_map_and_from_the_table(city):
    client = client_of(city.officer(CITY, Role.SUPERVISOR))
    shown = body(client.get("/counties/?figure=registered_unemployed", **HTMX))
    address = f"/?region={COUNTY.ljust(12, '0')}"
    assert shown.count(f'href="{address}"') == 2 and "示意图" in shown
    assert re.search(r'<a href="/reports/[^"]*registered_unemployed/total/">1</a>', shown)
    assert "<title>平山区 1</title>" in shown
    closed = body(client.get("/counties/?figure=registered_unemployed&closed=1", **HTMX))
    assert "2026年第二季度" in closed and "<title>平山区 0</title>" in closed
    assert "登记失业率" in body(client.get("/counties/?figure=nonsense"))
    assert 'hx-get="/counties/' in body(client.get("/"))


@pytest.mark.parametrize("path", [HERE, STREET, COUNTY])
def test_only_a_city_has_a_map(city, path):
    client = client_of(city.officer(path, Role.CLERK))
    assert client.get("/counties/").status_code == 404
    assert client.get(f"/counties/?region={CITY.ljust(12, '0')}").status_code == 404
    assert "/counties/" not in body(client.get("/"))


def test_shades_are_five_equal_steps():
    assert shaded({1: 0, 2: 20, 3: 50, 4: 99, 5: 100, 6: None}) == {1: 1, 2: 2, 3: 3, 4: 5, 5: 5, 6: 0}
    assert shaded({1: 7, 2: 7}) == {1: 1, 2: 1}
    assert shaded({}) == {}


def test_the_shipped_outlines_are_small_closed_lines():
    for code, counties in (("2105", 6), ("4101", 12)):
        outlines = outlines_of(code)
        assert outlines is not None and len(outlines.counties) == counties
        assert all(re.fullmatch(r"(M[\d L]+Z)+", path) for path in outlines.counties.values())
    assert outlines_of("9999") is None
