"""The list of volumes (卷宗目录): which persons and households have a bound file in a region (BX 三(三)3(3)).

A person has one while a determination of hardship is open, a household while it is recognised: the same sets
as the ledgers of assistance.
"""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.printing import typeset
from jiceng.core.spans import in_chinese
from jiceng.core.tables import shown
from jiceng.papers.services.ledgers import OfficialLedger
from jiceng.papers.services.taking import LONGEST_PRINT, taken
from jiceng.policy.force import areas
from jiceng.policy.populations import span_of
from jiceng.policy.schema import LedgerLayout
from jiceng.regions.models import Region

TEMPLATE = "papers/templates/papers/volumes.typ"
_LAYOUTS = {
    "人": {
        "code": "volumes-persons",
        "label": "卷宗目录（一人一档）",
        "population": "hardship",
        "columns": ["name", "sex", "age", "number", "community", "household", "hardship", "determined_on"],
        "sort": "name",
    },
    "户": {
        "code": "volumes-households",
        "label": "卷宗目录（一户一档）",
        "subject": "household",
        "population": "zero_household_recognised",
        "columns": ["number", "community", "head", "members", "address", "recognised_on"],
        "sort": "number",
    },
}
KINDS = {mark: LedgerLayout.model_validate(layout) for mark, layout in _LAYOUTS.items()}


def print_volumes(*, actor: Actor, region: Region, day: dt.date, today: dt.date) -> bytes:
    """The list of volumes of a region on a day as a PDF.

    Raises NotAllowed, FutureDay, TooLong, PrintFailed.
    """
    actor.require(Action.EXPORT, region.path)
    span_of(day, day, today)
    return typeset(
        TEMPLATE,
        {
            "title": "卷宗目录",
            "office": region.office.name,
            "day": in_chinese(day),
            "kinds": [_listed(actor, mark, _opened(layout, region, day)) for mark, layout in KINDS.items()],
        },
    )


def _opened(layout: LedgerLayout, region: Region, day: dt.date) -> OfficialLedger:
    asked = tuple((area, area.policy.build(layout.population, layout.subject)) for area in areas(region, day))
    return OfficialLedger(layout, None, region, day, asked)


def _listed(actor: Actor, mark: str, ledger: OfficialLedger) -> dict[str, object]:
    rows = taken(actor, ledger, "pdf", limit=LONGEST_PRINT)
    return {
        "title": f"{ledger.title}　共{len(rows)}卷",
        "heads": ["卷号", *(column.title for column in ledger.columns)],
        "widths": [4, *(column.width for column in ledger.columns)],
        "rows": [[f"{mark}{n:04d}", *map(shown, cells)] for n, cells in enumerate(rows, 1)],
    }
