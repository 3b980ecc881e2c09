"""The way up over HTTP: submit, return, resubmit, accept, and what is refused on the page (P2)."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.reporting.models import Filing, FilingAct
from tests.oracle.small import HERE, NEXT
from tests.reporting.quarter import COUNTY, STREET, Quarter, prepared, text_of, url


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def state(path: str = HERE) -> str:
    filing = Filing.objects.filter(path=path).first()
    return f"{filing.state} {filing.revision}" if filing else "draft 0"


def post(quarter: Quarter, login: str, act: str, path: str = HERE, **data: str) -> str:
    """The page that an officer sees after an act."""
    response = quarter.client(login).post(url(f"report-{act}", path), data, follow=True)
    assert response.status_code == 200
    return text_of(response)


def test_a_report_goes_up_comes_back_and_goes_up_again(quarter: Quarter) -> None:
    assert "报表已上报" in post(quarter, "worker", "submit")
    assert state() == "submitted 1"
    page = post(quarter, "clerk", "return", reason="灵活就业人数有误", seen="1")
    assert "报表已退回" in page and state() == "returned 1"
    page = text_of(quarter.client("worker").get(url("report")))
    assert "理由：灵活就业人数有误" in page and "clerk" in page
    post(quarter, "worker", "submit")
    assert state() == "submitted 2"
    assert "审核通过" in post(quarter, "clerk", "accept", seen="2")
    assert state() == "accepted 2"
    acts = list(FilingAct.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["submit", "return", "submit", "accept"]


def test_the_whole_way_to_the_county_locks_when_the_city_accepts(quarter: Quarter) -> None:
    quarter.submit_street()
    post(quarter, "county", "accept", STREET, seen="1")
    post(quarter, "county", "submit", COUNTY)
    page = post(quarter, "city", "accept", COUNTY, seen="1")
    assert "已锁定" in page
    assert [state(path) for path in (HERE, STREET, COUNTY)] == ["locked 1"] * 3


def test_a_return_needs_a_reason(quarter: Quarter) -> None:
    quarter.submit()
    for nothing in ("", "   "):
        assert "请填写退回理由" in post(quarter, "clerk", "return", reason=nothing, seen="1")
    assert state() == "submitted 1"


@pytest.mark.parametrize("act", ["accept", "return"])
def test_a_revision_that_the_officer_did_not_see_is_not_judged(quarter: Quarter, act: str) -> None:
    quarter.submit()
    quarter.return_()
    quarter.submit()
    page = post(quarter, "clerk", act, seen="1", reason="核实")
    assert "已重新上报（第2版），请核对新版后再办理" in page
    assert state() == "submitted 2"


def test_a_refused_act_says_why_on_its_page(quarter: Quarter) -> None:
    quarter.submit()
    assert "的报表已上报，不能上报" in post(quarter, "worker", "submit")
    assert "下级报表尚未全部审核通过" in post(quarter, "clerk", "submit", STREET)
    quarter.accept()
    quarter.submit("neighbour", NEXT)
    quarter.accept("clerk", NEXT)
    quarter.submit("clerk", STREET)
    assert "请先退回南地街道的报表" in post(quarter, "clerk", "return", reason="核实", seen="1")
    assert state() == "accepted 1"


def test_a_report_of_a_running_period_waits_for_its_end(quarter: Quarter) -> None:
    response = quarter.client("worker").post(url("report-submit", period="2026Q4"))
    assert "尚未结束" in text_of(response)
    assert state() == "draft 0"


@pytest.mark.parametrize(
    ("login", "act"),
    [("auditor", "submit"), ("auditor", "accept"), ("auditor", "return"), ("worker", "accept")],
)
def test_who_lacks_the_right_is_refused(quarter: Quarter, login: str, act: str) -> None:
    quarter.submit()
    response = quarter.client(login).post(url(f"report-{act}"), {"reason": "核实", "seen": "1"})
    assert response.status_code == 403
    assert state() == "submitted 1"


def test_a_street_cannot_submit_for_its_community(quarter: Quarter) -> None:
    assert quarter.client("clerk").post(url("report-submit")).status_code == 403


@pytest.mark.parametrize("act", ["submit", "accept", "return"])
def test_looking_at_an_act_changes_nothing(quarter: Quarter, act: str) -> None:
    login = "worker" if act == "submit" else "clerk"
    assert quarter.client(login).get(url(f"report-{act}")).status_code == 200
    assert not Filing.objects.exists()


def test_acts_from_the_children_lead_back_to_them(quarter: Quarter) -> None:
    quarter.submit()
    client = quarter.client("clerk")
    response = client.post(url("report-accept"), {"from": "children", "seen": "1"})
    assert response.url == url("report-children", STREET)
    response = client.post(url("report-return"), {"from": "children", "seen": "1", "reason": "核实"})
    assert response.url == url("report-children", STREET)
    assert 'name="from" value="children"' in text_of(client.get(url("report-return") + "?from=children"))


def test_nobody_acts_without_a_token(quarter: Quarter) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(quarter.users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(url("report-submit")).status_code == 403
    assert state() == "draft 0"
