"""A report on its way up: submitted, returned with a reason, submitted again, accepted, locked, opened."""

import pytest
from playwright.sync_api import expect

from tests.browser import people

REPORT = "/reports/bx-quarterly/{}/2026Q3/"
RETURNED, LAST, STREET, OTHER_STREET, COUNTY = (
    REPORT.format(code.ljust(12, "0"))
    for code in (people.RETURNED, people.LAST, people.LAST[:9], people.SOUTH[:9], people.LAST[:6])
)
REASON = "灵活就业人数与就业台账不一致，请核对"


@pytest.fixture
def officer(enter):
    """Give a browser to each officer once."""
    known = {}

    def of(login):
        known.setdefault(login, None)
        known[login] = known[login] or enter(login)
        return known[login]

    return of


def submit(visitor, report):
    visitor.open(report)
    visitor.page.get_by_role("link", name="上报", exact=True).click()
    visitor.page.get_by_role("button", name="确认上报").click()
    visitor.sees("报表已上报")


def accept(visitor, report):
    visitor.open(report)
    visitor.page.get_by_role("button", name="审核通过").click()
    visitor.sees("审核通过")


def state(visitor, report):
    visitor.open(report)
    return visitor.page.locator(".report-standing dd").first.inner_text()


def names_behind_employed(visitor, report):
    """The names behind the first cell of those at work."""
    visitor.open(report)
    line = visitor.page.locator(".report-table tbody tr", has_text="从业人员").first
    figure = int(line.locator("td a").first.inner_text())
    line.locator("td a").first.click()
    visitor.sees("一致")
    names = visitor.page.locator("#people tbody td:first-child").all_inner_texts()
    assert len(names) == figure
    return names


def test_a_report_goes_up_to_the_city_and_opens_into_its_people(officer):
    worker, clerk = officer("worker15"), officer("street2")
    submit(worker, LAST)

    clerk.open(f"{STREET}children/")
    line = clerk.page.locator(".children-table tbody tr", has_text="群策社区")
    line.get_by_role("link", name="退回").click()
    clerk.page.get_by_role("button", name="确认退回").click()
    expect(clerk.page.locator("#id_reason:invalid")).to_have_count(1)
    clerk.page.fill("#id_reason", REASON)
    clerk.page.get_by_role("button", name="确认退回").click()
    expect(line).to_contain_text("已退回")

    assert "已退回" in state(worker, LAST)
    worker.sees(REASON)
    live = names_behind_employed(worker, LAST)
    submit(worker, LAST)
    assert "第2版" in state(worker, LAST)
    before = names_behind_employed(worker, LAST)
    assert people.COUNTED[0] in before and sorted(before) == sorted(live)
    submit(officer("worker10"), RETURNED)

    for report in (LAST, RETURNED):
        accept(clerk, report)
    submit(clerk, STREET)
    county = officer("county")
    for report in (STREET, OTHER_STREET):
        accept(county, report)
    submit(county, COUNTY)
    city = officer("city")
    accept(city, COUNTY)
    assert "已锁定" in state(city, COUNTY)
    assert "已锁定" in state(worker, LAST)

    rename(worker, people.COUNTED, "上官文绣")
    assert names_behind_employed(worker, LAST) == before
    assert names_behind_employed(city, LAST) == before
    city.open(COUNTY)
    city.page.locator(".report-table tbody tr", has_text="从业人员").first.locator("td a").first.click()
    city.sees("一致")


def rename(visitor, person, name):
    visitor.open("/")
    visitor.find(f"{person[1]}\n")
    visitor.sees(person[0], "h1")
    visitor.page.keyboard.press("n")
    expect(visitor.page.locator("#id_name")).to_be_focused()
    visitor.page.fill("#id_name", name)
    visitor.page.keyboard.press("Enter")
    visitor.sees(name, "h1")


def test_a_running_report_cannot_be_submitted_yet(enter):
    visitor = enter("worker1", at="/reports/")
    visitor.page.locator("main table a", has_text="2026年第四季度").click()
    visitor.sees("本期尚未结束")
    expect(visitor.page.get_by_role("link", name="上报", exact=True)).to_have_count(0)


def test_every_number_tells_its_definition(enter):
    visitor = enter("worker1", at=REPORT.format(people.SOUTH))
    visitor.page.locator(".report-table tbody tr", has_text="登记失业人员").locator(
        ".definition-link"
    ).first.click()
    visitor.sees("三(三)", "#definition")


def test_two_streets_stand_side_by_side(enter):
    visitor = enter("county", at="/reports/bx-quarterly/210502000000/2026Q2/children/")
    rows = visitor.page.locator(".children-table tbody tr")
    expect(rows.filter(has_text="南地街道")).to_contain_text("已锁定")
    expect(rows.filter(has_text="东明街道")).to_contain_text("已锁定")
    expect(visitor.page.locator(".children-table tfoot")).to_contain_text("等于下级合计")
