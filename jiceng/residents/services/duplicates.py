"""Pairs of residents that might be one person, for somebody to decide (peers 4.2).

The same name, and the same birth date, a number one slip away, or the same phone. A pair that somebody has
decided about is not shown again.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.secrets import cipher
from jiceng.regions.models import Region
from jiceng.residents.models import Resident
from jiceng.residents.rules import is_one_slip_away

PAIRS_SHOWN = 200
# How many pairs are looked at: a number is compared only after it was deciphered.
PAIRS_READ = 5 * PAIRS_SHOWN

_PAIRS = """
    with here as (
        select r.id, r.name, r.birth, to_char(r.birth, 'YYYYMMDD') as digits, f.phone
        from residents_resident r
        left join residents_facts f on f.resident_id = r.id and f.voided_at is null and f.stop is null
        where r.path >= %(lo)s and r.path < %(hi)s and r.voided_at is null)
    select a.id, b.id, a.birth = b.birth, coalesce(a.phone = b.phone, false)
    from here a join here b on b.name = a.name and b.id > a.id
    where (a.birth = b.birth or a.phone = b.phone
           or (select count(*) from generate_series(1, 8) i
               where substr(a.digits, i, 1) <> substr(b.digits, i, 1)) <= 2)
      and not exists (select from residents_duplicateruling d where d.voided_at is null
                      and (d.resident_id, d.other_id) in ((a.id, b.id), (b.id, a.id)))
    order by a.birth = b.birth desc, a.phone = b.phone desc nulls last, a.name, a.id, b.id
    limit %(limit)s
"""


class Suspicion(NamedTuple):
    """Two residents, and what they have in common besides the name."""

    first: Resident
    second: Resident
    reasons: tuple[str, ...]


def suspected_duplicates(region: Region) -> tuple[list[Suspicion], bool]:
    """(pairs, whether there are more) of a street or community, the likeliest first.

    The caller has checked the right to the region. Of a larger one every common name would be compared with
    itself, so it is asked street by street.
    """
    with connection.cursor() as cursor:
        bounds = {"lo": region.path, "hi": region.path + AFTER_ALL_PATHS, "limit": PAIRS_READ}
        cursor.execute(_PAIRS, bounds)
        rows = cursor.fetchall()
    wanted = {pk for row in rows for pk in row[:2]}
    people = Resident.objects.select_related("region").in_bulk(wanted)
    numbers = {pk: cipher().decrypt(bytes(each.number_cipher)) for pk, each in people.items()}
    found = []
    for a, b, is_same_birth, is_same_phone in rows:
        near = is_one_slip_away(numbers[a], numbers[b])
        reasons = (
            ("出生日期相同" if is_same_birth else ""),
            ("号码仅一处不同" if near else ""),
            ("联系电话相同" if is_same_phone else ""),
        )
        if any(reasons):
            found.append(Suspicion(people[a], people[b], tuple(filter(None, reasons))))
    return found[:PAIRS_SHOWN], len(found) > PAIRS_SHOWN or len(rows) == PAIRS_READ
