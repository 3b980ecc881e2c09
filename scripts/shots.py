"""Take a picture of every main page of the demo, at a desk's width and at a phone's: `make shots`.

The pictures lie in build/shots, to be looked at. The demo has a home of its own; no user's data is touched.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".jiceng" / "shots"
OUT = ROOT / "build" / "shots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
START_SECONDS = 900
RESIDENTS = os.environ.get("RESIDENTS", "20000")

# Who looks at what: a login of the demo, and addresses; `.person` is the first person of the list.
TOURS: dict[str, list[tuple[str, str]]] = {
    "worker1": [
        ("home", "/"),
        ("residents", "/residents/"),
        ("person", ".person"),
        ("intake", "/intake/"),
        ("duties", "/duties/bx-follow-up/"),
        ("change-list", "/change-list/"),
        ("imports", "/imports/"),
        ("reports", "/reports/"),
    ],
    "street1": [("street-home", "/"), ("street-reports", "/reports/")],
    "city": [("city-home", "/"), ("city-residents", "/residents/")],
    "admin": [("officers", "/officers/"), ("packs", "/policy/"), ("audit", "/audit/")],
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo() -> Iterator[str]:
    """The demo, served; its address."""
    port = free_port()
    environment = os.environ | {"JICENG_HOME": str(HOME), "JICENG_ENV": "demo", "PORT": str(port)}
    command = [str(ROOT / ".venv/bin/jiceng"), "demo", "--serve", "--residents", RESIDENTS]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/login/", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the page answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit(f"the demo ended with {server.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    sys.exit("the demo did not start in time")


def accounts() -> dict[str, str]:
    """Login and password of the demo's officers."""
    listed = json.loads((HOME / "demo" / "accounts.json").read_text(encoding="utf-8"))
    return {account["login"]: account["password"] for account in listed}


def sign_in(page: Page, address: str, login: str, password: str) -> None:
    """Sign in by the form."""
    page.goto(f"{address}/login/")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def tour(browser: Browser, address: str, login: str, password: str, size: tuple[str, tuple[int, int]]) -> int:
    """Walk the pages of one officer at one width; how many were broken."""
    name, (width, height) = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page, broken = context.new_page(), 0
    sign_in(page, address, login, password)
    for shot, where in TOURS[login]:
        broken += not take(page, address, where, OUT / f"{shot}-{name}.png")
    context.close()
    return broken


def take(page: Page, address: str, where: str, target: Path) -> bool:
    """One picture; whether the page answered and fits its width."""
    if where == ".person":
        page.goto(f"{address}/residents/")
        where = page.locator("main table a[href^='/residents/']").first.get_attribute("href") or "/"
    answer = page.goto(f"{address}{where}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(target), full_page=True)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    fine = answer is not None and answer.ok and overflow <= 0
    if not fine:
        status = answer.status if answer else "-"
        sys.stdout.write(f"  {where}: {status}, {overflow} px wider than the window\n")
    return fine


def main() -> int:
    """Every tour at every width."""
    OUT.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        take(page, address, "/login/", OUT / "login-desk.png")
        passwords = accounts()
        broken = sum(
            tour(browser, address, login, passwords[login], size)
            for login in TOURS
            for size in WIDTHS.items()
        )
        browser.close()
    sys.stdout.write(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}, {broken} pages broken\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
