"""The application role has a table that it filled looked at, and no table twice."""

from django.db import connection

from jiceng.core.models import Holiday
from jiceng.core.statistics import refresh_statistics

DAYS = 20_000


def estimated() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = 'core_holiday'")
        return int(cursor.fetchone()[0])


def fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into core_holiday (day, is_working, name)"
            " select '1900-01-01'::date + n, false, '' from generate_series(%s::int, %s::int) n",
            [first, last],
        )


def test_a_table_that_was_just_filled_is_looked_at(db):
    Holiday.objects.all().delete()
    fill(1, DAYS)
    assert estimated() < DAYS / 2
    refresh_statistics()
    assert estimated() == DAYS


def test_a_table_that_hardly_grew_is_not(db):
    Holiday.objects.all().delete()
    fill(1, DAYS)
    refresh_statistics()
    fill(DAYS + 1, DAYS + 100)
    refresh_statistics()
    assert estimated() == DAYS
