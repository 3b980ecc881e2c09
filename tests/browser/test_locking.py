"""A page left alone: covered, unreadable, and given back with what was typed in it."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.visitor import PASSWORD

NAME, NUMBER = people.SOUGHT


def test_a_page_left_alone_is_covered_and_keeps_what_was_typed(enter):
    visitor = enter("worker5", fresh=True)
    page = visitor.page
    visitor.expected = {422}
    page.clock.install()
    visitor.open("/intake/")
    page.fill("#id_name", "诸葛亮亮")
    page.clock.fast_forward("09:00")
    expect(page.locator("#lock")).to_be_hidden()
    page.fill("#id_phone", "13804140000")
    page.clock.fast_forward("09:30")
    expect(page.locator("#lock")).to_be_hidden()
    page.clock.fast_forward("01:00")
    expect(page.locator("#lock-password")).to_be_focused()
    expect(page.locator("#id_name")).to_be_hidden()
    assert page.locator("body").inner_text().count("诸葛亮亮") == 0
    assert page.evaluate("document.querySelector('.page').inert")

    other = page.context.new_page()  # the session is locked, not this page alone
    other.goto(f"{visitor.address}/residents/")
    expect(other.locator("h1")).to_have_text("页面已锁定")
    other.close()

    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    visitor.sees("口令不正确", "#unlock-told")
    page.fill("#lock-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#id_name")).to_have_value("诸葛亮亮")
    expect(page.locator("#id_phone")).to_be_focused()


def test_the_page_is_locked_by_hand_and_somebody_else_signs_in(enter):
    visitor = enter("worker6", fresh=True)
    visitor.open("/intake/")
    visitor.page.fill("#id_name", "诸葛亮亮")
    visitor.page.locator(".shell-officer-button").click()
    visitor.page.get_by_role("button", name="锁定页面").click()
    visitor.page.get_by_role("button", name="换人登录").click()
    expect(visitor.page.locator("input[name=username]:visible")).to_be_visible()
    visitor.page.go_back()
    expect(visitor.page.locator("#id_name")).to_have_count(0)
