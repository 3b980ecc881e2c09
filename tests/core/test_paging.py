"""Paging by key: every row once, forwards and backwards, ascending and descending, with ties."""

import pytest
from django.db import connection
from django.db.models import F

from jiceng.core import scope
from jiceng.core.paging import Order, RowComparison, capped_count, window
from jiceng.regions.models import Region
from jiceng.residents.models import Resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    for number in range(23):
        Region.objects.create(
            code=f"L{number:011d}", path=f"99{number:02d}", level=2, name=f"名{number // 5}"
        )
    return Region.objects.all()


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("sort", ["name", "id"])
def test_every_row_is_shown_once_both_ways(regions, sort, is_descending):
    order = Order(sort, is_descending=is_descending)
    expected = [row.pk for row in order.applied(regions)]
    seen, page = [], window(regions, order, every=regions, size=4)
    assert page.before is None
    while True:
        seen += [row.pk for row in page.rows]
        if page.after is None:
            break
        last = page
        page = window(regions, order, every=regions, after=str(page.after), size=4)
    assert seen == expected
    back = window(regions, order, every=regions, before=str(page.before), size=4)
    assert [row.pk for row in back.rows] == [row.pk for row in last.rows]


def test_the_first_page_reached_backwards_has_nothing_before(regions):
    order = Order("name")
    second = window(regions, order, every=regions, after=str(order.applied(regions)[3].pk), size=4)
    first = window(regions, order, every=regions, before=str(second.before), size=4)
    assert (first.before, len(first.rows)) == (None, 4)
    assert first.after == first.rows[-1].pk


@pytest.mark.parametrize("key", ["0", "abc", "-1", "9" * 30, "²"])
def test_a_key_of_no_row_gives_the_first_page(regions, key):
    page = window(regions, Order("name"), every=regions, after=key, size=4)
    assert page.before is None and len(page.rows) == 4


def test_a_border_that_left_the_filter_still_divides(regions):
    order = Order("name")
    border = order.applied(regions)[7]
    page = window(regions.exclude(pk=border.pk), order, every=regions, after=str(border.pk), size=4)
    assert page.rows[0].pk == order.applied(regions)[8].pk


def test_the_comparison_is_of_rows(in_scope):
    with in_scope():
        rows = Order("pinyin").beyond(Resident.objects.all(), ("li", 3))
        assert '("residents_resident"."pinyin", "residents_resident"."id") > (' in str(rows.query)


def test_another_direction_is_refused():
    with pytest.raises(ValueError, match="="):
        RowComparison(F("a"), F("b"), F("c"), F("d"), direction="=")


def test_counts_stop_one_beyond_the_limit(regions):
    assert capped_count(regions, limit=10) == 11
    assert capped_count(regions, limit=100) == 23


@pytest.mark.parametrize("sort", ["pinyin", "name"])
def test_a_deep_page_reads_one_index(site, sort):
    """Under the application role and a scope, as pages run."""
    with scope.entered(scope.Scope.of("210502")):
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
            cursor.execute("set local enable_sort = off")
        order = Order(sort)
        plan = order.applied(order.beyond(Resident.objects.all(), ("m", 3)))[:50].explain()
    assert f"Index Scan using resident_by_{sort} " in plan
    assert f"Index Cond: ((({sort})::text >=" in plan or f"Index Cond: (ROW({sort}, id) >" in plan
