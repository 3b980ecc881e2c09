"""What PostgreSQL knows of how full the tables are, refreshed after a bulk load.

Only the owner of a table may look at it anew. Until somebody does, a table that was just filled counts as
empty, and a report over a few hundred people may be planned as nested loops that take hours; autovacuum
comes only within a minute or so. So the application role may call this one function of the owner.
"""

from __future__ import annotations

from django.db import connection

# A small sample gives plans of the right shape; autovacuum takes a larger one later. Tables in the order of
# their names: two loads that end together wait for each other, but never both.
MAKE = """
create or replace function refresh_statistics() returns void
language plpgsql security definer set search_path = pg_catalog, public set default_statistics_target = 20
as $$
declare
    name text;
begin
    for name in
        select c.oid::regclass::text from pg_class c
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
          and (pg_stat_get_xact_tuples_inserted(c.oid) >= 100
               or 2 * pg_stat_get_xact_tuples_inserted(c.oid) > greatest(c.reltuples, 0)
               or pg_relation_size(c.oid) / current_setting('block_size')::int
                  > case when c.reltuples > 0 then 2 * greatest(c.relpages, 4) else 0 end)
        order by 1
    loop
        execute 'analyze ' || name;
    end loop;
end $$
"""
REMOVE = "drop function refresh_statistics()"


def refresh_statistics() -> None:
    """Look anew at the tables that got a hundred rows in this transaction, or more than doubled.

    The size that was found outlives a load that is rolled back, the distribution of the values does not: so
    size alone would leave a smaller load after a larger one that was undone without any statistics, and the
    file on disk may have doubled with nothing in it. Call it at the end of a bulk load, in its
    transaction, which keeps the locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("select refresh_statistics()")
