"""A small city of the demo, filled anew and served on a fixed day, so that pictures are the same each time.

It has a home of its own; no user's data is touched.
"""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".jiceng" / "shots"
TODAY = "2026-11-20"
RESIDENTS = "3000"
START_SECONDS = 900


@contextmanager
def served() -> Iterator[str]:
    """The city, served; its address."""
    HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "JICENG_HOME": str(HOME),
        "JICENG_ENV": "demo",
        "JICENG_TODAY": TODAY,
        "DJANGO_SETTINGS_MODULE": "jiceng.settings",
    }
    command = [sys.executable, "-m", "tests.browser.serving", str(port), RESIDENTS]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/login/", server)
        yield address
    finally:
        server.communicate()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit(f"the city ended with {server.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    sys.exit("the city did not start in time")
