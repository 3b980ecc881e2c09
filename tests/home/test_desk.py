"""The first page: what is owed by when, how offices keep up, figures; to whom, and at what cost."""

import datetime as dt

import pytest
from django.core.cache import cache

from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.models import ImportRun
from jiceng.policy.models import DutyOutcome, Waiver
from tests.factories import CITY, COUNTY, FAR, HERE, NEXT, OTHER_STREET, STREET, MiniCity
from tests.home.browsing import body, client_of, queries_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)  # a Tuesday
LATELY = dt.date(2026, 8, 1)  # not on file in the quarters before
BUDGET = 18
# What the page of each level costs besides login and guard.
QUERIES = {HERE: 17, STREET: 18, CITY: 10}  # a city's numbers are remembered


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    cache.clear()


@pytest.fixture
def city():
    """One community that owes something of every kind, and a neighbour that owes little."""
    city = MiniCity()
    helped = city.resident(name="王小明", surveyed_on=LATELY)
    city.determination(helped, dt.date(2026, 1, 5))
    city.job(helped, dt.date(2026, 3, 2))
    for number, days_ago in (("1", 26), ("2", 16), ("3", 9), ("4", 1)):
        person = city.resident(name=f"家{number}", household=number, surveyed_on=LATELY)
        city.registration(person, dt.date(2026, 2, 2))
        city.recognition(city.household(number), TODAY - dt.timedelta(days=days_ago))
    found = city.resident(name="周平", household="5", laid_off=True, surveyed_on=LATELY)
    city.registration(found, dt.date(2026, 8, 1))
    city.resident(NEXT, name="别处的人", surveyed_on=LATELY)
    return city


def home(city, path=HERE, role=Role.WORKER, query=""):
    return body(client_of(city.officer(path, role)).get(f"/{query}"))


def blocks(page):
    """{when: text} of the piles."""
    parts = page.split('aria-labelledby="block-')[1:]
    return {part.split('"')[0]: part for part in parts}


def test_what_is_owed_is_piled_up_by_when_it_is_due(city):
    found = blocks(home(city))
    assert list(found) == ["overdue", "week", "month", "later"]
    assert "最早应于9月9日办结" in found["overdue"] and "零就业家庭认定后20天内就业" in found["overdue"]
    assert "9月19日到期" in found["week"]
    assert "困难人员就业后每月回访" in found["month"] and "9月30日到期" in found["month"]
    assert "劳动力资源变动每季度更新" in found["later"]
    assert 'href="/duties/bx-zero-household/?when=overdue"' in found["overdue"]


def test_what_is_done_is_owed_no_more(city):
    person = city.resident(name="回访过", birth=dt.date(1985, 1, 1))
    city.determination(person, dt.date(2026, 1, 5))
    city.job(person, dt.date(2026, 3, 2))
    city.visit(person, dt.date(2026, 9, 3))
    follow_ups = blocks(home(city))["month"].split("bx-follow-up")[1]
    assert '<strong class="tabular">1</strong>' in follow_ups


def test_nothing_owed_is_said_to_be_so(city):
    assert "目前没有待办事项" in home(city, FAR)


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("/residents/?population=registered_unemployed", 5),
        ("/residents/?population=hardship", 1),
        ("/residents/?population=hardship_employed", 1),
        ("/residents/?population=candidate_4050", 1),
        ("/zero-households/?", 1),
        ("/recognitions/?state=open", 4),
    ],
)
def test_a_figure_opens_the_list_behind_it(city, address, size):
    page = home(city)
    assert f'<strong class="tabular">{size}</strong>' in page.split(f'href="{address}"')[1].split("</a>")[0]
    listed = body(client_of(city.officer()).get(address))
    assert listed.split("<tbody")[1].count("<tr") == size


def test_above_the_community_offices_stand_side_by_side(city):
    city.resident(OTHER_STREET + "001", name="也欠着", surveyed_on=LATELY)
    offices = home(city, COUNTY, Role.CLERK).split("下级办理情况")[1].split("</table>")[0]
    lines = offices.split("<tr")[2:]
    assert len(lines) == 2 and "南地街道" in lines[0] and "平山街道" in lines[1]
    numbers = [cell.split("<")[0] for cell in lines[0].split('kind-number">')[1:]]
    # Owed: three follow-ups are due in the quarter, four households, and an update of each community.
    assert numbers == ["9", "0", "0", "1", "2", "6"]
    assert 'value="0.00"' in lines[0]


def test_an_office_below_is_opened_from_above(city):
    page = home(city, CITY, Role.SUPERVISOR, f"?region={HERE}")
    assert "返回本级" in page and "南地社区" in page
    assert set(blocks(page)) == {"overdue", "week", "month", "later"}
    assert f"?when=overdue&amp;region={HERE}" in page
    assert f"/residents/?population=hardship&amp;place={HERE}" in page


def test_the_list_behind_a_figure_far_below_is_cut_to_the_place(city):
    supervisor = client_of(city.officer(CITY, Role.SUPERVISOR))
    listed = body(supervisor.get(f"/residents/?population=registered_unemployed&place={HERE}"))
    assert listed.count('<tr data-href="/residents/') == 5
    elsewhere = body(supervisor.get(f"/residents/?place={NEXT}"))
    assert "别处的人" in elsewhere and "周平" not in elsewhere


