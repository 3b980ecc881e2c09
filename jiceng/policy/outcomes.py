"""The nightly closing: what a duty had come to when its due day was over, as known then.

Outcomes are shown beside the derived status and compared by punctuality; figures never read them. A ruling
whose duty a later correction took away stays in the table and is listed as orphaned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiceng.core.scope import WHOLE, widened
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.force import areas
from jiceng.policy.models import DutyOutcome
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.regions.models import Region

BATCH = 2000


def close_day(night: dt.date) -> int:
    """Record the duties whose due day was the eve of `night`; running it again adds nothing."""
    return close_days(night - dt.timedelta(days=1), night)


def close_days(first: dt.date, night: dt.date) -> int:
    """Record every duty due from `first` up to the eve of `night`, as known on `night`; how many were new."""
    eve = night - dt.timedelta(days=1)
    recorded = 0
    with widened(WHOLE, reason="the nightly closing covers the whole deployment"):
        for top in Region.objects.filter(parent=None):
            for area in areas(top, night):
                for duty in area.policy.all("duty"):
                    owed = [o for o in derive(area, duty, Window(first, eve, night)) if first <= o.due <= eve]
                    recorded += _record(owed, night)
    return recorded


def _record(owed: list[Owed], night: dt.date) -> int:
    officers = officers_of(owed)
    outcomes = [
        DutyOutcome(
            duty=o.duty,
            subject=o.subject,
            subject_id=o.subject_id,
            path=o.path,
            since=o.since,
            due=o.due,
            status=o.status,
            evidence=o.evidence,
            officer_id=officers.get((o.subject, o.subject_id, o.due)),
            closed_on=night,
        )
        for o in owed
    ]
    before = DutyOutcome.objects.count()
    DutyOutcome.objects.bulk_create(outcomes, batch_size=BATCH, ignore_conflicts=True)
    return DutyOutcome.objects.count() - before


def officers_of(owed: Iterable[Owed]) -> dict[tuple[str, int, dt.date], int]:
    """{(subject, id, due day): officer} of whoever was assigned on the due day; else the office answers."""
    asked: dict[str, set[tuple[int, dt.date]]] = {}
    for o in owed:
        asked.setdefault(o.subject, set()).add((o.subject_id, o.due))
    return {
        (subject, pk, day): officer
        for subject, pairs in asked.items()
        for (pk, day), officer in SUBJECTS[subject].officers(sorted(pairs)).items()
    }
