"""The life of the embedded server, with real servers in a folder of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from jiceng.core import deployment, embedded, roles
from jiceng.core.cluster import Account, Cluster
from jiceng.core.failures import DeploymentError

HOLD = """
import sys
from jiceng.core import deployment
with deployment.database_server(durable=False):
    print("up", flush=True)
    sys.stdin.readline()
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A deployment folder below pytest's, which is closed to other accounts; its cluster is removed."""
    folder = tmp_path_factory.mktemp("embedded") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JICENG_HOME", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        yield deployment.home()
        root = deployment.cluster().root
    if root != folder:
        shutil.rmtree(root)


@pytest.fixture
def cluster(home):
    return deployment.cluster(durable=False)


def running(cluster):
    return embedded.running(cluster, prepare=lambda: roles.prepare_embedded(deployment.databases()))


def application():
    return roles.connect(deployment.databases()["default"])


@contextmanager
def other_command():
    """Another command that holds the server until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()


def test_commands_side_by_side_share_one_server_and_the_last_stops_it(cluster):
    with other_command() as first, other_command() as second, other_command() as third:
        for each in (first, second, third):
            assert each.stdout.readline() == "up\n"
        assert embedded.is_alive(cluster)
        first.stdin.close()
        first.wait(30)
        with application() as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert not embedded.is_alive(cluster)


def test_a_killed_command_leaves_the_server_to_the_next(cluster):
    with other_command() as process:
        process.stdout.readline()
        process.kill()
        process.wait()
    assert embedded.is_alive(cluster)
    with running(cluster):
        pass
    assert not embedded.is_alive(cluster)


def test_data_survive_a_killed_server_and_the_next_start_does_not_wait_for_ever(home):
    cluster = deployment.cluster()
    with running(cluster), embedded.superuser_connection(cluster, "jiceng") as connection:
        connection.execute("create table kept as select 7 as n")
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        started = time.monotonic()
        while embedded.is_alive(cluster):
            time.sleep(0.01)
        embedded.revive(cluster)
        assert time.monotonic() - started < 15
        with embedded.superuser_connection(cluster, "jiceng") as again:
            assert again.execute("select n from kept").fetchone() == (7,)
            again.execute("drop table kept")


def test_server_listens_on_a_closed_socket_only_and_asks_for_a_password(cluster):
    with running(cluster), application() as connection:
        shown = {
            name: connection.execute(f"show {name}").fetchone()[0]
            for name in ("listen_addresses", "jit", "data_checksums", "server_encoding")
        }
        assert shown == {
            "listen_addresses": "",
            "jit": "off",
            "data_checksums": "on",
            "server_encoding": "UTF8",
        }
        assert cluster.sockets.stat().st_mode & 0o077 == 0
        wrong = {**deployment.databases()["default"], "PASSWORD": "wrong"}
        with pytest.raises(psycopg.OperationalError, match="password"):
            roles.connect(wrong)


def test_chinese_text_has_trigrams(cluster):
    with running(cluster), application() as connection:
        locales = connection.execute("select distinct datctype from pg_database").fetchall()
        assert locales == [("C.UTF-8",)]
        assert connection.execute("select show_trgm('王伟明')").fetchone()[0]


def test_roles_have_no_more_rights_than_they_need(cluster):
    question = "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = %s"
    with running(cluster), application() as connection:
        assert connection.execute(question, ["jiceng_app"]).fetchone() == (False, False, False, False)
        assert connection.execute(question, ["jiceng"]).fetchone() == (False, False, True, True)


def test_the_log_repeats_no_value(cluster):
    with running(cluster), application() as connection:
        with pytest.raises(psycopg.Error):
            connection.execute("select 'secret-value'::int")
        with pytest.raises(psycopg.Error):
            connection.execute("select nothing from nowhere where name = '王伟明'")
    log = cluster.log.read_text()
    assert "nowhere" in log
    assert "王伟明" not in log


@as_root
def test_a_home_closed_to_the_account_keeps_only_a_pointer(cluster, home):
    assert cluster.root != home
    assert (home / "cluster-folder").read_text().strip() == str(cluster.root)
    assert cluster.data.stat().st_uid == cluster.account.uid
    assert home.parent.stat().st_mode & 0o077 == 0


def test_an_interrupted_first_start_is_begun_again(home):
    folder = deployment.cluster().folder
    halfway = folder / ".new-1"
    halfway.mkdir()
    (halfway / "PG_VERSION").write_text("17")
    data, kept = folder / "data", folder / "kept"
    data.rename(kept)
    try:
        with running(deployment.cluster(durable=False)), application():
            assert not halfway.exists()
        shutil.rmtree(data)
    finally:
        kept.rename(data)


@as_root
def test_binaries_out_of_reach_are_copied(home, tmp_path, monkeypatch):
    cluster = deployment.cluster()
    monkeypatch.setattr(Account, "reaches", lambda self, folder: False)
    assert cluster.binaries.prefix == cluster.root / f"programs-{cluster.source.version}"
    cluster.make_contents()
    assert subprocess.check_output([cluster.binaries.tool("postgres"), "--version"])


@as_root
def test_a_folder_of_somebody_else_is_refused(tmp_path):
    folder = tmp_path / "taken"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    home = tmp_path / "home"
    home.mkdir()
    (home / "cluster-folder").write_text(str(folder))
    with pytest.raises(DeploymentError, match="属于他人"):
        Cluster(home, "x").make_folder()


def test_data_of_another_version_are_not_taken_for_none(tmp_path):
    (tmp_path / "cluster-folder").write_text(str(tmp_path))
    (tmp_path / "postgresql-9").mkdir()
    with pytest.raises(DeploymentError, match="PostgreSQL 9"):
        _ = Cluster(tmp_path, "x").folder


def test_a_socket_path_too_long_for_the_system_gets_a_short_one(tmp_path):
    deep = tmp_path / ("很长的路径" * 8)
    deep.mkdir()
    (deep / "cluster-folder").write_text(str(deep))
    sockets = Cluster(deep, "x").sockets
    assert sockets.parent == Path("/var/tmp")
    assert Cluster(deep, "x").sockets == sockets
