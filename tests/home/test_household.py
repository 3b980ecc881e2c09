"""The page of a household: members, whether it is without employment and why, its duty, its acts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiceng.accounts.models import AccessEntry, AuditEntry
from jiceng.accounts.roles import Role
from jiceng.assistance.models import Recognition
from jiceng.core import scope
from jiceng.residents.models import Visit
from tests.factories import HERE, NEXT, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"
QUERIES_OF_LOGIN = 3
BUDGET = 17


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def home(city):
    """A couple without work, one of them registered."""
    wife = city.resident(name="孙丽", birth=dt.date(1980, 1, 1), household="H1", relation="0")
    city.resident(name="赵强", birth=dt.date(1978, 1, 1), sex="M", household="H1", relation="1")
    city.registration(wife, dt.date(2026, 9, 1))
    return city.household("H1")


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def everywhere(rows):
    with scope.entered(scope.WHOLE):
        return list(rows())


def page_of(client, home, **headers):
    return body(client.get(f"/households/{home.pk}/", **headers))


def test_the_page_shows_members_and_what_was_found(worker, home):
    page = page_of(worker, home)
    for told in ("H1户", "孙丽", "赵强", "登记失业人员", "今天符合零就业家庭条件", "零就业家庭认定"):
        assert told in page
    (entry,) = everywhere(lambda: AccessEntry.objects.all())
    assert (entry.page, entry.subject_id, entry.path) == ("household", home.pk, HERE)


def test_why_it_was_found_is_told_person_by_person(worker, home):
    told = body(worker.get(f"/households/{home.pk}/why/zero_household_found/", **HTMX))
    assert "孙丽：零就业家庭计数成员" in told and "赵强" in told
    assert worker.get(f"/households/{home.pk}/why/employed/").status_code == 404


def test_it_is_recognised_owes_a_job_and_leaves(worker, home):
    assert worker.post(f"/households/{home.pk}/acts/recognise/", {"on": TODAY}).status_code == 302
    page = page_of(worker, home)
    assert "2026-09-15认定为零就业家庭" in page and "10月5日到期，还有<strong>20</strong>天" in page
    assert "零就业家庭认定</" not in page.split("act-buttons")[1].split("</div>")[0]
    leave = {"on": TODAY, "reason": "稳定就业", "lock_version": "0"}
    reply = worker.post(f"/households/{home.pk}/acts/end-recognition/", leave, **HTMX)
    assert "家庭退出零就业家庭认定" in body(reply)


def test_the_recognition_is_undone_and_voided(worker, home):
    reply = worker.post(f"/households/{home.pk}/acts/recognise/", {"on": TODAY})
    (entry,) = everywhere(lambda: AuditEntry.objects.filter(action="household_recognised"))
    assert f"/households/{home.pk}/undo/{entry.pk}/" in body(worker.get(reply.headers["Location"]))
    assert worker.post(f"/households/{home.pk}/undo/{entry.pk}/").status_code == 302
    assert everywhere(lambda: Recognition.objects.all()) == []
    worker.post(f"/households/{home.pk}/acts/recognise/", {"on": TODAY})
    (row,) = everywhere(lambda: Recognition.objects.all())
    void = {"reason": "认定错误", "lock_version": "0"}
    assert worker.post(f"/households/{home.pk}/void/recognition/{row.pk}/", void).status_code == 302
    assert "已作废：认定错误" in page_of(worker, home)


def test_everybody_is_visited_at_once(worker, home):
    form = body(worker.get(f"/households/{home.pk}/acts/visit/"))
    people = [part for part in form.split("<input")[1:] if 'name="people"' in part]
    assert len(people) == 2 and all("checked" in part for part in people)
    ids = [part.split('value="')[1].split('"')[0] for part in people]
    entries = {"people": ids, "reasons": ["assistance"], "way": "home", "outcome": "met", "on": TODAY}
    assert worker.post(f"/households/{home.pk}/acts/visit/", entries).status_code == 302
    assert len(everywhere(lambda: Visit.objects.all())) == 2
    page = page_of(worker, home)
    assert "走访：孙丽 · 上门 · 援助走访" in page and "走访：赵强" in page


def test_only_visits_to_members_are_voided_there(city, worker, home):
    other = city.resident(name="别人")
    visit = city.visit(other, dt.date(2026, 9, 1))
    assert worker.get(f"/households/{home.pk}/void/visit/{visit.pk}/").status_code == 404


def test_a_household_that_works_is_not_found(city, worker):
    person = city.resident(name="周平", household="H2")
    city.job(person, dt.date(2026, 1, 1))
    assert "今天不符合零就业家庭条件" in page_of(worker, city.household("H2"))


def test_a_household_without_members_offers_nothing(city, worker):
    page = page_of(worker, city.household("H3"))
    assert "目前没有登记在册的成员" in page and "data-key" not in page


def test_without_a_pack_nothing_is_said_of_a_rule():
    city = MiniCity(with_pack=False)
    city.resident(name="周平", household="H2")
    page = page_of(client_of(city.officer()), city.household("H2"))
    assert "周平" in page and "零就业家庭条件" not in page


def test_the_page_costs_few_queries(worker, home):
    page_of(worker, home)
    with CaptureQueriesContext(connection) as captured:
        page_of(worker, home)
    reading = [q["sql"] for q in captured if q["sql"].lower().lstrip("( ").startswith("select")]
    reading = [sql for sql in reading if "set_config" not in sql][QUERIES_OF_LOGIN:]
    assert len(reading) <= BUDGET, "\n".join(sql[:200] for sql in reading)


def test_strangers_find_nothing_and_auditors_do_nothing(city, home):
    neighbour = client_of(city.officer(NEXT))
    assert neighbour.get(f"/households/{home.pk}/").status_code == 404
    assert neighbour.post(f"/households/{home.pk}/acts/visit/").status_code == 404
    auditor = client_of(city.officer(role=Role.AUDITOR))
    page = page_of(auditor, home)
    assert "孙丽" in page and "data-key" not in page
    assert auditor.post(f"/households/{home.pk}/acts/recognise/", {"on": TODAY}).status_code == 403
