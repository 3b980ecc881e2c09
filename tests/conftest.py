"""What all tests share: a database of their own, the application role, and a scope to enter.

The environment is set here, before the settings are read, so that tests never touch a deployment of the user.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tests.site import Site

ROOT = Path(__file__).resolve().parents[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings"
os.environ["JICENG_HOME"] = str(ROOT / ".jiceng" / "test")
os.environ["JICENG_ENV"] = "development"
for _name in ("DATABASE_URL", "JICENG_TODAY"):
    os.environ.pop(_name, None)
(ROOT / ".jiceng" / "test").mkdir(mode=0o711, parents=True, exist_ok=True)
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STATIC_ROOT.mkdir(exist_ok=True)  # nothing is collected for tests
# A password takes a quarter of a second to check, on purpose; here it proves nothing.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()  # before any test module imports a model

# The same examples every time, however busy the machine is.
hypothesis.settings.register_profile("jiceng", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("jiceng")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep together in one process what shares something costly."""
    from tests.scheduling import ByFile

    return ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this process's database as the owner; `default` then connects to it as the application role.

    Tests that commit end with a flush. It needs the right to truncate, which the application role lacks, and
    would lose what migrations filled in: a fresh copy of the template takes its place.
    """
    from django.core.management.commands import flush

    from jiceng.core import deployment
    from tests.databases import ProcessDatabase

    with deployment.database_server(durable=False), pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            database = ProcessDatabase()
            database.create()
            patch.setattr(flush.Command, "handle", lambda *args, **options: database.renew())
        yield
        with django_db_blocker.unblock():
            database.drop()


@pytest.fixture
def in_scope(db: None) -> Callable[..., AbstractContextManager[None]]:
    """Give a function that enters the scope of a path, as `with in_scope("2105"):`; "" is everything."""
    from jiceng.core import scope

    return lambda path="": scope.entered(scope.Scope.of(path))


@pytest.fixture
def site(db: None) -> "Site":
    """A small city with residents, employers and officers who can sign in."""
    from tests.site import Site

    return Site()
