"""Taking in a new person, and a job that ends a registration: seen before, saved, undone."""

from playwright.sync_api import expect

from tests.browser import people

NEWCOMER = ("令狐春燕", people.number("19920717", 930))


def test_a_new_person_is_registered_as_unemployed_on_one_page(enter):
    visitor = enter("worker1", at="/intake/")
    page, (name, number) = visitor.page, NEWCOMER
    expect(page.locator("#id_number")).to_be_focused()
    page.keyboard.type(number)
    visitor.sees("女 · 34岁 · 1992年7月17日出生", "#intake-check")
    page.keyboard.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type(name)
    page.fill("#id_household_number", "9301")
    page.locator(".fill-today").click()
    expect(page.locator("#id_registered_on")).to_have_value("2026-11-20")
    page.select_option("#id_reason", "20")
    page.keyboard.press("Control+Enter")
    visitor.sees(name, ".act-done")
    page.locator(".act-done a", has_text=name).click()
    visitor.sees(name, "h1")
    visitor.sees("登记失业人员", ".person-states")
    visitor.sees("9301", ".person-ids")
    visitor.sees("失业登记", ".timeline")


def test_a_number_with_a_wrong_digit_is_told_at_once(enter):
    visitor = enter("worker1", at="/intake/")
    wrong = NEWCOMER[1][:-1] + ("0" if NEWCOMER[1][-1] != "0" else "1")
    visitor.page.keyboard.type(wrong)
    visitor.sees("公民身份号码有误", "#intake-check")


def test_who_is_on_file_is_offered_instead_of_a_second_registration(enter):
    visitor = enter("worker1", at="/intake/")
    visitor.page.keyboard.type(people.SOUGHT[1])
    visitor.sees("已登记在册", "#intake-check")
    visitor.page.locator("#intake-check a").click()
    visitor.sees(people.SOUGHT[0], "h1")


def test_a_job_says_what_it_ends_and_can_be_undone(enter):
    visitor = enter("worker1")
    page = visitor.page
    visitor.find(f"{people.JOBLESS[1]}\n")
    visitor.sees("登记失业人员", ".person-states")
    page.keyboard.press("j")
    expect(page.locator("#id_form")).to_be_focused()
    page.fill("#id_start", "2026-11-18")
    page.keyboard.press("Tab")
    visitor.sees("2026-09-15的失业登记自2026-11-18起失效", "#act-notes")
    page.select_option("#id_form", "010")
    page.fill("#id_employer_name", "本溪钢铁厂")
    page.keyboard.press("Enter")
    visitor.sees("从业人员", ".person-states")
    visitor.misses("登记失业人员", ".person-states")
    visitor.sees("本溪钢铁厂", ".timeline")
    page.locator(".act-done button", has_text="撤销").click()
    visitor.sees("登记失业人员", ".person-states")
    visitor.sees("已作废：录入错误", ".timeline")


def test_a_wrong_entry_is_told_where_it_was_made(enter):
    visitor = enter("worker1")
    visitor.expected = {422}
    visitor.find(f"{people.SOUGHT[1]}\n")
    visitor.sees(people.SOUGHT[0], "h1")
    visitor.page.keyboard.press("s")
    visitor.page.fill("#id_on", "2026-12-01")
    visitor.page.keyboard.press("Enter")
    visitor.sees("不能晚于今天", "#act-panel")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#act-panel form")).to_have_count(0)
