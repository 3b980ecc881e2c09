"""History by triggers: the old row is kept whenever a register row changes or goes.

The current row is the newest version, so nothing is written on insert. `changed_by` in the rows says who.

Every updated row is kept, without a look at whether anything changed: our updates raise `lock_version`. To
compare old and new rows is a join, whose plan a session keeps from the first statement it sees: made for one
row, it takes minutes for an import of 50,000.
"""

from __future__ import annotations

from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Class decorator: keep the old rows of a model in its event table, by one trigger a statement."""
    track = pghistory.track(
        pghistory.UpdateEvent("changed", row=pghistory.Old, condition=None),
        pghistory.DeleteEvent("deleted", row=pghistory.Old),
        level=pgtrigger.Statement,
        context_field=None,  # type: ignore[arg-type]  # None is documented, the annotation forgets it
        context_id_field=None,  # type: ignore[arg-type]
    )
    result: M = track(model)
    return result
