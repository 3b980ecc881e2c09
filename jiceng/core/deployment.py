"""What this deployment is: its folder, environment, keys and databases.

Read by the settings and by every command before Django is there, so nothing here imports Django
and nothing here starts a server: `database_server` does that, for the time of one command.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jiceng.core.cluster import Cluster
from jiceng.core.failures import DeploymentError

ENVIRONMENTS = ("demo", "development", "production")
DATABASE = "jiceng"
OWNER_ROLE = "jiceng"
APPLICATION_ROLE = "jiceng_app"
KEY_BYTES = 32
POOL = {"min_size": 0, "max_size": 10, "timeout": 15}


def home() -> Path:
    """Return the folder of the embedded database, the keys and the uploads; make it if missing."""
    folder = Path(os.environ.get("JICENG_HOME") or ".jiceng").absolute()
    if not folder.is_dir():
        # Root's server runs under another account, which must be able to pass through.
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    return folder


def environment() -> str:
    """Return `demo`, `development` or `production`.

    Raises DeploymentError for any other value of JICENG_ENV.
    """
    name = os.environ.get("JICENG_ENV") or "development"
    if name not in ENVIRONMENTS:
        raise DeploymentError(f"JICENG_ENV 只能是 {'、'.join(ENVIRONMENTS)}，现为：{name}")
    return name


def allowed_hosts() -> list[str]:
    """Return the host names served: this machine's, and those of JICENG_HOSTS (separated by commas)."""
    named = [name.strip() for name in os.environ.get("JICENG_HOSTS", "").split(",")]
    return ["127.0.0.1", "localhost", "[::1]", *filter(None, named)]


def idle_lock_minutes() -> float:
    """Return after how many minutes without input a page is locked: JICENG_LOCK_MINUTES, 10 unless set.

    Raises DeploymentError for what is not a number above 0.
    """
    text = os.environ.get("JICENG_LOCK_MINUTES") or "10"
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0
    if not minutes > 0:
        raise DeploymentError(f"JICENG_LOCK_MINUTES 应为大于0的分钟数，现为：{text}")
    return minutes


def key(name: str) -> bytes:
    """Return the 32 bytes of the named key, from JICENG_KEY_<NAME> (hex) or the key folder.

    A key that exists nowhere is made at random and kept, readable by its owner only.
    Raises DeploymentError when what is found is not 32 bytes in hex.
    """
    variable = f"JICENG_KEY_{name.upper()}"
    given = os.environ.get(variable)
    text, origin = (given, variable) if given else _kept_key(name)
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != KEY_BYTES:
        raise DeploymentError(f"密钥 {origin} 应为 {KEY_BYTES * 2} 位十六进制数")
    return value


def _kept_key(name: str) -> tuple[str, str]:
    folder = home() / "keys"
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{name}-{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
        try:
            # A link never replaces: of several commands that make the key at once, the first one wins.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip(), str(path)


def secret_key() -> str:
    """Return Django's signing key."""
    return key("django").hex()


def is_embedded() -> bool:
    """Tell whether this deployment runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def databases() -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: `default` is the application role, `owner` owns the schema."""
    owner = _embedded_owner() if is_embedded() else _external_owner()
    application = {
        **owner,
        "USER": APPLICATION_ROLE if is_embedded() else f"{owner['NAME']}_app",
        "PASSWORD": key("database_app").hex(),
        "OPTIONS": {**owner["OPTIONS"], "pool": dict(POOL)},
    }
    return {"default": application, "owner": owner}


def cluster(*, durable: bool = True) -> Cluster:
    """Return this deployment's embedded cluster; `durable=False` gives up fsync, for tests."""
    return Cluster(home(), superuser_password=key("database_superuser").hex(), durable=durable)


def _embedded_owner() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": OWNER_ROLE,
        "PASSWORD": key("database_owner").hex(),
        "HOST": str(cluster().sockets),
        "PORT": "",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {},
    }


def _external_owner() -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(os.environ["DATABASE_URL"])
    except ProgrammingError:
        # The message of the library would repeat the password.
        raise DeploymentError("DATABASE_URL 无法识别，应为 postgresql://用户:口令@主机:端口/库名") from None
    name, user = given.pop("dbname", None), given.pop("user", None)
    if not name or not user:
        raise DeploymentError("DATABASE_URL 必须写明用户和库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": str(given.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": given,
    }


@contextmanager
def database_server(*, durable: bool = True) -> Iterator[None]:
    """Have the database running, with its roles and extensions, for the time of the block.

    Raises DeploymentError when it cannot be started or reached.
    """
    from jiceng.core import roles

    if is_embedded():
        from jiceng.core import embedded

        with embedded.running(cluster(durable=durable), prepare=lambda: roles.prepare_embedded(databases())):
            yield
    else:
        roles.prepare_external(databases())
        yield
