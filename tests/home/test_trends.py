"""Trends of the first page: what is compared with what, frozen against live, and who sees which region."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.cache import cache

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.home.services.trends import difference, trends
from jiceng.reporting.services.filing import submit
from jiceng.reporting.services.reports import few, report
from tests.factories import ACROSS, FIRST_SURVEY, HERE, NEXT, STREET, MiniCity
from tests.home.browsing import HTMX, body, client_of, queries_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    cache.clear()


@pytest.fixture
def city():
    """One was registered a year ago and took a job in the second quarter; one is registered now."""
    city = MiniCity()
    worker = city.resident(name="王小明")
    city.registration(worker, dt.date(2025, 7, 1))
    city.job(worker, dt.date(2026, 5, 4))
    city.registration(city.resident(NEXT, "李强"), dt.date(2026, 8, 1))
    return city


def figures(city, path=STREET, today=TODAY):
    found = trends(actor=city.officer(path, Role.CLERK), region=city.regions[path], today=today)
    assert found is not None
    return found


def test_this_quarter_stands_beside_the_last_and_that_of_last_year(city):
    with scope.entered(scope.WHOLE):
        found = {each.row.code: each for each in figures(city).compared}
    unemployed = found["registered_unemployed"]
    assert (unemployed.now, unemployed.last.then, unemployed.last_year.then) == (1, 0, 1)
    assert (unemployed.last.change, unemployed.last_year.percent) == (1, Decimal("0.0"))
    assert found["unemployment_rate"].last.change == Decimal(50)
    assert found["newly_employed"].last == difference(0, 1, False)


def test_a_few_rows_are_those_of_the_whole_report(city):
    region, period = city.regions[STREET], parse_period("2026Q2")
    rows = ("employed", "unemployment_rate", "re_employed")
    with scope.entered(scope.WHOLE):
        whole = report(region, "bx-quarterly", period, TODAY).cells
        part = few(region, "bx-quarterly", period, TODAY, rows).cells
    assert {row: part[row]["total"] for row in rows} == {row: whole[row]["total"] for row in rows}


def test_what_was_submitted_stands_whatever_is_entered_later(city):
    period, point = parse_period("2026Q2"), -2
    with scope.entered(scope.WHOLE):
        assert figures(city).points[point].source == "live"
        for path in (HERE, NEXT):
            submit(
                actor=city.officer(path),
                region=city.regions[path],
                code="bx-quarterly",
                period=period,
                today=dt.date(2026, 7, 2),
            )
            sources = [figures(city, where).points[point].source for where in (HERE, STREET)]
            assert sources == ["frozen", "partly" if path == HERE else "frozen"]
        city.job(city.resident(name="补录的人"), dt.date(2026, 4, 1))
        assert figures(city).points[point].cells["employed"] == 1


def test_a_closed_quarter_is_counted_once_a_day(city):
    address = "/trends/"
    client = client_of(city.officer(STREET, Role.CLERK))
    assert "登记失业人员" in body(client.get(address, **HTMX))
    assert len(queries_of(client, address)) <= 30


def test_before_the_pack_there_are_no_figures(city):
    with scope.entered(scope.WHOLE):
        assert trends(actor=city.officer(HERE), region=city.regions[HERE], today=dt.date(2008, 1, 1)) is None
        points = figures(city, today=dt.date(2009, 8, 1)).points
    assert points[0].cells == {} and points[-1].cells["employed"] == 0


def test_another_region_is_not_shown(city):
    assert client_of(city.officer(HERE)).get(f"/trends/?region={ACROSS}").status_code == 404
    with scope.entered(scope.WHOLE), pytest.raises(NotAllowed):
        trends(actor=city.officer(HERE), region=city.regions[ACROSS], today=TODAY)


def test_the_first_page_asks_for_the_trends_after_it(city):
    page = body(client_of(city.officer(HERE)).get("/"))
    assert f'hx-get="/trends/?region={HERE}"' in page and FIRST_SURVEY < TODAY


@pytest.mark.parametrize(
    ("now", "then", "is_rate", "expected"),
    [
        (5, 4, False, (4, 1, Decimal("25.0"))),
        (2, 3, False, (3, -1, Decimal("-33.3"))),
        (3, 0, False, (0, 3, None)),
        (Decimal("3.21"), 3.48, True, (3.48, Decimal("-0.27"), None)),
        (3, None, False, (None, None, None)),
    ],
)
def test_differences(now, then, is_rate, expected):
    assert difference(now, then, is_rate) == expected
