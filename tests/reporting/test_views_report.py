"""The overview and a report: who sees what, states, definitions, late entries, what differs by now."""

import re
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.residents.models import Facts, Resident
from tests.oracle.small import ACROSS, HERE
from tests.reporting.quarter import CITY, COUNTY, FORM, STREET, Quarter, prepared, text_of, url

PAGES = ("report", "report-children", "report-late", "report-submit", "report-accept", "report-return")


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def chips(page: str) -> list[str]:
    return re.findall(r'class="state state-\w+">([^<]+)<', page)


def test_the_overview_lists_five_periods_with_states_and_punctuality(quarter: Quarter) -> None:
    quarter.submit()
    quarter.on("2026-10-06")
    page = text_of(quarter.client("worker").get("/reports/"))
    periods = ["2026年第四季度", "2026年第三季度", "2026年第二季度", "2026年第一季度", "2025年第四季度"]
    assert [page.index(period) for period in periods] == sorted(page.index(period) for period in periods)
    assert chips(page) == ["草稿", "已上报", "草稿", "草稿", "草稿"]
    assert page.count("逾期未报") == 3 and page.count("未到期限") == 1
    assert "本政办发〔2009〕71号 三(三)2" in page and "2026-10-05" in page


def test_the_overview_of_a_street_tells_what_waits_for_review(quarter: Quarter) -> None:
    quarter.submit()
    page = text_of(quarter.client("clerk").get("/reports/"))
    assert "待审核1" in page and "下级对照" in page
    assert "下级对照" not in text_of(quarter.client("worker").get("/reports/"))


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        ("worker", [HERE]),
        ("clerk", [HERE, STREET]),
        ("auditor", [HERE, STREET]),
        ("city", [HERE, STREET, CITY, ACROSS]),
    ],
)
def test_officers_see_the_reports_of_their_region(quarter: Quarter, login: str, paths: list[str]) -> None:
    client = quarter.client(login)
    for path in paths:
        assert client.get(url("report", path)).status_code == 200
        assert client.get(url("report-children", path)).status_code == 200


@pytest.mark.parametrize("login", ["stranger", "far-clerk"])
@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_no_page_about_others(quarter: Quarter, login: str, page: str) -> None:
    quarter.submit()
    client = quarter.client(login)
    for path in (HERE, STREET, COUNTY, CITY):
        assert client.get(url(page, path)).status_code == 404
        if page not in ("report", "report-children", "report-late"):
            assert client.post(url(page, path), {"reason": "核实"}).status_code == 404


@pytest.mark.parametrize(
    ("period", "form"),
    [("2027Q1", FORM), ("2026-09", FORM), ("2026", FORM), ("gibberish", FORM), ("2026Q3", "no-form")],
)
def test_a_period_or_form_that_is_not_there_is_not_found(quarter: Quarter, period: str, form: str) -> None:
    address = url("report", HERE, period=period).replace(FORM, form)
    assert quarter.client("worker").get(address).status_code == 404


@pytest.mark.parametrize(
    ("login", "path", "shown", "hidden"),
    [
        ("worker", HERE, ["/export/"], ["/submit/", "/accept/", "/return/"]),
        ("clerk", HERE, ["/accept/", "/return/", "/export/"], ["/submit/"]),
        ("clerk", STREET, ["/submit/", "/export/"], ["/accept/", "/return/"]),
        ("auditor", HERE, [], ["/submit/", "/accept/", "/return/", "/export/"]),
    ],
)
def test_buttons_follow_right_and_state(
    quarter: Quarter, login: str, path: str, shown: list[str], hidden: list[str]
) -> None:
    quarter.submit()
    page = text_of(quarter.client(login).get(url("report", path)))
    own = url("report", path)
    assert [act for act in shown if f"{own}{act[1:]}" not in page] == []
    assert [act for act in hidden if f"{own}{act[1:]}" in page] == []