def test_the_last_quarter_is_shown_as_it_was_recorded(city):
    def outcome(pk, status, evidence=None):
        return DutyOutcome(
            duty="bx-follow-up",
            subject="resident",
            subject_id=pk,
            path=HERE,
            since=dt.date(2026, 6, 1),
            due=dt.date(2026, 6, 30),
            status=status,
            evidence=evidence,
            closed_on=dt.date(2026, 7, 1),
        )

    day = dt.date(2026, 6, 5)
    rows = [outcome(1, "done", day), outcome(2, "done", day), outcome(3, "missed"), outcome(4, "waived")]
    with city._everywhere():
        DutyOutcome.objects.bulk_create(rows)
    told = home(city).split('class="desk-closed"')[1].split("</p>")[0]
    assert "<strong>3</strong> 项" in told and "66.67%" in told and "未完成 1 项" in told
    assert "desk-closed" not in home(city, NEXT)


def test_the_auditor_sees_what_the_worker_sees(city):
    assert blocks(home(city, role=Role.AUDITOR)).keys() == blocks(home(city)).keys()


def test_the_neighbours_see_their_own(city):
    page = home(city, NEXT)
    assert set(blocks(page)) == {"later"}
    assert '<strong class="tabular">0</strong>' in page


@pytest.mark.parametrize("region", [HERE, STREET, "210502", "000000000000", "x"])
def test_nobody_looks_beyond_the_own_region(city, region):
    neighbour = client_of(city.officer(NEXT))
    assert neighbour.get(f"/?region={region.ljust(12, '0')}").status_code == 404


@pytest.mark.parametrize("path", QUERIES)
def test_the_page_costs_few_queries(city, path):
    client = client_of(city.officer(path, Role.WORKER if path == HERE else Role.CLERK))
    reading = queries_of(client, "/")
    assert len(reading) <= QUERIES[path] <= BUDGET, "\n".join(sql[:160] for sql in reading)


def figure(page, label):
    return int(page.split(f"<span>{label}</span>")[1].split('tabular">')[1].split("<")[0])


def test_a_city_remembers_its_numbers_for_a_few_minutes(city):
    seen = {path: figure(home(city, path, Role.CLERK), "就业困难人员") for path in (CITY, COUNTY, STREET)}
    late = city.resident(name="后来的", surveyed_on=LATELY)
    city.determination(late, dt.date(2026, 1, 5))
    for path, known in seen.items():
        page = home(city, path, Role.CLERK)
        assert figure(page, "就业困难人员") == known + (path == STREET)
        assert ("数字统计于" in page) is (path != STREET)
    cache.clear()
    assert figure(home(city, CITY, Role.CLERK), "就业困难人员") == seen[CITY] + 1


def test_a_ruling_on_a_duty_is_seen_by_the_city_at_once(city):
    def owed():
        return home(city, CITY, Role.CLERK).split("下级办理情况")[1].split("</table>")[0]

    before, worker = owed(), city.officer()
    household = city.household("1")
    with scope.entered(scope.WHOLE):
        Waiver.objects.create(
            duty="bx-zero-household", subject="household", subject_id=household.pk, path=HERE,
            start=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31), reason="全家外出", asked_by=worker.user,
            agreed_by=worker.user, agreed_at=dt.datetime(2026, 9, 15, tzinfo=dt.UTC),
        )  # fmt: skip
    assert owed() != before


def test_the_next_duty_is_the_one_that_is_due_first(city):
    client = client_of(city.officer())
    overdue = city.household("1")
    assert client.get("/duties/next/").headers["Location"] == f"/households/{overdue.pk}/"
    assert 'href="/duties/next/"' in home(city)
    far = client_of(city.officer(FAR))
    assert far.get("/duties/next/").headers["Location"] == "/"
    assert 'href="/duties/next/"' not in home(city, FAR)


def test_a_visit_that_is_next_opens_with_its_form(city):
    helped = city.resident(NEXT, name="李大山", surveyed_on=LATELY)
    city.determination(helped, dt.date(2026, 1, 5))
    city.job(helped, dt.date(2026, 3, 2))
    client = client_of(city.officer(NEXT))
    there = client.get("/duties/next/").headers["Location"]
    assert there == "/duties/bx-follow-up/?open=1"
    assert "data-open-first" in body(client.get(there))
    assert "data-open-first" not in body(client.get("/duties/bx-follow-up/"))


def test_the_report_and_the_last_import_are_one_click_away(city):
    worker = city.officer()
    assert 'hx-get="/desk/"' in home(city)
    assert "2026年第二季度" in body(client_of(worker).get("/desk/"))
    with scope.entered(scope.WHOLE):
        run = ImportRun.objects.create(
            region=city.regions[HERE], path=HERE, started_by=worker.user, ledger="visits", rejected=3,
            file_name="走访.xlsx", state=ImportRun.State.DONE,
        )  # fmt: skip
    told = body(client_of(worker).get("/desk/"))
    assert f'href="/imports/{run.pk}/"' in told and "退回3行待改正" in told
    assert "走访.xlsx" not in body(client_of(city.officer(NEXT)).get("/desk/"))
