"""Coming in and going out: login, a wrong password, switching posts, pages that were left open."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.visitor import Visitor


def test_an_officer_signs_in_after_a_wrong_password(enter):
    visitor = enter()
    visitor.open("/residents/")
    expect(visitor.page).to_have_url(f"{visitor.address}/login/?next=/residents/")
    visitor.sign_in("worker1", "不是这个口令")
    visitor.sees("登录名或口令不正确")
    visitor.page.fill("input[name=password]:visible", "jiceng-demo-2026")
    visitor.page.get_by_role("button", name="登录").click()
    visitor.sees("南地社区", "body")
    expect(visitor.page).to_have_url(f"{visitor.address}/")
    expect(visitor.page.locator(".shell-officer-text")).to_contain_text("社区工作人员")
    visitor.sees("11月20日", "header")


def test_the_demo_offers_its_accounts(enter):
    visitor = enter()
    visitor.open("/login/")
    visitor.page.locator(".demo-accounts button", has_text="street1").click()
    expect(visitor.page.locator(".shell-officer-text")).to_contain_text("业务经办")


def test_an_officer_of_two_posts_works_in_one_at_a_time(enter):
    visitor = enter(people.TWO_POSTS)
    post = visitor.page.locator(".shell-officer-button")
    expect(post).to_contain_text("业务经办")
    visitor.sees("下级办理情况")
    visitor.open("/residents/")
    visitor.sees("所属区划")
    post.click()
    visitor.page.get_by_role("button", name="社区工作人员").click()
    expect(post).to_contain_text("德泰社区")
    visitor.misses("下级办理情况")
    visitor.open("/residents/")
    visitor.misses("所属区划")
    visitor.misses("南地社区")


def test_who_was_idle_too_long_is_sent_to_the_login(enter):
    visitor = enter("worker3", fresh=True)
    visitor.open("/intake/")
    visitor.page.context.clear_cookies(name="sessionid")
    visitor.page.locator("#id_number").fill(people.number("19990101", 7))
    expect(visitor.page.get_by_role("button", name="登录")).to_be_visible()
    visitor.sign_in("worker3")
    expect(visitor.page).to_have_url(f"{visitor.address}/")


def test_a_page_left_open_over_a_new_login_has_expired(enter):
    visitor = enter("worker4", fresh=True)
    visitor.expected = {403}
    visitor.open("/password/")
    later = Visitor(visitor.page.context.new_page(), visitor.address)
    later.open("/")
    later.page.locator(".shell-officer-button").click()
    later.page.get_by_role("button", name="退出登录").click()
    later.sign_in("worker4")
    later.page.wait_for_url(f"{later.address}/")
    for field in ("old_password", "new_password1", "new_password2"):
        visitor.page.fill(f"#id_{field}", "another-secret-2026")
    visitor.page.keyboard.press("Enter")
    visitor.sees("页面已过期，请刷新后重新提交。", "body")
