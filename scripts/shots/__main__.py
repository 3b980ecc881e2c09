"""`python -m scripts.shots [handbook]`: take the pictures; with `handbook`, only those of the handbook."""

from __future__ import annotations

import sys
import time

from playwright.sync_api import sync_playwright

from scripts.shots import handbook, tours
from scripts.shots.city import served
from tests.browser.conftest import ARGUMENTS, CHROMIUM


def main() -> int:
    """Both kinds of pictures; 1 when a page was broken."""
    began, broken = time.monotonic(), 0
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        size = handbook.take(browser, address)
        sys.stdout.write(f"{len(handbook.PICTURES)} pictures of the handbook, {size // 1000} kB\n")
        if "handbook" not in sys.argv:
            broken = tours.walk(browser, address)
            sys.stdout.write(f"{len(list(tours.OUT.glob('*.png')))} pictures in {tours.OUT}\n")
        browser.close()
    sys.stdout.write(f"{broken} pages broken, {time.monotonic() - began:.0f} s\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
