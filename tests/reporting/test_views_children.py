"""Children side by side: the figures are those of their own reports, and their sum is the parent's."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.policy.figures import reading_all
from jiceng.reporting.services.children import SideBySide, side_by_side
from jiceng.reporting.services.reports import report
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.reporting.quarter import CITY, COUNTY, STREET, Quarter, prepared, text_of, url


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def below(quarter: Quarter, path: str) -> SideBySide:
    return side_by_side(**quarter.call("city", path))


def differing(quarter: Quarter, found: SideBySide) -> list[str]:
    """The children whose cells are not those of their own report."""
    wrong = []
    for child in found.children:
        call = quarter.call("city", child.region.path)
        with reading_all():
            own = report(call["region"], call["code"], call["period"], quarter.today)
        if own.cells != child.cells:
            wrong.append(child.region.name)
    return wrong


@pytest.mark.parametrize("path", [STREET, COUNTY, CITY])
def test_every_child_shows_its_own_report(quarter: Quarter, path: str) -> None:
    assert differing(quarter, below(quarter, path)) == []
    quarter.submit()
    quarter.submit("stranger", ACROSS)
    found = below(quarter, path)
    assert differing(quarter, found) == []
    assert found.differing == []


@pytest.mark.parametrize("path", [STREET, COUNTY, CITY])
def test_children_of_a_submitted_region_sum_up_to_it(quarter: Quarter, path: str) -> None:
    quarter.submit_street()
    found = below(quarter, path)
    assert differing(quarter, found) == []
    assert found.differing == []
    call = quarter.call("city", path)
    with reading_all():
        assert found.total == report(call["region"], call["code"], call["period"], quarter.today).cells


def test_missing_and_late_ones_are_listed(quarter: Quarter) -> None:
    quarter.on("2026-10-05")
    quarter.submit()
    assert [child.region.path for child in below(quarter, STREET).missing] == [NEXT]
    quarter.on("2026-10-06")
    quarter.submit("neighbour", NEXT)
    found = below(quarter, STREET)
    assert found.missing == []
    assert [child.region.path for child in found.late] == [NEXT]
    page = text_of(quarter.client("clerk").get(url("report-children", STREET)))
    assert "迟报：德泰社区居委会" in page


def test_a_returned_report_is_missing_but_was_in_time(quarter: Quarter) -> None:
    quarter.submit()
    quarter.return_()
    quarter.on("2026-10-20")
    quarter.submit()
    assert below(quarter, STREET).late == []
    quarter.return_()
    assert [child.region.path for child in below(quarter, STREET).missing] == [HERE, NEXT]


def test_a_chosen_row_is_shown_in_every_column(quarter: Quarter) -> None:
    client, address = quarter.client("clerk"), url("report-children", STREET)
    assert client.get(address).context["headings"][0] == "劳动力资源"
    response = client.get(f"{address}?show=row-employed")
    assert response.context["headings"] == ["合计", "女", "城镇", "农村", "其他"]
    assert url("report-cell", HERE, "employed", "rural") in text_of(response)
    fragment = text_of(client.get(f"{address}?show=row-employed", headers={"hx-request": "true"}))
    assert fragment.strip() in text_of(response)
    assert client.get(f"{address}?show=gibberish").context["headings"][0] == "劳动力资源"


def test_reports_are_accepted_and_returned_from_here(quarter: Quarter) -> None:
    quarter.submit()
    page = text_of(quarter.client("clerk").get(url("report-children", STREET)))
    assert url("report-accept") in page and url("report-return") in page
    assert url("report-accept", NEXT) not in page
    auditor = text_of(quarter.client("auditor").get(url("report-children", STREET)))
    assert url("report-accept") not in auditor


def test_the_number_of_questions_does_not_grow_with_the_children(
    quarter: Quarter, django_assert_max_num_queries: object
) -> None:
    quarter.submit()
    for login, path in (("clerk", STREET), ("city", CITY)):
        client = quarter.client(login)
        client.get("/reports/")
        with django_assert_max_num_queries(50):  # type: ignore[operator]
            client.get(url("report-children", path))
