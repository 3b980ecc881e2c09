import stat

import pytest

from jiceng.core import deployment
from jiceng.core.failures import DeploymentError


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("JICENG_HOME", str(tmp_path / "home"))


def test_home_is_made_and_its_keys_are_closed():
    key = deployment.key("identity")
    path = deployment.home() / "keys" / "identity"
    assert bytes.fromhex(path.read_text()) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_stays_and_differs_from_another():
    assert deployment.key("identity") == deployment.key("identity")
    assert deployment.key("identity") != deployment.key("other")
    assert len(deployment.key("other")) == 32


def test_a_key_of_the_environment_is_used_and_not_kept(monkeypatch):
    monkeypatch.setenv("JICENG_KEY_IDENTITY", "ab" * 32)
    assert deployment.key("identity") == b"\xab" * 32
    assert not (deployment.home() / "keys").exists()


@pytest.mark.parametrize("text", ["ab", "xyz", "ab" * 33])
def test_a_malformed_key_is_refused(monkeypatch, text):
    monkeypatch.setenv("JICENG_KEY_IDENTITY", text)
    with pytest.raises(DeploymentError, match="JICENG_KEY_IDENTITY"):
        deployment.key("identity")


def test_environment_is_one_of_three(monkeypatch):
    monkeypatch.delenv("JICENG_ENV", raising=False)
    assert deployment.environment() == "development"
    monkeypatch.setenv("JICENG_ENV", "production")
    assert deployment.environment() == "production"
    monkeypatch.setenv("JICENG_ENV", "staging")
    with pytest.raises(DeploymentError, match="staging"):
        deployment.environment()


def test_embedded_databases_differ_by_role():
    databases = deployment.databases()
    assert databases["default"]["USER"] == "jiceng_app"
    assert databases["owner"]["USER"] == "jiceng"
    assert databases["default"]["PASSWORD"] != databases["owner"]["PASSWORD"]
    assert databases["default"]["OPTIONS"]["pool"]
    assert databases["default"]["CONN_MAX_AGE"] == 0


def test_another_postgresql_is_taken_from_the_url(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:s%40fe@db.example:5433/work?sslmode=require")
    databases = deployment.databases()
    owner, application = databases["owner"], databases["default"]
    assert (owner["NAME"], owner["USER"], owner["PASSWORD"]) == ("work", "boss", "s@fe")
    assert (owner["HOST"], owner["PORT"], owner["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})
    assert application["USER"] == "work_app"
    assert application["PASSWORD"] == deployment.key("database_app").hex()


@pytest.mark.parametrize(
    "url", ["secret@@", "postgresql://db.example/work", "postgresql://boss:secret@db.example"]
)
def test_an_incomplete_url_is_refused_without_repeating_it(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(DeploymentError) as refused:
        deployment.databases()
    assert "secret" not in str(refused.value)


def test_hosts_of_the_environment_are_added(monkeypatch):
    monkeypatch.setenv("JICENG_HOSTS", "jiceng.example, 10.0.0.8")
    assert deployment.allowed_hosts()[-2:] == ["jiceng.example", "10.0.0.8"]
