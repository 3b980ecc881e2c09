"""The pages of the audit log and of offices."""

import datetime as dt

import pytest
from django.test import Client

from jiceng.accounts import audit
from jiceng.accounts.models import Post
from jiceng.core import scope
from tests.factories import CITY, FAR, HERE, STREET, MiniCity

DONE = audit.sentence("for_the_test", "做了一件需要记录的事")


@pytest.fixture
def city(db):
    return MiniCity(with_pack=False)


def page(city, address, path, role):
    client = Client()
    client.force_login(city.officer(path, role).user, "django.contrib.auth.backends.ModelBackend")
    return client.get(address)


def record(city, path, reason):
    with scope.entered(scope.WHOLE):
        said = {"rows": 7, "ledger": "visits", "history": False, "dry_run": True}
        audit.record(city.officer(path), DONE, path=path, reason=reason, **said)


@pytest.mark.parametrize(("role", "status"), [("worker", 403), ("clerk", 403), ("supervisor", 403)])
def test_it_is_closed_to_those_who_neither_audit_nor_organise(city, role, status):
    assert page(city, "/audit/", HERE, role).status_code == status


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_it_tells_who_did_what_where_and_why(city, role):
    record(city, HERE, "上级来函核查")
    record(city, FAR, "别处的理由")
    shown = page(city, "/audit/", STREET, role).content.decode()
    for words in ("社区工作人员001", "做了一件需要记录的事", "南地社区居委会", "上级来函核查"):
        assert words in shown
    assert "台账：走访，行数7，只核对" in shown
    assert "别处的理由" not in shown


def test_the_rows_that_undoing_needs_are_not_shown(city):
    with scope.entered(scope.WHOLE):
        audit.record(city.officer(HERE), DONE, path=HERE, rows=[["residents.visit", 7, None, 0]], people=2)
    shown = page(city, "/audit/", STREET, "auditor").content.decode()
    assert "人数2" in shown and "residents.visit" not in shown


def test_it_is_filtered_by_act_officer_and_day(city):
    record(city, HERE, "上级来函核查")
    today = dt.date.today().isoformat()
    for query, is_there in (
        ("action=for_the_test", True),
        ("action=visit_recorded", False),
        ("login=worker", True),
        ("login=clerk", False),
        (f"first={today}&last={today}", True),
        ("last=2020-01-01", False),
    ):
        shown = page(city, f"/audit/?{query}", CITY, "auditor").content.decode()
        assert ("上级来函核查" in shown) is is_there, query


def test_offices_name_who_serves_there_today(city):
    city.officer(HERE)
    gone = city.officer(STREET, "clerk", login="gone").user
    Post.objects.filter(user=gone).update(stop=dt.date(2021, 1, 1))
    shown = page(city, "/offices/", CITY, "auditor").content.decode()
    assert "社区工作人员001 社区工作人员" in shown and "南地街道劳动保障事务所" in shown
    assert "业务经办001" not in shown
    shown = page(city, "/offices/?staffed=yes&level=5", CITY, "auditor").content.decode()
    assert "南地社区劳动保障工作站" in shown and "东进社区劳动保障工作站" not in shown


def test_offices_beyond_the_scope_are_not_listed(city):
    assert "岭东社区" not in page(city, "/offices/", STREET, "clerk").content.decode()
