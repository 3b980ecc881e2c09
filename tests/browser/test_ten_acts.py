"""The acts of a working day, one after the other at one desk, with keys, clicks and page waits counted.

The counts stand in docs/desk.md; the bounds here keep them from growing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.visitor import Visitor

WRONG_FILE = f"姓名,公民身份号码,所属社区代码\n公孙度,210502198001010000,{people.SOUTH}\n".encode()
NEWCOMER = ("公冶长青", people.number("19930811", 950))
TRIES = 40  # 2 seconds
SETTLING = ".htmx-request, .htmx-swapping, .htmx-settling"
# A practised hand by the keystroke-level model: a key, a click with its aiming, a page that comes.
KEY, CLICK, WAIT = 0.28, 1.5, 1.0
MOST_CLICKS, MOST_SECONDS = 3, 20


@dataclass
class Count:
    """What one act took. `read` are the characters that a card reader sent, which nobody typed."""

    keys: int = 0
    clicks: int = 0
    waits: int = 0
    read: int = 0

    @property
    def seconds(self) -> float:
        """The time of a practised hand."""
        return self.keys * KEY + self.clicks * CLICK + self.waits * WAIT


class Desk:
    """A page whose keys, clicks and waits are counted, act by act."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.counts: dict[str, Count] = {}
        self.now = Count()
        self.page.on("framenavigated", self._navigated)

    @contextmanager
    def act(self, name: str) -> Iterator[None]:
        """Count what is done within."""
        self.now = self.counts[name] = Count()
        yield
        self.now = Count()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, no faster than new parts of a page come to life: 20 ms."""
        for key in keys:
            expect(self.page.locator(SETTLING)).to_have_count(0)
            self.now.keys += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text, a key a character."""
        self.now.keys += len(text)
        self.page.keyboard.type(text)

    def read_card(self, number: str) -> None:
        """Lay an identity card on the reader, which types its number."""
        self.now.read += len(number)
        self.page.keyboard.type(number)

    def click(self, selector: str, **options: object) -> None:
        """Click what is found."""
        self.now.clicks += 1
        self.page.locator(selector, **options).first.click()  # type: ignore[arg-type]

    def waits_for(self, text: str, where: str) -> None:
        """Wait for a part of the page that comes by itself."""
        self.now.waits += 1
        self.visitor.sees(text, where)

    def _navigated(self, frame: object) -> None:
        if frame == self.page.main_frame:
            self.now.waits += 1


@pytest.fixture
def desk(enter):
    desk = Desk(enter("worker1", at="/"))
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return desk


