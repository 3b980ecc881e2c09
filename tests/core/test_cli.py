"""The command `jiceng` as a user starts it, on the embedded database of the tests."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from psycopg import sql

from jiceng.core import deployment, roles

JICENG = Path(sys.executable).with_name("jiceng")


def jiceng(*arguments, entry=None, **environment):
    return subprocess.run(
        [JICENG, *arguments],
        input=entry,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module", autouse=True)
def _server():
    """Held once, so that no command has to start and stop it."""
    with deployment.database_server(durable=False):
        yield


def test_help_lists_the_commands_in_chinese():
    done = jiceng("help")
    assert done.returncode == 0
    assert "检查数据库的行级保护" in done.stdout


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["verify", "--format", "xml"], ["up", "--port", "x"]]
)
def test_wrong_usage_is_two(arguments):
    done = jiceng(*arguments)
    assert done.returncode == 2


def test_verify_prints_one_document():
    done = jiceng("verify", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report.keys() == {"role", "bypass", "unforced", "without_policy", "exempt"}
    assert report["bypass"] is False
    assert report["unforced"] == report["without_policy"] == []
    assert all(each["reason"] for each in report["exempt"])


def test_dbshell_is_the_application_role_without_a_scope():
    done = jiceng(
        "dbshell", "--", "-At", entry="select current_user; select count(*) from residents_resident;"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["jiceng_app", "0"]


def test_a_wrong_environment_is_told_without_a_traceback():
    done = jiceng("verify", JICENG_ENV="staging")
    assert done.returncode == 1
    assert "staging" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "setting",
    [{"JICENG_TODAY": "tomorrow"}, {"JICENG_TODAY": "2026-09-30", "JICENG_ENV": "production"}],
)
def test_a_business_date_that_cannot_be_is_told_without_a_traceback(setting):
    done = jiceng("populations", **setting)
    assert done.returncode == 1
    assert "JICENG_TODAY" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_told_without_a_traceback():
    done = jiceng("verify", DATABASE_URL="postgresql://boss:secret@127.0.0.1:1/work")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_another_postgresql_gets_the_application_role_and_the_schema():
    """The embedded server stands for a PostgreSQL that somebody else runs."""
    owner = deployment.databases()["owner"]
    name = f"external_{os.getpid()}"
    application = sql.Identifier(f"{name}_app")
    url = f"postgresql://{owner['USER']}:{owner['PASSWORD']}@/{name}?host={owner['HOST']}"
    with roles.connect(owner) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            first = jiceng("populations", DATABASE_URL=url)
            migrated = jiceng("migrate", DATABASE_URL=url)
            verified = jiceng("verify", "--format", "json", DATABASE_URL=url)
            assert first.returncode == 0, first.stderr
            assert migrated.returncode == 0, migrated.stderr
            assert verified.returncode == 0, verified.stderr
            assert json.loads(verified.stdout)["role"] == f"{name}_app"
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("drop role if exists {}").format(application))


@pytest.fixture
def port():
    """A port nobody else uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_up_serves_until_it_is_interrupted(port):
    with subprocess.Popen(
        [JICENG, "up", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_heed_interrupts,
    ) as process:
        assert any(f":{port}/" in line for line in process.stdout)
        status = _status_when_answering(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(30) == 0, rest
    assert status < 500
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)


def _heed_interrupts():
    """Tests that run in the background of a shell inherit that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _status_when_answering(url):
    for _ in range(60):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.25)
    raise AssertionError("no answer")
