"""Row-level security: what lists, searches and reports ask, with it and as a role that bypasses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections

from benchmarks.city import CITY
from benchmarks.measuring import Ratio, in_turns
from benchmarks.reports import by_product, communities
from jiceng.core import embedded, scope
from jiceng.core.clock import today
from jiceng.core.deployment import cluster
from jiceng.core.paging import window
from jiceng.core.scope import Scope
from jiceng.core.secrets import cipher
from jiceng.policy.figures import ENOUGH_MEMORY, reading_all
from jiceng.regions.models import Region
from jiceng.residents.ledgers import RESIDENTS
from jiceng.residents.models import Resident
from jiceng.residents.search import find

BOUND = 2
Statements = list[tuple[str, Any]]


def measure() -> Iterator[Ratio]:
    """Lists and searches in a community and the city, and both reports."""
    community = communities()[3]
    city = Region.objects.get(code=CITY.ljust(12, "0"))
    with _connections() as (guarded, bypassing):
        for region, name in ((community, "community"), (city, "city")):
            place = Scope.of(region.path)
            yield _ratio(f"list, {name}", _said(place, _list), place, guarded, bypassing, 200)
            for what, typed in _typed(place).items():
                said = _said(place, lambda typed=typed: find(typed, today=today()))
                yield _ratio(f"search by {what}, {name}", said, place, guarded, bypassing, 200)
            said = _said(scope.WHOLE, lambda region=region: _report(region))
            rounds = 5 if region == city else 15
            yield _ratio(f"report, {name}", said, scope.WHOLE, guarded, bypassing, rounds)


def _list() -> None:
    rows = RESIDENTS.rows(today())
    window(rows, RESIDENTS.order(""), every=rows)


def _report(region: Region) -> None:
    with reading_all():
        by_product(region)


def _typed(place: Scope) -> dict[str, str]:
    """What somebody types to find a resident of the place."""
    with scope.entered(place):
        someone = Resident.objects.order_by("id")[10]
    number = cipher().decrypt(bytes(someone.number_cipher))
    return {
        "name": someone.name, "surname": someone.name[0], "initials": someone.initials,
        "pinyin": someone.pinyin, "last four": number[-4:], "number": number,
    }  # fmt: skip


def _said(place: Scope, work: Callable[[], object]) -> Statements:
    """The queries of some work, run once to warm what is remembered and once to listen."""
    heard: Statements = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").lower().startswith(("select", "with")) and "set_config" not in sql:
            heard.append((sql, params))
        return execute(sql, params, many, context)

    with scope.entered(place):
        work()
        with connection.execute_wrapper(listen):
            work()
    return heard


@contextmanager
def _connections() -> Iterator[tuple[Any, Any]]:
    """One as the application, one as the superuser, who sees every row."""
    connection.ensure_connection()
    name = connections["default"].settings_dict
    guarded = psycopg.connect(
        dbname=name["NAME"], user=name["USER"], password=name["PASSWORD"], host=name["HOST"],
        cursor_factory=psycopg.ClientCursor,
    )  # fmt: skip
    with guarded, embedded.superuser_connection(cluster(), name["NAME"]) as bypassing:
        bypassing.autocommit = False
        bypassing.cursor_factory = psycopg.ClientCursor
        yield guarded, bypassing


def _ratio(what: str, said: Statements, place: Scope, guarded: Any, bypassing: Any, rounds: int) -> Ratio:
    for each in (guarded, bypassing):
        each.rollback()
        each.execute(
            "select set_config('app.lo', %s, true), set_config('app.hi', %s, true)", [place.lo, place.hi]
        )
        each.execute("select set_config('work_mem', %s, true)", [ENOUGH_MEMORY])
    medians = in_turns({"off": _replay(bypassing, said), "on": _replay(guarded, said)}, rounds)
    return Ratio(f"row-level security: {what}", medians["off"], medians["on"], BOUND)


def _replay(where: Any, said: Statements) -> Callable[[], None]:
    def run() -> None:
        for sql, params in said:
            where.execute(sql, params).fetchall()

    return run
