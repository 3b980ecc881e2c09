"""The pictures of the handbook: what a reader should see, cut to what matters, into docs/manual/pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.shots.city import ROOT, TODAY
from scripts.shots.tours import REPORT, SOUTH, STREET
from tests.browser import people
from tests.browser.visitor import Visitor

OUT = ROOT / "docs" / "manual" / "pictures"
SMALL_DESK = {"width": 1366, "height": 768}
COLOURS = 128
MARGIN = 12  # pixels around what is cut out
# Hours and minutes are those of the run: real time, whatever the business date is.
REAL_TIME = ".import-head .tabular { visibility: hidden; }"
STILL = """* { transition: none !important; animation: none !important; caret-color: transparent !important; }
    .import-save { position: static !important; }"""

Opening = Callable[[Visitor], object]


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, how he gets there, and the parts that it shows; without parts, the window."""

    name: str
    login: str
    open: Opening
    parts: tuple[str, ...] = ()
    tallest: int = 768


def at(path: str) -> Opening:
    """A page by its address."""
    return lambda visitor: visitor.open(path)


def first_of(ledger: str, key: str = "") -> Opening:
    """The page of the first person of a ledger, and beside it the act of a key."""

    def opened(visitor: Visitor) -> None:
        visitor.open(ledger)
        visitor.page.locator("main table a[href^='/residents/']").first.click()
        visitor.page.wait_for_url("**/residents/*/")
        if key:
            visitor.page.keyboard.press(key)
            visitor.page.locator("#act-panel form").wait_for()

    return opened


def own_desk(visitor: Visitor) -> None:
    """The first page once the card of the first day was put away."""
    visitor.open("/")
    visitor.page.get_by_role("button", name="收起").click()
    visitor.page.locator(".first-day").wait_for(state="detached")


def searching(visitor: Visitor) -> None:
    """The hits below the search box."""
    visitor.open("/")
    visitor.find("王")
    visitor.page.locator("#search-hits a").first.wait_for()


def first_duty(visitor: Visitor) -> None:
    """A list of visits with the form of its first row."""
    visitor.open("/duties/bx-follow-up/")
    visitor.page.locator("[data-duty-open]").first.click()
    visitor.page.locator("[data-duty-save]").wait_for()


def importing(visitor: Visitor) -> None:
    """The result of an import in which two rows were wrong."""
    wrong = people.number("19901112", 945)[:-1]
    wrong += "1" if not people.number("19901112", 945).endswith("1") else "2"
    rows = [
        _row("钟离春", people.number("19850203", 940)),
        _row("尉迟红", people.number("19710506", 942)),
        _row("东方朔", wrong),
        _row("公孙策", people.number("19880214", 947)) | {"户口性质": "城镇户"},
    ]
    visitor.open("/imports/")
    visitor.page.select_option("#id_ledger", "residents")
    lines = [",".join(cells) for cells in (rows[0], *(row.values() for row in rows))]
    file = {"name": "劳动力台账.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    visitor.page.set_input_files("#id_file", file)  # type: ignore[arg-type]
    visitor.page.get_by_role("button", name="开始导入").click()
    visitor.page.locator(".import-counts").wait_for()


def last_import(visitor: Visitor) -> None:
    """The same result, opened again."""
    visitor.open("/imports/")
    visitor.page.locator("tr[data-href] a").first.click()
    visitor.page.locator("#rejects").wait_for()


def _row(name: str, number: str) -> dict[str, str]:
    return {
        "姓名": name,
        people.NUMBER: number,
        people.COMMUNITY: people.SOUTH,
        people.SURVEYED: TODAY,
        "户口性质": "10",
    }


PICTURES = (
    Picture("login", "", at("/login/"), (".sign-in-box",), 620),
    Picture("first-day", "worker1", at("/"), ("main",), 480),
    Picture("desk", "worker1", own_desk),
    Picture("search", "worker1", searching, (".shell-search", ".search-hits > *"), 420),
    Picture("person", "worker1", first_of("/unemployment/")),
    Picture("visit", "worker1", first_of("/determinations/", "f")),
    Picture("job", "worker1", first_of("/unemployment/", "j")),
    Picture("intake", "worker1", at("/intake/"), (".intake",)),
    Picture("duties", "worker1", first_duty, ("main",), 520),
    Picture("change-list", "worker1", at("/change-list/?period=2026Q3"), ("main",), 520),
    Picture("ledger", "worker1", at("/residents/"), ("main",), 480),
    Picture("official-ledger", "worker1", at("/ledgers/unemployed/"), ("#ledger",), 400),
    Picture("import", "worker1", importing, (".import-summary",)),
    Picture("rejects", "worker1", last_import, ("#rejects",), 620),
    Picture("report", "worker1", at(REPORT.format(SOUTH)), (".shell-heading", "main"), 640),
    Picture("street-desk", "street2", own_desk, ("main",), 640),
    Picture("children", "street2", at(f"{REPORT.format(STREET)}children/"), ("main",), 560),
    Picture("tasks", "street1", at("/tasks/"), ("main",), 420),
    Picture("policy", "admin", at("/policy/"), ("main .card:nth-of-type(2)",), 480),
)


def take(browser: Browser, address: str) -> int:
    """Take them all; the number of bytes."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    visitors: dict[str, Visitor] = {}
    for picture in PICTURES:
        visitor = visitors.get(picture.login) or _enter(browser, address, picture.login)
        visitors[picture.login] = visitor
        picture.open(visitor)
        (OUT / f"{picture.name}.png").write_bytes(_shot(visitor.page, picture))
    return sum(path.stat().st_size for path in OUT.glob("*.png"))


def _enter(browser: Browser, address: str, login: str) -> Visitor:
    # The Content-Security-Policy would refuse the style that hides what moves and the hour.
    context: BrowserContext = browser.new_context(locale="zh-CN", viewport=SMALL_DESK, bypass_csp=True)  # type: ignore[arg-type]
    visitor = Visitor(context.new_page(), address)
    if login:
        visitor.sign_in(login)
        visitor.page.wait_for_url(f"{address}/")
    return visitor


def _shot(page: Page, picture: Picture) -> bytes:
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content=REAL_TIME + STILL)
    whole = page.screenshot(full_page=True)
    image = Image.open(io.BytesIO(whole)).convert("RGB").crop(_box(page, picture))
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _box(page: Page, picture: Picture) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what the picture shows."""
    if not picture.parts:
        return 0, 0, SMALL_DESK["width"], min(picture.tallest, SMALL_DESK["height"])
    boxes = [page.locator(part).first.bounding_box() for part in picture.parts]
    known = [box for box in boxes if box]
    left, top = min(box["x"] for box in known), min(box["y"] for box in known)
    right = max(box["x"] + box["width"] for box in known)
    bottom = max(box["y"] + box["height"] for box in known)
    return (
        max(int(left) - MARGIN, 0),
        max(int(top) - MARGIN, 0),
        min(int(right) + MARGIN, SMALL_DESK["width"]),
        min(int(bottom) + MARGIN, int(top) + picture.tallest),
    )
