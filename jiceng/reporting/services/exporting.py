"""Taking a report out of the system: asked for and audited."""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.regions.models import Region
from jiceng.reporting.services.reports import report
from jiceng.reporting.services.sheets import write_sheet

EXPORTED = sentence("export_report", "导出报表")


def export_report(
    *, actor: Actor, region: Region, code: str, period: Period, today: dt.date, live: bool = False
) -> bytes:
    """The workbook of a report as it stands, or with `live` as computed now. It names nobody."""
    actor.require(Action.EXPORT, region.path)
    with reading_all():
        found = report(region, code, period, today, live=live)
        content = write_sheet(found)
    record(actor, EXPORTED, path=region.path, form=code, period=period.code, state=found.state, live=live)
    return content
