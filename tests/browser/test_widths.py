"""Every page of the menu, and the main ones behind it, fits a phone and a small desk, and shuts nobody out.

Nothing scrolls sideways but tables in their boxes; axe finds nothing against WCAG 2.2 AA.
"""

import pytest

from tests.browser import people

WIDTHS = (1366, 390)
REPORT = "/reports/bx-quarterly/{}/{}/"
SOUTH, STREET, CITY = (code.ljust(12, "0") for code in (people.SOUTH, people.SOUTH[:9], "2105"))
# Besides what the menu leads to. The last quarter of the south is frozen, the running one is live.
FURTHER = {
    "worker1": [
        "/",
        "/duties/bx-follow-up/",
        "/duties/bx-quarterly-update/",
        "/change-list/",
        "/intake/",
        "/password/",
        REPORT.format(SOUTH, "2026Q3"),
        REPORT.format(SOUTH, "2026Q4"),
        REPORT.format(SOUTH, "2026Q3") + "cells/employed/total/",
        REPORT.format(SOUTH, "2026Q3") + "definitions/unemployment_rate/",
        REPORT.format(SOUTH, "2026Q4") + "late/",
    ],
    "street1": ["/", REPORT.format(STREET, "2026Q3"), REPORT.format(STREET, "2026Q3") + "children/"],
    "city": ["/", f"/?region={STREET}", REPORT.format(CITY, "2026Q3")],
    "admin": ["/"],
    "auditor": ["/audit/"],
}
SHUTS_NOBODY_OUT: set[str] = set()  # pages that axe has seen; it takes its time
MENU_OF = ("worker1", "admin")
ACTS = ("visit", "record-employment", "register-unemployment", "determine", "assign", "rename", "depart")


def faults(visitor, paths):
    """What does not fit, [(address, width, pixels)], and what axe finds against WCAG 2.2 AA, in one walk."""
    found = []
    for path in paths:
        visitor.open(path)
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 844})
            if (pixels := visitor.too_wide()) > 0:
                found.append((path, width, pixels))
        if path not in SHUTS_NOBODY_OUT:
            SHUTS_NOBODY_OUT.add(path)
            found += [(path, rule, where) for rule, where in visitor.barriers()]
    return found


def menu(visitor):
    """The addresses of the menu."""
    visitor.open("/")
    links = visitor.page.locator("#menu a[href^='/']")
    return sorted({link.get_attribute("href") for link in links.all()})


@pytest.mark.parametrize("login", FURTHER)
def test_pages_fit_a_phone_and_a_desk(enter, login):
    visitor = enter(login)
    paths = menu(visitor) if login in MENU_OF else []
    assert faults(visitor, [*paths, *FURTHER[login]]) == []


def test_a_person_and_the_acts_fit_a_phone_and_a_desk(enter):
    visitor = enter("worker1")
    visitor.find(f"{people.FOLLOWED[-1][1]}\n")
    visitor.sees(people.FOLLOWED[-1][0], "h1")
    person = visitor.page.url.removeprefix(visitor.address)
    parts = ["", "why/hardship_employed/", "facts/phone/", *(f"acts/{code}/" for code in ACTS)]
    assert faults(visitor, [f"{person}{part}" for part in parts]) == []
    visitor.open(person)
    visitor.page.keyboard.press("f")
    visitor.sees("走访", "#act-panel")
    assert visitor.too_wide() == 0


def test_what_opens_in_a_row_fits_a_phone(enter):
    visitor = enter("worker1", at="/duties/bx-follow-up/", width=390)
    visitor.page.locator("[data-duty-open]").first.click()
    visitor.page.locator("[data-duty-save]").wait_for()
    assert visitor.too_wide() <= 0
    visitor.page.get_by_role("button", name="菜单").click()
    visitor.page.locator("#menu .dropdown-toggle").first.wait_for()
    assert visitor.too_wide() <= 0


def test_the_login_and_refusals_fit_a_phone_and_a_desk(enter):
    visitor = enter()
    assert faults(visitor, ["/login/"]) == []
    officer = enter("worker1")
    officer.expected = {403, 404}
    assert faults(officer, ["/officers/", "/residents/999999999/"]) == []
