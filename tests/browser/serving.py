"""The demo city behind the browser tests, in a process of its own:
`python -m tests.browser.serving PORT [RESIDENTS]`.

It is filled anew each time and served until standard input ends, which it does when the tests are over or
killed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def main() -> None:
    """Fill and serve."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_end_with_input, daemon=True).start()
    import django

    from jiceng.core import deployment

    with deployment.database_server(durable=False):
        django.setup()
        from jiceng.core.serving import serve
        from tests.browser.filling import RESIDENTS, fill_city

        fill_city(int(sys.argv[2]) if len(sys.argv) > 2 else RESIDENTS)
        serve(int(sys.argv[1]))


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