def test_live_figures_stand_beside_frozen_ones_where_they_differ(quarter: Quarter) -> None:
    quarter.submit()
    client, address = quarter.client("worker"), url("report")
    assert "与现有登记完全一致" in text_of(client.get(f"{address}?live=1"))
    voided = Resident.objects.filter(path=HERE, sex="F").order_by("pk")[0]
    Facts.objects.filter(resident=voided).update(voided_at="2026-10-03T00:00Z")
    assert "<ins>" not in text_of(client.get(address))
    page = text_of(client.get(f"{address}?live=1"))
    assert "<ins>-1</ins>" in page
    assert url("report-cell", HERE, "labour_resources", "female") + "?live=1" in page
    fragment = text_of(client.get(f"{address}?live=1", headers={"hx-request": "true"}))
    assert fragment.strip() in page


def test_every_row_has_its_definition_one_click_away(quarter: Quarter) -> None:
    client = quarter.client("worker")
    page = client.get(url("report"))
    for line in page.context["lines"]:
        assert f'href="{line.definition}"' in text_of(page)
        response = client.get(line.definition)
        definition = response.context["definition"]
        assert definition.article and definition.document == "本政办发〔2009〕71号"
        assert definition.formula or definition.clauses
        body = text_of(client.get(line.definition, headers={"hx-request": "true"}))
        assert body.strip() in text_of(response)
        words = re.sub(r"<[^>]+>|benxi-2009|[0-9a-f]{12}", "", body)
        assert not re.search(r"[a-z]{2,}", words)  # nothing of packs and code


def test_a_category_reads_as_sentences(quarter: Quarter) -> None:
    page = text_of(quarter.client("worker").get(url("report-definition", HERE, "registered_unemployed_4050")))
    for words in (
        "国有集体企业下岗失业登记为“是”",
        "年满40周岁的女性",
        "年满50周岁的男性",
        "当日失业登记有效，且当日未就业的居民",
        "满足以下任意一项",
    ):
        assert words in page


def test_a_frozen_report_tells_versions_then_and_now(quarter: Quarter) -> None:
    quarter.submit()
    client, address = quarter.client("worker"), url("report-definition", HERE, "employed")
    page = text_of(client.get(address))
    assert "上报时" in page and "第1版" in page and "有变动" not in page


def test_late_entries_of_a_draft_are_counted_and_then_frozen(quarter: Quarter) -> None:
    client = quarter.client("worker")
    quarter.submit()
    quarter.on("2026-12-31")
    voided = Resident.objects.filter(path=HERE, sex="F").order_by("pk")[0]
    Facts.objects.filter(resident=voided).update(voided_at="2026-12-01T00:00Z")
    draft = text_of(client.get(url("report", period="2026Q4")))
    assert f'hx-get="{url("report-late", period="2026Q4")}"' in draft
    late = text_of(client.get(url("report-late", period="2026Q4"), headers={"hx-request": "true"}))
    assert "2026年第三季度" in late and "劳动力资源" in late and "-1" in late
    assert late.strip() in text_of(client.get(url("report-late", period="2026Q4")))
    quarter.submit(period="2026Q4")
    frozen = text_of(client.get(url("report", period="2026Q4")))
    assert "已随本期上报" in frozen and "2026年第三季度" in frozen
    street = text_of(quarter.client("clerk").get(url("report", STREET, period="2026Q4")))
    assert "已上报社区的补录" in street and "2026年第三季度" in street


def test_a_running_period_says_until_when_it_counts(quarter: Quarter) -> None:
    page = text_of(quarter.client("worker").get(url("report", period="2026Q4")))
    assert "截至2026年10月3日" in page and "12月31日起可以上报" in page
    assert "/submit/" not in page


def test_the_workbook_is_given_to_who_may_export_only(quarter: Quarter) -> None:
    address = url("report-export")
    response = quarter.client("worker").post(address)
    assert response.status_code == 200 and response.content.startswith(b"PK")
    assert quarter.client("auditor").post(address).status_code == 403
    assert quarter.client("stranger").post(address).status_code == 404
    assert quarter.client("worker").get(address).status_code == 405


def test_a_frozen_report_asks_few_questions(quarter: Quarter, django_assert_max_num_queries: object) -> None:
    quarter.submit()
    client = quarter.client("worker")
    client.get("/reports/")
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.get(url("report"))
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get("/reports/")
