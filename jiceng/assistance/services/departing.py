"""What a death ends of assistance, and what is open again when it was entered by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from jiceng.accounts.acts import Work
from jiceng.assistance import choices
from jiceng.assistance.models import Determination, Plan, UrgentNeed
from jiceng.assistance.services.deciding import AssistanceRefused
from jiceng.core.registers import refuse
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import Resident

# The spells that a death ends, each with the column of its reason and the reason.
ENDED: tuple[tuple[type[Determination] | type[Plan] | type[UrgentNeed], str, str], ...] = (
    (Determination, "exit_reason", choices.ExitReason.DIED),
    (Plan, "end_reason", choices.PlanEnd.MOVED),
    (UrgentNeed, "end_reason", choices.UrgentEnd.MOVED),
)


def end_at_death(
    sender: Any, *, resident: Resident, on: dt.date, kind: str, work: Work, **kwargs: Any
) -> None:
    """End the determinations, the plan and the urgent placement of who died.

    Raises AssistanceRefused for what begins after the death.
    """
    if kind != DepartureKind.DIED:
        return
    for model, column, reason in ENDED:
        for row in _rows(model.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident)):
            what = f"该居民{row.start}还有{model._meta.verbose_name}，请核实日期，或先作废该登记"
            refuse({"on": what} if row.start > on else {}, AssistanceRefused)
            work.amend(work.lock(row), **{"stop": on, column: reason})


def reopen_after_death(sender: Any, *, resident: Resident, on: dt.date, work: Work, **kwargs: Any) -> None:
    """A death that was entered by mistake ended none of them."""
    for model, column, reason in ENDED:
        for row in _rows(model.objects.filter(resident=resident, stop=on, **{column: reason})):
            work.amend(work.lock(row), **{"stop": None, column: ""})


def _rows(rows: Any) -> Iterable[Any]:
    return list(rows.order_by("pk"))
