"""Finding a person from any page, by a few letters or a card."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import people

NAME, NUMBER = people.SOUGHT
PERSON = re.compile(r"/residents/\d+/$")


@pytest.mark.parametrize("page", ["/", "/reports/"])
def test_a_person_is_found_by_pinyin_initials(enter, page):
    visitor = enter("worker1", at=page)
    visitor.find("oyjy")
    visitor.sees(NAME, "#search-hits")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(PERSON)
    visitor.sees(NAME, "h1")


def test_a_single_hit_is_opened_by_enter(enter):
    visitor = enter("worker1")
    visitor.find("欧阳静")
    visitor.page.keyboard.press("Enter")
    visitor.sees(NAME, "h1")


def test_a_card_opens_the_person_and_leaves_no_trace_in_the_address(enter):
    visitor = enter("worker1")
    visitor.find(f"{NUMBER}\n")
    expect(visitor.page).to_have_url(PERSON)
    visitor.sees(NAME, "h1")
    visitor.sees(f"{NUMBER[:6]}********{NUMBER[-4:]}")
    visitor.misses(NUMBER, "body")


def test_the_last_four_find_whoever_has_them(enter):
    visitor = enter("worker1")
    visitor.find(NUMBER[-4:])
    visitor.sees(NAME, "#search-hits")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#search-hits a")).to_have_count(0)


def test_who_lives_elsewhere_is_only_told_by_the_office(enter):
    visitor = enter("worker15")
    visitor.find(f"{NUMBER}\n")
    visitor.sees("此人由南地社区劳动保障工作站负责")
    visitor.misses(NAME, "body")
