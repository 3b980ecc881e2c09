"""Every page to be looked at, at a desk's width and at a phone's: whole pages, into build/shots."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.shots.city import ROOT
from tests.browser import people
from tests.browser.visitor import Visitor

OUT = ROOT / "build" / "shots"
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
SOUTH, LAST, STREET = (code.ljust(12, "0") for code in (people.SOUTH, people.LAST, people.LAST[:9]))
REPORT = "/reports/bx-quarterly/{}/2026Q3/"

# Besides all that the menu leads to: addresses, and people by what is typed to find them.
FURTHER = {
    "": ["/login/", "/help/", "/help/first-day/"],
    "worker1": [
        people.FOLLOWED[0][1],
        people.JOBLESS[1],
        "/duties/bx-follow-up/",
        "/change-list/",
        REPORT.format(SOUTH),
        f"{REPORT.format(SOUTH)}cells/employed/total/",
        "/ledgers/unemployed/",
    ],
    "street2": ["/", REPORT.format(STREET), f"{REPORT.format(STREET)}children/"],
    "city": ["/", "/trends/"],
    "admin": ["/officers/new/", "/policy/upload/"],
    "auditor": ["/audit/"],
}
MENU_OF = ("worker1", "admin")


def walk(browser: Browser, address: str) -> int:
    """Take them all; how many pages were broken or too wide."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    return sum(_tour(browser, address, login) for login in FURTHER)


def _tour(browser: Browser, address: str, login: str) -> int:
    context = browser.new_context(locale="zh-CN")
    visitor = Visitor(context.new_page(), address)
    if login:
        visitor.sign_in(login)
        visitor.page.wait_for_url(f"{address}/")
    menu = _menu(visitor.page) if login in MENU_OF else []
    broken = sum(not _take(visitor, where, login) for where in (*menu, *FURTHER[login]))
    for problem in visitor.problems:
        sys.stdout.write(f"  {login}: {problem}\n")
    context.close()
    return broken + len(visitor.problems)


def _menu(page: Page) -> list[str]:
    links = page.locator("#menu a[href^='/']").all()
    return sorted({str(link.get_attribute("href")) for link in links})


def _take(visitor: Visitor, where: str, login: str) -> bool:
    """One page at every width; whether it fits them."""
    if where.startswith("/"):
        visitor.open(where)
    else:
        visitor.find(f"{where}\n")
        visitor.page.wait_for_url("**/residents/*/")
    fits = True
    for width, (across, down) in WIDTHS.items():
        visitor.page.set_viewport_size({"width": across, "height": down})
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=str(_file(where, login, width)), full_page=True)
        if (pixels := visitor.too_wide()) > 0:
            fits = False
            sys.stdout.write(f"  {where}: {pixels} px wider than {across}\n")
    return fits


def _file(where: str, login: str, width: str) -> Path:
    words = re.sub(r"\W+", "-", where).strip("-") or "home"
    return OUT / f"{login or 'nobody'}-{words}-{width}.png"
