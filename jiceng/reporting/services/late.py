"""Late entries: facts entered after a period was frozen, shown in the next report, never silently.

A subject counts as late where the period, recomputed now, differs from what was frozen and from the late
entries that later filings have already reported.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from django.db.models import F

from jiceng.core.spans import Period
from jiceng.policy.vocabulary import SUBJECTS
from jiceng.reporting.models import Filing, Freeze, FrozenSubject, LateEntry
from jiceng.reporting.services.counting import areas_of, counted

LOOK_BACK = 4  # periods: a year of quarters

Key = tuple[str, str, int, dt.date | None]  # row, subject, id, month of a duty


class Change(NamedTuple):
    """A subject that came into (+1) or went out of (-1) a row of an earlier period."""

    first: dt.date
    row: str
    subject: str
    subject_id: int
    since: dt.date | None
    change: int
    display: str


def late_changes(filing: Filing, today: dt.date) -> list[Change]:
    """The changes of the earlier frozen periods of the same community and form.

    The filing need not be saved: before its first act there is none.
    """
    earlier = Filing.objects.filter(
        form=filing.form, region=filing.region, first__lt=filing.first, revision__gt=0
    ).order_by("-first")[:LOOK_BACK]
    return [change for old in earlier for change in _changes_of(old, filing, today)]


def _changes_of(old: Filing, filing: Filing, today: dt.date) -> list[Change]:
    freeze = old.freezes.order_by("-revision").first()
    assert freeze is not None
    difference = Counter(_now(old, today))
    difference.subtract(_frozen(freeze))
    difference.subtract(_reported(old, filing))
    changed = {key: n for key, n in difference.items() if n}
    names = {s: SUBJECTS[s].displays([k[2] for k in changed if k[1] == s]) for s in {k[1] for k in changed}}
    return [
        Change(old.first, row, subject, pk, since, n, names[subject].get(pk, ""))
        for (row, subject, pk, since), n in sorted(
            changed.items(), key=lambda item: (item[0][:3], str(item[0][3]))
        )
    ]


def _now(old: Filing, today: dt.date) -> Counter[Key]:
    period = Period(old.first, old.last)
    return Counter(
        (row, c.subject, c.subject_id, c.since)
        for area in areas_of(old.region, period)
        for c in counted(area, area.policy.get("form", old.form), period, today)
        for row in c.rows
    )


def _frozen(freeze: Freeze) -> Counter[Key]:
    bits = {row: 1 << i for i, row in enumerate(freeze.rows)}
    rows = FrozenSubject.objects.filter(freeze=freeze).values_list("rows", "subject", "subject_id", "since")
    return Counter(
        (row, subject, pk, since)
        for hits, subject, pk, since in rows
        for row, bit in bits.items()
        if hits & bit
    )


def _reported(old: Filing, filing: Filing) -> Counter[Key]:
    """What the latest freezes of other periods have reported since the last freeze of this one."""
    latest = old.freezes.order_by("-revision").first()
    assert latest is not None
    entries = LateEntry.objects.filter(
        freeze__filing__form=old.form,
        freeze__filing__region=old.region,
        first=old.first,
        freeze__known_at__gt=latest.known_at,
        freeze__revision=F("freeze__filing__revision"),
    ).exclude(freeze__filing__first=filing.first)
    reported: Counter[Key] = Counter()
    for row, subject, pk, since, change in entries.values_list(
        "row", "subject", "subject_id", "since", "change"
    ):
        reported[row, subject, pk, since] += change
    return reported
