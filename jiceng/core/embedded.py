"""The life of the embedded PostgreSQL: made on first use, shared by commands, stopped by the last.

Two locks in the cluster's folder keep order. `start.lock` is held while a command decides whether to start
or to stop the server; `users.lock` is held, shared, as long as a command uses it. Locks of a killed command
vanish with it, so whoever leaves last finds nobody else and stops the server.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from jiceng.core.cluster import SOCKET_FILE, Cluster
from jiceng.core.failures import DeploymentError

SUPERUSER = "postgres"
PREPARED = "2"  # raise it when `prepare` has something new to do in clusters that exist
STALE_LOCK_SECONDS = 10.0
READY_SECONDS = 120.0  # crash recovery of a large database takes its time
STOP_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "effective_cache_size": "1GB",
    # Cursors here are read to the end: a plan that is quick for the first rows is slow for all of them.
    "cursor_tuple_fraction": "1",
    # Work whose command was killed ends soon; it holds locks, and nobody waits for its answer.
    "client_connection_check_interval": "2s",
    # The log must not repeat statements or keys: they hold names and numbers of people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For databases of tests, which come and go: nothing but the tests is to hold one open.
WITHOUT_DURABILITY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

# The server outlives the objects that started it; they are kept to reap it when it ends.
_started: list[subprocess.Popen[bytes]] = []


@contextmanager
def running(cluster: Cluster, *, prepare: Callable[[], None]) -> Iterator[None]:
    """Hold the server for the time of the block; `prepare` runs once in the life of a cluster.

    Raises DeploymentError when the server cannot be started.
    """
    cluster.make_folder()
    with (cluster.folder / "users.lock").open("a") as users:
        with _starting(cluster):
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                cluster.make_contents()
                ensure(cluster)
                _prepare_once(cluster, prepare)
            except BaseException:
                _leave(cluster, users)
                raise
        try:
            yield
        finally:
            with _starting(cluster):
                _leave(cluster, users)


@contextmanager
def _starting(cluster: Cluster) -> Iterator[None]:
    with (cluster.folder / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def revive(cluster: Cluster) -> None:
    """Start the server again if it died under a command that holds it."""
    if not is_alive(cluster):
        with _starting(cluster):
            ensure(cluster)


def ensure(cluster: Cluster) -> None:
    """Start the server unless it runs; the caller holds the start lock."""
    if is_alive(cluster):
        _wait_until_ready(cluster, None)
        return
    if not cluster.data.exists():
        _initialise(cluster)
    deadline = time.monotonic() + STALE_LOCK_SECONDS
    while True:
        _forget_dead_server(cluster)
        if _wait_until_ready(cluster, _launch(cluster)):
            return
        # After a kill, sessions of the dead server may take a moment to notice.
        if time.monotonic() > deadline:
            raise DeploymentError(f"数据库未能启动，日志 {cluster.log} 末尾：\n{_end_of_log(cluster)}")
        time.sleep(0.5)


def is_alive(cluster: Cluster) -> bool:
    """Tell whether a server works on the cluster's data."""
    return _server_pid(cluster) is not None and (cluster.sockets / SOCKET_FILE).exists()


def _server_pid(cluster: Cluster) -> int | None:
    """Process id of the running server; a stale file, or a number used by another program, is none."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _works_in(Path(f"/proc/{pid}"), cluster.data) else None


def _forget_dead_server(cluster: Cluster) -> None:
    """Remove the lock of a dead server, once no process of it works on the data.

    PostgreSQL takes it for held as long as a process of that number exists: the dead one itself until its
    parent notices, or an unrelated one.
    """
    _started[:] = [process for process in _started if process.poll() is None]
    lock = cluster.data / "postmaster.pid"
    if lock.exists() and not any(_works_in(entry, cluster.data) for entry in Path("/proc").glob("[0-9]*")):
        lock.unlink()


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve(strict=True) == folder.resolve()
    except OSError:
        return False


def _as_account(cluster: Cluster) -> dict[str, Any]:
    """Arguments of a child process: the server's account, a clean environment, no terminal."""
    child: dict[str, Any] = {
        "cwd": "/",
        "stdin": subprocess.DEVNULL,
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    }
    if cluster.account:
        child |= {"user": cluster.account.uid, "group": cluster.account.gid, "extra_groups": []}
    return child


def _initialise(cluster: Cluster) -> None:
    """Make the cluster beside its place, so that one that was interrupted is never taken for whole."""
    for interrupted in cluster.folder.glob(".new-*"):
        shutil.rmtree(interrupted)
    draft = cluster.folder / f".new-{os.getpid()}"
    cluster.make_private(draft)
    password = cluster.folder / "password"
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(cluster.superuser_password, encoding="ascii")
    if cluster.account:
        os.chown(password, cluster.account.uid, cluster.account.gid)
    # Locale C would leave Chinese text without trigrams, and the indexes on it silently useless.
    command: list[Any] = [cluster.binaries.tool("initdb"), "-D", draft, "-U", SUPERUSER, "-E", "UTF8"]
    command += ["--locale=C.UTF-8", "--data-checksums", "-A", "scram-sha-256", "--pwfile", password]
    if not cluster.durable:
        command.append("--no-sync")
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_as_account(cluster))
    password.unlink()
    if done.returncode:
        raise DeploymentError(f"数据库未能建立：\n{done.stderr.strip()}")
    for stamp in cluster.stamps.glob("*"):
        stamp.unlink()
    draft.rename(cluster.data)


def _launch(cluster: Cluster) -> subprocess.Popen[bytes]:
    settings = SETTINGS | ({} if cluster.durable else WITHOUT_DURABILITY)
    settings["unix_socket_directories"] = str(cluster.sockets)
    command: list[Any] = [cluster.binaries.tool("postgres"), "-D", cluster.data]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with cluster.log.open("ab") as log:
        # Its own session: Ctrl-C at the terminal is for the command, which then stops the server in order.
        process = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True, **_as_account(cluster)
        )
    _started.append(process)
    return process


def _wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes] | None) -> bool:
    """Wait for an answer; False when the process we started ended instead."""
    import psycopg

    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            superuser_connection(cluster).close()
        except psycopg.OperationalError as error:
            if process is not None and process.poll() is not None:
                return False
            if time.monotonic() > deadline or "password" in str(error):
                raise DeploymentError(f"数据库没有应答：{error}") from None
            time.sleep(0.05)
        else:
            return True


def superuser_connection(cluster: Cluster, database: str = "postgres") -> Any:
    """Connect as the superuser, in autocommit; for making roles and databases only."""
    import psycopg

    return psycopg.connect(
        host=str(cluster.sockets),
        user=SUPERUSER,
        password=cluster.superuser_password,
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def _prepare_once(cluster: Cluster, prepare: Callable[[], None]) -> None:
    stamp = cluster.stamps / "prepared"
    if not stamp.exists() or stamp.read_text() != PREPARED:
        prepare()
        stamp.write_text(PREPARED)


def _leave(cluster: Cluster, users: IO[str]) -> None:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    _stop(cluster)


def _stop(cluster: Cluster) -> None:
    pid = _server_pid(cluster)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)  # fast shutdown: sessions end, nothing committed is lost
    deadline = time.monotonic() + STOP_SECONDS
    while _server_pid(cluster) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in _started:
        if process.pid == pid:
            process.wait()
            _started.remove(process)
            break


def _end_of_log(cluster: Cluster) -> str:
    return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-8:])
