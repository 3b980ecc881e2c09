"""What people declined to say: kept with the sighting at which they were asked (domain R3, honest blanks).

A fact that is not known was either never asked or declined; when and by whom tells the sighting. A refusal
erases nothing: where a value is known, it stays.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jiceng.residents.models import Sighting


class Refusal(NamedTuple):
    """When a person last declined to state a fact, and who had asked; the name may be blank."""

    on: dt.date
    by: str


Refusals = Mapping[str, Refusal]  # by the name of the fact


def refusals_in(sightings: Iterable[Sighting], until: dt.date) -> Refusals:
    """The latest refusal of each fact among the sightings of one person up to a day."""
    counted = [each for each in sightings if each.voided_at is None and each.on <= until]
    return {
        name: Refusal(each.on, each.surveyor)
        for each in sorted(counted, key=lambda each: (each.on, each.pk))
        for name in each.declined
    }


def refusals_of(residents: Iterable[int], until: dt.date) -> Mapping[int, Refusals]:
    """The same for several people of the scope, by the id of the resident; one query, few rows."""
    found: dict[int, list[Sighting]] = defaultdict(list)
    for each in Sighting.objects.filter(resident__in=list(residents), on__lte=until).exclude(declined=[]):
        found[each.resident_id].append(each)
    return {pk: refusals_in(sightings, until) for pk, sightings in found.items()}
