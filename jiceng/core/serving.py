"""The web server and the background worker, as two children of one command."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.core.management import CommandError, call_command
from django.db import connections

from jiceng.core import clock, deployment, embedded

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
STOP_SECONDS = 20
WEB_STOP_SECONDS = 5
WEB_WORKERS = 2
# Each blocking thread holds one pooled connection while it answers; more requests than that wait in line.
BLOCKING_THREADS = 8
BACKPRESSURE = 32
PR_SET_PDEATHSIG = 1  # prctl(2)


def default_port() -> int:
    """Return the port of PORT, else 8000."""
    return int(os.environ.get("PORT") or DEFAULT_PORT)


def serve(port: int) -> None:
    """Serve pages on the port and work off jobs until interrupted; the embedded database is kept alive.

    Raises CommandError when the port is taken, or when one of the two ends by itself.
    """
    _require_free(port)
    clock.today()  # a wrong JICENG_TODAY is told now, not by every page
    call_command("collectstatic", interactive=False, verbosity=0)
    # The children open their own connections.
    connections.close_all()
    children = {"网页服务": _start_web(port), "后台任务": _start_worker()}
    sys.stdout.write(f"已启动：http://{HOST}:{port}/ (按 Ctrl-C 结束)\n")
    sys.stdout.flush()
    try:
        _watch(children)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(children)


def _require_free(port: int) -> None:
    """Two servers on one port would both start, and share the requests between them."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                f"端口 {port} 已被占用，请用 --port 或 PORT 指定其他端口", returncode=1
            ) from None


def _start(*module: str) -> subprocess.Popen[bytes]:
    """Start a Python module in a session of its own: Ctrl-C is for us, who then stop it in order."""
    return subprocess.Popen(
        [sys.executable, "-m", *module], start_new_session=True, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed: nobody else would."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start_web(port: int) -> subprocess.Popen[bytes]:
    settings = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": port,
        "--workers": WEB_WORKERS,
        "--blocking-threads": BLOCKING_THREADS,
        "--backpressure": BACKPRESSURE,
        # A worker told to stop while it starts may never do so.
        "--workers-kill-timeout": WEB_STOP_SECONDS,
        "--log-level": "warning",
    }
    arguments = [str(part) for setting in settings.items() for part in setting]
    return _start("granian", *arguments, "--respawn-failed-workers", "jiceng.wsgi:application")


def _start_worker() -> subprocess.Popen[bytes]:
    return _start("django", "procrastinate", "worker")


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        time.sleep(0.5)
        for name, child in children.items():
            if child.poll() is not None:
                raise CommandError(f"{name}已退出(代码 {child.returncode})")
        if deployment.is_embedded():
            embedded.revive(deployment.cluster())


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
        # Whoever of its session is left, such as a worker of a web server that was killed.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
