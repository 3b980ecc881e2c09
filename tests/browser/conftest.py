"""The demo city, served on a fixed day, and visitors who look at it through Chromium."""

from __future__ import annotations

import fcntl
import itertools
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.browser.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
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
TODAY = "2026-11-20"
START_SECONDS = 300
DESK: ViewportSize = {"width": 1366, "height": 768}

Enter = Callable[..., Visitor]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test of this folder."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser. It ends with the tests of this folder, as its driver holds an event loop."""
    if not Path(CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip(f"{CHROMIUM} is missing: sh scripts/ensure_chromium.sh")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(chromium: Browser) -> Iterator[str]:
    """Where the city is served."""
    with _free_home() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        environment = os.environ | {
            "JICENG_HOME": str(home),
            "JICENG_ENV": "demo",
            "JICENG_TODAY": TODAY,
            "DJANGO_SETTINGS_MODULE": "jiceng.settings",
        }
        command = [sys.executable, "-m", "tests.browser.serving", str(port)]
        log = (home / "server.log").open("wb")
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
        try:
            yield _answering(f"http://127.0.0.1:{port}", server, home / "server.log")
        finally:
            server.communicate()
            log.close()


@pytest.fixture(scope="package")
def profiles() -> dict[str, BrowserContext]:
    """A browser by officer, who signs in once."""
    return {}


@pytest.fixture
def enter(chromium: Browser, address: str, profiles: dict[str, BrowserContext]) -> Iterator[Enter]:
    """Open a page of an officer's browser, or of nobody's; nothing may go wrong in it.

    With `fresh` the officer signs in for this test only.
    """
    visitors: list[Visitor] = []

    def entered(login: str = "", *, at: str = "/", fresh: bool = False, width: int = 0) -> Visitor:
        profile = None if fresh else profiles.get(login)
        context = profile or chromium.new_context(locale="zh-CN", accept_downloads=True)
        visitor = Visitor(context.new_page(), address)
        visitor.page.set_viewport_size({**DESK, "width": width or DESK["width"]})
        visitors.append(visitor)
        if login and profile is None:
            visitor.sign_in(login)
            visitor.page.wait_for_url(f"{address}/")
            if not fresh:
                profiles[login] = context
        if login and visitor.page.url != address + at:
            visitor.open(at)
        return visitor

    yield entered
    for visitor in visitors:
        visitor.page.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


@contextmanager
def _free_home() -> Iterator[Path]:
    """A folder for the deployment that no other run of the tests uses at the moment."""
    for number in itertools.count():
        home = ROOT / ".jiceng" / f"browser-{number}"
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        with (home / "tests.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield home
            return


def _answering(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    """The address, once it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=5).close()
            return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    told = log.read_text(errors="replace")[-2000:]
    pytest.fail(f"the city was not served in time:\n{told}")
