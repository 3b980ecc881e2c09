"""A page of the list of residents against one SQL and an f-string, both behind all middleware."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from benchmarks.city import CITY
from benchmarks.measuring import Ratio, in_turns
from benchmarks.reports import communities
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.identity import mask
from jiceng.core.secrets import cipher
from jiceng.regions.models import Region
from jiceng.residents.models import Facts
from jiceng.residents.rules import age_on

ROUNDS = 40
DEEP = 100_000  # rows before the page
SQL = (Path(__file__).parent / "sql" / "residents_page.sql").read_text(encoding="utf-8")
STATES = ("从业人员", "登记失业人员", "就业困难人员")


def measure() -> Iterator[Ratio]:
    """The list in a community and in the city; deep in the city."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(ROOT_URLCONF="benchmarks.pages"):
        community = signed_in(communities()[3])
        city = signed_in(Region.objects.get(code=CITY.ljust(12, "0")))
        medians = in_turns({
            "community": _fetch(community, "/residents/"), "raw community": _fetch(community, "/raw/"),
            "city": _fetch(city, "/residents/"), "raw city": _fetch(city, "/raw/"),
            "deep": _fetch(city, f"/residents/?after={_key_at(DEEP)}"),
        }, ROUNDS)  # fmt: skip
    yield Ratio("list of residents, community", medians["raw community"], medians["community"], 6)
    yield Ratio("list of residents, city", medians["raw city"], medians["city"], 6)
    yield Ratio("its page after 100,000 rows (to its first)", medians["city"], medians["deep"], 1.2)


def signed_in(region: Region) -> Client:
    """A browser of a clerk of the region's office."""
    user, _ = User.objects.get_or_create(username=f"bench-{region.path}", defaults={"name": "测试员"})
    Post.objects.get_or_create(
        user=user, office=region.office, role=Role.CLERK, defaults={"start": dt.date(2020, 1, 1)}
    )
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _fetch(client: Client, address: str) -> Any:
    def run() -> None:
        response = client.get(address, HTTP_HOST="localhost")
        if response.status_code != 200 or response.content.count(b"<tr") < 51:
            raise AssertionError(f"{address}: {response.status_code}, {response.content[:500]!r}")

    return run


def _key_at(place: int) -> int:
    with scope.entered(scope.WHOLE):
        rows = Facts.objects.filter(stop=None).order_by("resident__pinyin", "resident_id")
        return rows.values_list("resident_id", flat=True)[place]


def raw(request: HttpRequest) -> HttpResponse:
    """The floor: the first page, with the same columns."""
    acting: Any = request
    place = acting.actor.scope
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"lo": place.lo, "hi": place.hi, "on": acting.today})
        rows = "".join(map(_row, cursor.fetchall()))
    return HttpResponse(f"<!doctype html><html><body><table><tr></tr>{rows}</table></body></html>")


def _row(row: tuple[Any, ...]) -> str:
    pk, name, sex, birth, secret, community, household, relation, hukou, ability, phone, *held = row
    number = mask(cipher().decrypt(secret))
    states = "、".join(word for word, holds in zip(STATES, held, strict=True) if holds)
    return (
        f'<tr><td><a href="/residents/{pk}/">{escape(name)}</a></td><td>{"女" if sex == "F" else "男"}</td>'
        f"<td>{age_on(birth, today())}</td><td>{number}</td><td>{escape(community)}</td>"
        f"<td>{escape(household or '')}</td><td>{relation or ''}</td><td>{hukou or ''}</td>"
        f"<td>{ability or ''}</td><td>{escape(phone or '')}</td><td>{states}</td></tr>"
    )


urlpatterns = [path("raw/", raw), path("", include("jiceng.urls"))]
