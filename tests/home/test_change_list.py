"""The change list of a quarter: looked through, closed once the quarter has ended, and refused before."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.residents.models import ChangeListClosure
from tests.factories import CITY, HERE, NEXT, STREET, MiniCity
from tests.home.browsing import body, client_of, queries_of

pytestmark = pytest.mark.django_db
TODAY = "2026-10-05"  # five days after the third quarter, five before its list is due
PAGE = "/change-list/"
THIS, LAST, BEFORE = "2026-10-01", "2026-07-01", "2026-04-01"
# Six besides login and guard, one for each of seven reasons why somebody is listed, three for employers.
QUERIES = 6 + 7 + 3


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    """A community where somebody was registered, somebody began to work and somebody died in the quarter."""
    city = MiniCity()
    seeking = city.resident(name="孙丽")
    city.registration(seeking, dt.date(2026, 8, 3))
    working = city.resident(name="王小明")
    city.job(working, dt.date(2026, 9, 1))
    city.resident(name="李强", birth=dt.date(2010, 8, 20), sex="M")
    city.registration(city.resident(name="这季度的"), dt.date(2026, 10, 2))
    city.registration(city.resident(NEXT, name="邻社区的"), dt.date(2026, 8, 3))
    return city


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def at(first, path=HERE):
    return f"{PAGE}?path={path}&first={first}"


def closures():
    with scope.entered(scope.WHOLE):
        return list(ChangeListClosure.objects.select_related("region"))


def groups(page):
    """{reason: names} of the list."""
    parts = page.split('<h2 class="card-title"')[1:]
    found = {}
    for part in parts:
        names = [each.split(">")[1].split("<")[0] for each in part.split('class="duty-who"')[1:]]
        found[part.split(">")[1].split("<")[0]] = names
    return found


def test_the_last_quarter_is_listed_by_reason(worker):
    page = body(worker.get(PAGE))
    assert groups(page) == {"新就业": ["王小明"], "新登记失业": ["孙丽"], "年满16周岁": ["李强"]}
    assert "2026年8月3日" in page and "核对无误，办结本季清单（3项）" in page
    assert "应于2026年10月10日前办结" in page


def test_another_quarter_is_chosen(worker):
    assert groups(body(worker.get(at(THIS)))) == {"新登记失业": ["这季度的"]}
    assert "本季度没有变动" in body(worker.get(at(BEFORE)))
    for nonsense in ("2027-01-01", "yesterday"):
        assert worker.get(at(nonsense)).status_code == 404


def test_the_list_is_closed_and_proves_the_update(worker, city):
    assert "bx-quarterly-update" in body(worker.get("/")).split('id="block-week"')[1]
    reply = worker.post(at(LAST), {"on": TODAY}, follow=True)
    page = body(reply)
    assert "变动清单已办结" in page and "2026年10月5日由" in page and "（按时）" in page
    assert "核对无误" not in page
    (closure,) = closures()
    assert (closure.region, str(closure.first), str(closure.closed_on)) == (city.regions[HERE], LAST, TODAY)
    with scope.entered(scope.WHOLE):
        assert AuditEntry.objects.filter(action="change_list_closed", path=HERE).count() == 1
    assert 'id="block-week"' not in body(worker.get("/"))


def test_a_list_closed_late_is_said_to_be_late(worker, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", "2026-10-12")
    page = body(worker.post(at(LAST), {"on": "2026-10-12"}, follow=True))
    assert "（逾期，应于10月10日前办结）" in page


def test_a_running_quarter_is_not_closed(worker):
    page = body(worker.get(at(THIS)))
    assert "本季度尚未结束" in page and "核对无误" not in page
    reply = worker.post(at(THIS), {"on": TODAY})
    assert reply.status_code == 422 and "本季度尚未结束" in reply.content.decode()
    assert closures() == []


@pytest.mark.parametrize(
    ("on", "told"), [("2026-10-06", "不能晚于今天"), ("2026-09-29", "尚未结束"), ("", "必填")]
)
def test_a_wrong_day_is_told_at_its_entry(worker, on, told):
    reply = worker.post(at(LAST), {"on": on})
    assert reply.status_code == 422 and told in reply.content.decode()
    assert closures() == []


def test_a_list_is_closed_once(worker):
    worker.post(at(LAST), {"on": TODAY})
    reply = worker.post(at(LAST), {"on": TODAY})
    assert reply.status_code == 422 and "已办结" in reply.content.decode().split("errorlist")[-1]
    assert len(closures()) == 1


def test_the_street_sees_its_communities_and_closes_for_none(city):
    clerk = client_of(city.officer(STREET, Role.CLERK))
    page = body(clerk.get(PAGE))
    assert groups(page)["新登记失业"] == ["孙丽", "邻社区的"]
    assert "变动清单由各社区办结" in page and "核对无误" not in page
    reply = clerk.post(at(LAST, STREET), {"on": TODAY})
    assert reply.status_code == 422 and "不是社区" in reply.content.decode()
    assert closures() == []


def test_the_clerk_closes_the_list_of_a_community_below(city):
    clerk = client_of(city.officer(STREET, Role.CLERK))
    clerk.post(at(LAST, NEXT), {"on": TODAY})
    assert [closure.path for closure in closures()] == [NEXT]


def test_the_auditor_looks_only(city):
    auditor = client_of(city.officer(role=Role.AUDITOR))
    page = body(auditor.get(PAGE))
    assert "尚未办结" in page and "核对无误" not in page and "孙丽" in page
    assert auditor.post(at(LAST), {"on": TODAY}).status_code == 403
    assert closures() == []


@pytest.mark.parametrize("path", [HERE, STREET, CITY, "x"])
def test_the_neighbours_find_nothing(city, path):
    neighbour = client_of(city.officer(NEXT))
    assert neighbour.get(at(LAST, path)).status_code == 404
    assert neighbour.post(at(LAST, path), {"on": TODAY}).status_code == 404
    assert closures() == []


@pytest.mark.parametrize("path", [HERE, STREET, CITY])
def test_the_page_costs_few_queries(city, path):
    client = client_of(city.officer(path, Role.CLERK))
    reading = queries_of(client, PAGE)
    assert len(reading) <= QUERIES, "\n".join(sql[:160] for sql in reading)


def test_higher_levels_see_the_first_of_each_reason(city, monkeypatch):
    monkeypatch.setattr("jiceng.home.views.change_list.SHOWN", 1)
    page = body(client_of(city.officer(STREET, Role.CLERK)).get(PAGE))
    assert len(groups(page)["新登记失业"]) == 1
    assert "仅列前1项" in page and ">2</strong>" in page
    own = body(client_of(city.officer()).get(PAGE))
    assert "仅列前" not in own
