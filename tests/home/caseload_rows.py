"""A caseload of the community HERE and its hand-over, for the tests of strangers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.residents.models import Assignment
from jiceng.residents.services import HANDED_OVER
from tests.oracle.small import HERE
from tests.site import Site

START = dt.date(2026, 1, 1)


def a_caseload(site: Site) -> dict[str, Any]:
    """That of the worker: the first resident."""
    resident, user = site.residents[HERE][0], site.posts["worker"].user
    with scope.entered(scope.WHOLE):
        place = {"region": resident.region, "path": HERE, "known_on": START}
        if not Assignment.objects.filter(resident=resident).exists():
            Assignment.objects.create(resident=resident, officer=user, start=START, **place)
    return {"pk": user.pk}


def a_hand_over(site: Site) -> dict[str, Any]:
    """That caseload, handed to somebody by the administrator."""
    user, officer = site.posts["administrator"].user, a_caseload(site)["pk"]
    with scope.entered(scope.WHOLE):
        pk = Assignment.objects.get(officer=officer).pk
        rows = [["residents.assignment", pk, None, 0]]
        detail = {"officer": officer, "to": officer, "on": "2026-01-01", "area": None, "rows": rows}
        made = AuditEntry.objects.create(
            user=user, role="administrator", action=HANDED_OVER, path=HERE, detail=detail
        )
    return {"pk": made.pk}
