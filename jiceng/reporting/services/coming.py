"""Who came to a region and who left it between two spans: by where subjects are on the last days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from jiceng.policy.force import Area
from jiceng.policy.turning import Turn
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.residents.models import Facts


@dataclass(frozen=True)
class Places:
    """Who of some subjects was in place at all on the last day of a span, and who in the region."""

    anywhere: set[int]
    here: set[int]


def places(subject: str, areas: Sequence[Area], span: Span, ids: Iterable[int]) -> Places:
    """Where subjects are on the last day of a span, within `reading_all`."""
    rows = SUBJECTS[subject].located(span, False).filter(subject_id__in=sorted(ids))
    anywhere = set(rows.order_by().values_list(F("subject_id"), flat=True))
    here: set[int] = set()
    for area in areas:
        here.update(area.cut(rows).order_by().values_list(F("subject_id"), flat=True))
    return Places(anywhere, here)


def arrivals(then: Places, now: Places) -> dict[int, Turn]:
    """Why those are here now who were not."""
    return {pk: Turn("迁入本辖区" if pk in then.anywhere else "新到本市") for pk in now.here - then.here}


def departures(subject: str, then: Places, now: Places, span: Span) -> dict[int, Turn]:
    """Why those are not here any more who were; who died or left the city, with the day."""
    gone = then.here - now.here
    found = {pk: Turn("迁出本辖区" if pk in now.anywhere else "死亡或离开本市") for pk in gone}
    if subject == "resident":
        ended = Facts.objects.filter(resident__in=gone - now.anywhere, left=True, stop__lte=span.last)
        for facts in ended.order_by("stop"):
            text = facts.get_departure_display() or "死亡或离开本市"
            found[facts.resident_id] = Turn(text, facts.stop)
    return found
