"""Working through a duty: its list, the visit done in the row, not met, undone; and who may not."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from jiceng.accounts.models import AccessEntry, AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.residents.models import Assignment, Visit
from tests.factories import CITY, HERE, NEXT, STREET, MiniCity
from tests.home.browsing import HTMX, body, client_of, queries_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
LATELY = dt.date(2026, 8, 1)
FOLLOW_UP, ZERO, UPDATE = (
    "/duties/bx-follow-up/",
    "/duties/bx-zero-household/",
    "/duties/bx-quarterly-update/",
)
MONTH = "2026-09-01"
SAVED = {"way": "phone", "outcome": "talked", "on": TODAY.isoformat(), "reasons": ["after_employment"]}
# A list costs six queries besides login and guard, and four more to derive what is owed.
BUDGET = 6 + 4
QUERIES = {FOLLOW_UP: 8, ZERO: 7, UPDATE: 6}


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def employed(city, name="王小明", path=HERE):
    """Somebody to be followed up every month."""
    person = city.resident(path, name=name, surveyed_on=LATELY)
    city.determination(person, dt.date(2026, 1, 5))
    city.job(person, dt.date(2026, 3, 2))
    return person


@pytest.fixture
def wang(city):
    return employed(city)


def recognised(city, number, days_ago, path=HERE):
    person = city.resident(path, name=f"户主{number}", household=number, surveyed_on=LATELY)
    city.registration(person, dt.date(2026, 2, 2))
    city.recognition(city.household(number, path), TODAY - dt.timedelta(days=days_ago))
    return person


def everywhere(rows):
    with scope.entered(scope.WHOLE):
        return list(rows())


def act_of(person, since=MONTH):
    return f"{FOLLOW_UP}{person.pk}/{since}/"


def save(client, person, **changes):
    entries = SAVED | {"people": [person.pk]} | changes
    return client.post(act_of(person), entries, **HTMX)


def rows_of(page):
    return page.split("data-duty-row")[1:]


def undo_address(row):
    return row.split('hx-post="')[1].split('"')[0]


def test_the_list_says_who_where_and_until_when(worker, wang):
    (row,) = rows_of(body(worker.get(FOLLOW_UP)))
    assert "王小明" in row and "南地社区" in row and "9月30日到期，还有15天" in row
    assert f'hx-get="{act_of(wang)}"' in row and f'href="/residents/{wang.pk}/"' in row


def test_households_say_how_many_days_it_has_been(city, worker):
    recognised(city, "1", 26)
    recognised(city, "2", 20)
    late, today = rows_of(body(worker.get(ZERO)))
    assert "8月20日起，已26天" in late and "应于9月9日办结，已逾期6天" in late
    assert "8月26日起，已20天" in today and "<strong>今天</strong>" in today
    assert 'href="/households/' in late and "hx-get" not in late


def test_a_monthly_duty_does_not_count_days(worker, wang):
    assert "起，已" not in body(worker.get(FOLLOW_UP))


def test_the_update_of_a_quarter_leads_to_its_change_list(city, worker):
    city.resident(surveyed_on=dt.date(2026, 5, 1))
    overdue, running = rows_of(body(worker.get(UPDATE)))
    assert f'href="/change-list/?path={HERE}&amp;first=2026-04-01"' in overdue
    assert "应于7月10日办结" in overdue and "10月10日到期" in running


@pytest.mark.parametrize(
    ("when", "days_ago"), [("overdue", [26]), ("week", [16]), ("month", [9]), ("later", [1])]
)
def test_the_list_is_cut_by_when_it_is_due(city, worker, when, days_ago):
    for number, days in (("1", 26), ("2", 16), ("3", 9), ("4", 1)):
        recognised(city, number, days)
    assert [
        f"已{days}天" in row
        for row, days in zip(rows_of(body(worker.get(f"{ZERO}?when={when}"))), days_ago, strict=True)
    ]
    assert len(rows_of(body(worker.get(f"{ZERO}?when=nonsense")))) == 4


def assign(city, person):
    with scope.entered(scope.WHOLE):
        Assignment.objects.create(
            resident=person, officer=city.officer().user, start=LATELY, **city.place(HERE), known_on=LATELY
        )


def test_those_one_answers_for_can_be_asked_for(city, worker, wang):
    employed(city, "别人管")
    assign(city, wang)
    (row,) = rows_of(body(worker.get(f"{FOLLOW_UP}?mine=1")))
    assert "王小明" in row and str(city.officer().user) in row
    assert len(rows_of(body(worker.get(FOLLOW_UP)))) == 2


def test_a_long_list_has_pages(city, worker):
    for n in range(52):
        employed(city, f"第{n}人")
    first = body(worker.get(FOLLOW_UP))
    assert len(rows_of(first)) == 50 and "共52项，第1页" in first
    assert len(rows_of(body(worker.get(f"{FOLLOW_UP}?page=2")))) == 2
    assert len(rows_of(body(worker.get(f"{FOLLOW_UP}?page=99")))) == 2


def test_the_fragment_is_the_same_part_of_the_page(worker, wang):
    page, fragment = body(worker.get(FOLLOW_UP)), body(worker.get(FOLLOW_UP, **HTMX))
    assert "<html" not in fragment and fragment.strip() in page


def test_the_act_opens_prefilled(worker, wang):
    form = body(worker.get(act_of(wang), **HTMX))
    assert "<html" not in form and f'hx-post="{act_of(wang)}"' in form
    assert 'value="after_employment"' in form and f'value="{TODAY}"' in form
    for chosen in ("phone", "talked"):
        assert f'value="{chosen}" selected' in form
    assert "<html" in body(worker.get(act_of(wang)))


def test_a_saved_visit_ends_the_duty_in_its_row(worker, wang):
    row = body(save(worker, wang))
    assert "已完成" in row and "9月15日" in row and "data-just-saved" in row and "撤销" in row
    (visit,) = everywhere(lambda: Visit.objects.all())
    assert (visit.way, visit.outcome, visit.reasons) == ("phone", "talked", ["after_employment"])
    assert rows_of(body(worker.get(FOLLOW_UP))) == []


@pytest.mark.parametrize("outcome", ["not_in", "refused"])
def test_who_was_not_met_is_still_to_be_visited(worker, wang, outcome):
    row = body(save(worker, wang, outcome=outcome))
    assert "已记录，尚未办结" in row and "还有15天" in row and "撤销" in row
    assert len(everywhere(lambda: Visit.objects.all())) == 1
    assert len(rows_of(body(worker.get(FOLLOW_UP)))) == 1


def test_a_visit_of_last_month_is_entered_late(worker, wang):
    entries = SAVED | {"people": [wang.pk], "on": "2026-08-20"}
    row = body(worker.post(act_of(wang, "2026-08-01"), entries, **HTMX))
    assert "已完成" in row and "8月20日（补录）" in row
    missed = body(worker.post(act_of(wang, "2026-07-01"), SAVED | {"people": [wang.pk]}, **HTMX))
    assert "未完成" in missed and "已完成" not in missed


def test_a_visit_for_another_reason_does_not_prove_it(worker, wang):
    assert "已记录，尚未办结" in body(save(worker, wang, reasons=["survey"]))


def test_wrong_entries_come_back_as_the_form_alone(worker, wang):
    reply = save(worker, wang, on="2026-12-01")
    told = reply.content.decode()
    assert reply.status_code == 422 and "不能晚于今天" in told and "<li" not in told
    assert everywhere(lambda: Visit.objects.all()) == []


def test_nobody_else_is_visited_from_the_row(city, worker, wang):
    other = employed(city, "别人")
    assert save(worker, wang, people=[other.pk]).status_code == 422


def test_without_script_the_list_follows(worker, wang):
    reply = worker.post(act_of(wang), SAVED | {"people": [wang.pk]})
    assert reply.status_code == 302 and reply.url == FOLLOW_UP


def test_a_visit_is_undone_in_its_row(worker, wang):
    row = body(worker.post(undo_address(body(save(worker, wang))), **HTMX))
    assert "还有15天" in row and "data-duty-open" in row and "data-just-undone" in row
    assert everywhere(lambda: Visit.objects.all()) == []


def test_an_undo_that_comes_too_late_is_refused_in_words(worker, wang):
    address = undo_address(body(save(worker, wang)))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        reply = worker.post(address, **HTMX)
        page = worker.post(address)
    assert (reply.status_code, page.status_code) == (400, 400)
    assert "已超过10分钟" in reply.content.decode() and "已超过10分钟" in page.content.decode()
    assert len(everywhere(lambda: Visit.objects.all())) == 1


def test_nobody_undoes_for_another(city, worker, wang):
    address = undo_address(body(save(worker, wang)))
    for stranger in (city.officer(login="colleague"), city.officer(NEXT)):
        assert client_of(stranger).post(address, **HTMX).status_code == 404
    assert client_of(city.officer(role=Role.AUDITOR)).post(address, **HTMX).status_code == 403
    assert len(everywhere(lambda: Visit.objects.all())) == 1


def test_opening_the_act_is_logged(city, worker, wang):
    worker.get(act_of(wang), **HTMX)
    assert everywhere(lambda: AccessEntry.objects.values_list("page", "subject_id")) == [
        ("duty-act", wang.pk)
    ]
    save(worker, wang)
    (entry,) = everywhere(lambda: AuditEntry.objects.filter(action="visit_recorded"))
    assert (entry.user, entry.path) == (city.officer().user, HERE)


def test_the_clerk_above_works_through_the_same_list(city, wang):
    clerk = client_of(city.officer(STREET, Role.CLERK))
    assert "data-duty-open" in body(clerk.get(FOLLOW_UP))
    assert "已完成" in body(save(clerk, wang))


def test_a_list_of_an_office_below(city, wang):
    employed(city, "邻社区的", NEXT)
    city_office = client_of(city.officer(CITY, Role.SUPERVISOR))
    assert len(rows_of(body(city_office.get(FOLLOW_UP)))) == 2
    (row,) = rows_of(body(city_office.get(f"{FOLLOW_UP}?region={NEXT}")))
    assert "邻社区的" in row


def test_the_auditor_looks_and_does_nothing(city, wang):
    auditor = client_of(city.officer(role=Role.AUDITOR))
    (row,) = rows_of(body(auditor.get(FOLLOW_UP)))
    assert "hx-get" not in row and "办理" not in row and "查看" in row
    for method in ("get", "post"):
        assert getattr(auditor, method)(act_of(wang)).status_code == 403


def test_the_neighbours_see_and_do_nothing(city, wang):
    neighbour = client_of(city.officer(NEXT))
    assert rows_of(body(neighbour.get(FOLLOW_UP))) == []
    assert neighbour.get(f"{FOLLOW_UP}?region={HERE}").status_code == 404
    assert neighbour.get(act_of(wang)).status_code == 404
    assert save(neighbour, wang).status_code == 404
    assert everywhere(lambda: Visit.objects.all()) == []


def test_what_is_not_owed_has_no_act(city, worker, wang):
    idle = city.resident(name="没有工作")
    assert worker.get(act_of(idle)).status_code == 404
    assert worker.get(f"{ZERO}{wang.pk}/{MONTH}/").status_code == 404
    assert worker.get("/duties/no-such-duty/").status_code == 404
    assert worker.get(act_of(wang, "yesterday")).status_code == 404


@pytest.mark.parametrize("address", QUERIES)
def test_the_list_costs_few_queries(city, worker, wang, address):
    recognised(city, "1", 26)
    assign(city, wang)
    reading = queries_of(worker, address)
    assert len(reading) <= QUERIES[address] <= BUDGET, "\n".join(sql[:160] for sql in reading)
