"""Somebody at a browser: opens pages, types, and notices what should not happen."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import ConsoleMessage, Page, Request, Response
from playwright.sync_api import expect as expect_shown

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PATIENCE = 15_000  # milliseconds; the machine may be busy
FAILED_TO_LOAD = "Failed to load resource: the server responded with a status of"
PASSWORD = "jiceng-demo-2026"

expect_shown.set_options(timeout=PATIENCE)


class Visitor:
    """A page of a browser. `problems` collects errors of the console, refusals, and calls of other hosts.

    `expected` are statuses of answers that the journey provokes.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        self.expected: set[int] = set()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._watch)
        page.on("response", self._judge)

    def open(self, path: str) -> None:
        """Go to an address of the product."""
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Fill in the login and send it."""
        self.open("/login/")
        self.page.fill("input[name=username]:visible", login)
        self.page.fill("input[name=password]:visible", password)
        self.page.keyboard.press("Enter")

    def sees(self, text: str, where: str = "main") -> None:
        """Wait until a text is shown somewhere in a part of the page."""
        expect_shown(self.page.locator(where).first).to_contain_text(text)

    def misses(self, text: str, where: str = "main") -> None:
        """Wait until a text is not shown in a part of the page."""
        expect_shown(self.page.locator(where).first).not_to_contain_text(text)

    def find(self, typed: str) -> None:
        """Type into the search box, reached by its key."""
        self.page.keyboard.press("/")
        expect_shown(self.page.locator("#search-box")).to_be_focused()
        self.page.keyboard.type(typed)

    def too_wide(self) -> int:
        """By how many pixels the page is wider than the window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def barriers(self) -> list[tuple[str, list[str]]]:
        """[(rule, the first places)] where the page breaks WCAG 2.2 AA, by axe."""
        self.page.evaluate(AXE)
        options = {"runOnly": list(WCAG), "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(options)", options)
        return [
            (each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found["violations"]
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(FAILED_TO_LOAD):
            self.problems.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"another host: {request.url}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")
