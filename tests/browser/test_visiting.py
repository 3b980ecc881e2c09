"""Working through the duty list from the keyboard: two keys a row at most, and the focus goes on."""

import pytest
from playwright.sync_api import expect

from tests.browser import people

LIST = "/duties/bx-follow-up/"
OPEN_FORM = "[data-duty-form]"


class Keyboard:
    """Counts the keys that are pressed."""

    def __init__(self, visitor):
        self.visitor, self.pressed = visitor, 0

    def press(self, key):
        self.pressed += 1
        self.visitor.page.keyboard.press(key)


@pytest.fixture
def visitor(enter):
    visitor = enter("worker1")
    visitor.page.locator(".desk-piles a", has_text="每月回访").first.click()
    visitor.sees("每月回访", "h1")
    return visitor


def row_of(visitor, name):
    return visitor.page.locator("[data-duty-row]", has_text=name)


def test_a_list_is_worked_off_with_one_or_two_keys_a_row(visitor):
    page, keyboard = visitor.page, Keyboard(visitor)
    rows = page.locator("[data-duty-row]")
    names = rows.locator(".duty-who").all_inner_texts()
    assert {name for name, _ in people.FOLLOWED} <= set(names)
    expect(rows.first.locator("[data-duty-open]")).to_be_focused()
    keyboard.press("Enter")
    expect(rows.first.locator("[data-duty-save]")).to_be_focused()
    keyboard.press("Enter")
    expect(rows.first).to_contain_text("已完成")
    expect(rows.nth(1).locator("[data-duty-save]")).to_be_focused()
    keyboard.press("3")
    keyboard.press("Enter")
    expect(rows.nth(1)).to_contain_text("已记录，尚未办结")
    expect(rows.nth(2).locator("[data-duty-save]")).to_be_focused()
    keyboard.press("Enter")
    expect(rows.nth(2)).to_contain_text("已完成")
    expect(rows.nth(3).locator("[data-duty-save]")).to_be_focused()
    assert keyboard.pressed <= 2 * 3
    keyboard.press("Escape")
    expect(rows.nth(3).locator("[data-duty-open]")).to_be_focused()
    expect(page.locator(OPEN_FORM)).to_have_count(0)

    page.reload()
    left = page.locator(".duty-who").all_inner_texts()
    assert left == [names[1], *names[3:]]


def test_a_visit_is_taken_back_in_its_row(visitor):
    name, _ = people.FOLLOWED[-1]
    row = row_of(visitor, name)
    row.locator("[data-duty-open]").click()
    row.locator("[data-duty-save]").click()
    row.get_by_role("button", name="撤销").click()
    expect(row).to_contain_text("还有10天")
    expect(row.locator("[data-duty-open]")).to_be_focused()


def test_a_wrong_day_keeps_the_row_open(visitor):
    visitor.expected = {422}
    name, _ = people.FOLLOWED[-1]
    row = row_of(visitor, name)
    row.locator("[data-duty-open]").click()
    row.locator("[name=on]").fill("2026-12-24")
    row.locator("[name=on]").press("Enter")
    expect(row).to_contain_text("不能晚于今天")
    expect(row).to_contain_text("还有10天")
    expect(row.locator(OPEN_FORM)).to_be_visible()