def focused(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_focused()


def find_a_person(desk: Desk) -> None:
    desk.press("/")
    desk.type("oyjy")
    desk.visitor.sees(people.SOUGHT[0], "#search-hits")
    desk.press("Enter")
    desk.visitor.sees(people.SOUGHT[0], "h1")


def answer_am_i_entitled(desk: Desk) -> None:
    block = "section[aria-labelledby=eligibility-title]"
    desk.visitor.sees("差什么", block)
    desk.visitor.sees("登记失业人员", block)


def clipboard(page: Page) -> str:
    """What is copied last; the copying ends a moment after it is told."""
    for _ in range(TRIES):
        if copied := page.evaluate("navigator.clipboard.readText()"):
            break
        page.wait_for_timeout(50)
    return str(copied)


def copy_the_number(desk: Desk) -> None:
    desk.click("#person-number button")
    desk.waits_for("已复制", "#person-number")
    assert people.SOUGHT[1] in clipboard(desk.page)


def correct_the_phone(desk: Desk) -> None:
    desk.press("d")
    focused(desk.page, "#fact_value")
    desk.type("13804141234")
    desk.press("Enter")
    desk.waits_for("13804141234", "#fact-phone")


def log_a_call(desk: Desk) -> None:
    desk.press("f")
    desk.waits_for("走访", "#act-panel")
    expect(desk.page.locator("#act-panel :focus")).to_have_count(1)
    desk.press("Enter")
    desk.waits_for("登记了走访", ".act-done")


def register_a_job(desk: Desk) -> None:
    desk.press("j")
    desk.waits_for("就业登记", "#act-panel")
    focused(desk.page, "#id_form")
    desk.press("ArrowDown", "Tab", "Tab")
    desk.type("本溪钢铁厂")
    desk.press("Enter")
    desk.waits_for("从业人员", ".person-states")
    desk.visitor.sees("本溪钢铁厂", ".timeline")


def print_a_proof(desk: Desk) -> None:
    desk.press("p")
    desk.waits_for("打印", "#act-panel")
    expect(desk.page.locator(".paper-choices button").first).to_be_focused()
    with desk.page.context.expect_event("response", lambda reply: "/papers/" in reply.url) as printed:
        desk.press("Enter")
    desk.now.waits += 1
    assert printed.value.headers["content-type"] == "application/pdf"


def register_a_new_unemployed_person(desk: Desk) -> None:
    desk.click("#menu .dropdown-toggle", has_text="居民")
    desk.click("#menu a", has_text="新增居民")
    focused(desk.page, "#id_number")
    desk.read_card(NEWCOMER[1])
    desk.visitor.sees("女 · 33岁", "#intake-check")
    desk.press("Enter")
    desk.type(NEWCOMER[0])
    desk.click(".fill-today")
    desk.press("Tab", "Tab", "ArrowDown", "Control+Enter")
    desk.visitor.sees(NEWCOMER[0], ".act-done")


def take_a_list_out(desk: Desk) -> None:
    desk.click("#menu .dropdown-toggle", has_text="居民")
    desk.click("#menu a", has_text="居民台账")
    with desk.page.expect_download() as download:
        desk.click("button", has_text="导出")
    assert download.value.suggested_filename.endswith(".xlsx")


def bring_a_file_in(desk: Desk) -> None:
    desk.click("#menu .dropdown-toggle", has_text="居民")
    desk.click("#menu a", has_text="导入台账")
    desk.now.clicks += 1  # the file, in the dialog of the system
    desk.page.set_input_files("#id_file", {"name": "走访.csv", "mimeType": "text/csv", "buffer": WRONG_FILE})
    desk.page.select_option("#id_ledger", "residents")
    desk.click("button", has_text="开始导入")
    desk.waits_for("退回", ".import-counts")


def open_the_last_rejects(desk: Desk) -> None:
    desk.click("#around a", has_text="最近一次导入")
    desk.visitor.sees("校验码", "main")


def take_the_next_duty(desk: Desk) -> None:
    desk.press("x")
    desk.page.wait_for_url(re.compile("/duties/"))
    row = desk.page.locator("[data-duty-row]").first
    focused(desk.page, "[data-duty-save]")
    desk.press("Enter")
    expect(row).to_contain_text("已完成")
    desk.now.waits += 1
    row.get_by_role("button", name="撤销").click()  # the journeys of others expect it open
    expect(row).to_contain_text("到期")


FROM_HOME = (
    "take the next duty",
    "register unemployment of a new person",
    "what the last import rejected",
)
# What each act takes at most: keys, clicks, page waits.
ACTS = {
    "find a person": (find_a_person, 6, 0, 1),
    "answer “am I entitled?”": (answer_am_i_entitled, 0, 0, 0),
    "copy an identity number": (copy_the_number, 0, 1, 1),
    "correct a phone number": (correct_the_phone, 13, 0, 1),
    "log a visit or call": (log_a_call, 2, 0, 2),
    "register a job": (register_a_job, 10, 0, 2),
    "print a proof": (print_a_proof, 2, 0, 2),
    "register unemployment of a new person": (register_a_new_unemployed_person, 9, 3, 2),
    "a list into Excel": (take_a_list_out, 0, 3, 1),
    "a list from Excel": (bring_a_file_in, 0, 4, 3),
    "what the last import rejected": (open_the_last_rejects, 0, 1, 1),
    "take the next duty": (take_the_next_duty, 2, 0, 2),
}


def test_each_of_the_ten_acts_is_done_in_three_clicks_or_twenty_seconds(desk):
    for name, (do, *_) in ACTS.items():
        if name in FROM_HOME:
            desk.visitor.open("/")
        with desk.act(name):
            do(desk)
    for name, count in desk.counts.items():
        told = (name, count.keys, count.clicks, count.waits, f"{count.seconds:.0f}")
        sys.stdout.write(f"| {' | '.join(map(str, told))} |\n")
    for name, count in desk.counts.items():
        _, keys, clicks, waits = ACTS[name]
        assert count.keys <= keys and count.clicks <= clicks and count.waits <= waits, name
        assert count.clicks <= MOST_CLICKS or count.seconds <= MOST_SECONDS, name
