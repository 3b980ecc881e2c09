"""A third quarter in three communities that fills every row of the report, and officers who can sign in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Role
from jiceng.core.spans import parse_period
from jiceng.employment.models import Employment
from jiceng.reporting.services.filing import accept, return_, submit
from jiceng.residents.models import Resident
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.worlds import World, day, rolled_back, whole

STREET, COUNTY, CITY = HERE[:9], HERE[:6], HERE[:4]
FORM, PERIOD = "bx-quarterly", "2026Q3"
TODAY = "2026-10-03"
OFFICERS = {
    "worker": (HERE, Role.WORKER),
    "neighbour": (NEXT, Role.WORKER),
    "clerk": (STREET, Role.CLERK),
    "county": (COUNTY, Role.CLERK),
    "city": (CITY, Role.SUPERVISOR),
    "auditor": (STREET, Role.AUDITOR),
    "stranger": (ACROSS, Role.WORKER),
    "far-clerk": (ACROSS[:9], Role.CLERK),
}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


class Quarter:
    """The world with data, acts by the services, and one browser an officer."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.world, self._patch = World(), patch
        for community in (HERE, NEXT, ACROSS):
            fill(self.world, community)
        assert self.world.loaded
        self.users = {login: self._officer(login, *post) for login, post in OFFICERS.items()}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """One test: on the third day after the quarter, and nothing of it is left."""
        self.on(TODAY)
        with rolled_back():
            yield

    def _officer(self, login: str, path: str, role: str) -> User:
        user = User.objects.create(username=login, name=login)
        office = self.world.regions[path].office
        Post.objects.create(user=user, office=office, role=role, start=dt.date(2020, 1, 1))
        return user

    def on(self, today: str) -> None:
        """Go to another business date."""
        self.today = day(today)
        self._patch.setenv("JICENG_TODAY", today)

    def actor(self, login: str) -> Actor:
        """The officer as services know him."""
        path, role = OFFICERS[login]
        return Actor(self.users[login], role, path)

    def client(self, login: str) -> Client:
        """A browser in which the officer has signed in."""
        client = Client()
        client.force_login(self.users[login], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def call(self, login: str, path: str = HERE, period: str = PERIOD) -> dict[str, Any]:
        """The arguments that services take."""
        return {
            "actor": self.actor(login),
            "region": self.world.regions[path],
            "code": FORM,
            "period": parse_period(period),
            "today": self.today,
        }

    def submit(self, login: str = "worker", path: str = HERE, period: str = PERIOD) -> None:
        """Submit, as the service does it."""
        submit(**self.call(login, path, period))

    def accept(self, login: str = "clerk", path: str = HERE, period: str = PERIOD) -> None:
        """Accept, as the service does it."""
        accept(**self.call(login, path, period))

    def return_(self, login: str = "clerk", path: str = HERE, period: str = PERIOD) -> None:
        """Return, as the service does it."""
        return_(**self.call(login, path, period), reason="请核实灵活就业人数")

    def submit_street(self) -> None:
        """Both communities submit and are accepted, then the street submits."""
        for login, path in (("worker", HERE), ("neighbour", NEXT)):
            self.submit(login, path)
            self.accept("clerk", path)
        self.submit("clerk", STREET)


def employ(quarter: Quarter, path: str) -> Employment:
    """The unemployed one of the third household turns out to have worked since August."""
    person = Resident.objects.get(region=quarter.world.regions[path], birth="1979-08-08")
    return Employment.objects.create(
        resident=person,
        region=person.region,
        path=person.path,
        known_on=quarter.today,
        form="022",
        start=dt.date(2026, 8, 1),
    )


@contextmanager
def prepared(blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    """The quarter for the tests of a module."""
    with blocker.unblock(), whole(), pytest.MonkeyPatch.context() as patch:
        yield Quarter(patch)


def url(name: str, path: str = HERE, *more: Any, period: str = PERIOD) -> str:
    """The address of a page about the report of a region."""
    return reverse(name, args=[FORM, path.ljust(12, "0"), period, *more])


def text_of(response: Any) -> str:
    """The page without what changes from request to request."""
    return CHANGING.sub("", response.content.decode())


def fill(world: World, community: str) -> None:
    """People for every row and every column, some of them on the borders of the quarter."""

    def person(birth: str, sex: str = "女", household: str = "", **facts: str) -> str:
        return world.person(birth, sex, household, community, {"姓名": f"{community[-1]}{birth}", **facts})

    world.job(person("1980-02-29", 户口性质="11"), "2020-01-01", form="单位就业")
    world.job(person("1985-05-05", "男", 户口性质="20"), "2026-07-01", form="个体经营")
    world.job(person("1990-05-05", 户口性质="30"), "2021-03-01", "2026-09-30", form="转移就业")
    returner = person("1975-03-03", "男", 户口性质="20")
    world.register(returner, "2026-05-01")
    world.job(returner, "2026-08-01")
    world.job(returner, "2025-01-01", "2026-04-20")
    hardship = person("1970-04-04", "男", 户口性质="10")
    world.determine(hardship, "2025-01-01")
    world.register(hardship, "2026-01-10")
    world.job(hardship, "2026-07-15", form="公益性岗位")
    world.visit(hardship, "2026-08-20")
    unemployed = person("1983-06-06", household="1", 户口性质="10", 国有集体企业下岗失业="是")
    world.register(unemployed, "2026-03-01")
    world.determine(unemployed, "2026-04-01", "2026-09-30")
    world.recognise("1", "2026-09-01", community=community)
    resolved = person("1978-07-07", household="2", 户口性质="22")
    world.register(resolved, "2026-02-01")
    world.recognise("2", "2026-07-10", community=community)
    world.job(resolved, "2026-07-20", form="单位就业")
    world.register(person("1979-08-08", household="3", 户口性质="10"), "2026-05-05")
    world.recognise("3", "2026-06-01", "2026-09-15", community=community)
    person("2008-09-30", "男", 户口性质="10", 在校学生="是")
    person("1960-01-01", "男")
    person("1982-02-02", "男", 劳动能力="丧失")
    gone = person("1988-08-08", "男", 户口性质="10")
    world.job(gone, "2026-08-08")
    world.depart(gone, "2026-09-20")
    moved = person("1981-09-09", 户口性质="10")
    world.register(moved, "2026-06-01")
    world.move(moved, "2026-10-01", NEXT if community == HERE else HERE)
