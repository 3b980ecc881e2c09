"""The application role has tables that it filled looked at, small ones too, also after a roll-back."""

import pytest
from django.db import connection, transaction

from jiceng.core.statistics import refresh_statistics


def estimated() -> int:
    """How many sessions the planner believes there are; -1 for never looked at."""
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = 'django_session'")
        return int(cursor.fetchone()[0])


def values_known() -> bool:
    """Whether the planner knows how the values of the sessions are distributed."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_stats where tablename = 'django_session')")
        return bool(cursor.fetchone()[0])


def fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_session (session_key, session_data, expire_date)"
            " select n::text, repeat('x', 60), now() from generate_series(%s::int, %s::int) n",
            [first, last],
        )


def test_a_table_that_was_just_filled_is_looked_at(db):
    fill(1, 20_000)
    refresh_statistics()
    assert estimated() == 20_000


@pytest.mark.django_db(transaction=True)
def test_a_small_table_is_looked_at_too():
    fill(1, 120)
    refresh_statistics()
    assert estimated() == 120


def test_a_load_after_one_that_was_rolled_back_is_looked_at(db):
    for _ in range(2):
        with transaction.atomic():
            fill(1, 20_000)
            refresh_statistics()
            assert values_known()
            transaction.set_rollback(True)
        assert not values_known()


def test_a_smaller_load_after_one_that_was_rolled_back_is_looked_at(db):
    with transaction.atomic():
        fill(1, 20_000)
        refresh_statistics()
        transaction.set_rollback(True)
    fill(1, 200)
    refresh_statistics()
    assert values_known()
