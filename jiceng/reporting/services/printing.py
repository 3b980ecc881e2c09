"""A report on paper: the form itself, and the definitions behind its rows (口径说明); asked for, audited."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.printing import typeset
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.policy.wording import Clause
from jiceng.regions.models import Region
from jiceng.reporting.models import Filing
from jiceng.reporting.rules import NOT_APPLICABLE, columns_of, shown
from jiceng.reporting.services.definitions import days_counted, definition
from jiceng.reporting.services.reports import Report, report
from jiceng.reporting.services.sheets import note_of

PRINTED = sentence("report_printed", "打印了报表或其口径")
TEMPLATES = "reporting/templates/reporting/"


def print_form(
    *, actor: Actor, region: Region, code: str, period: Period, today: dt.date, live: bool = False
) -> bytes:
    """The report as a PDF in its layout. It names nobody. Raises NotAllowed, PrintFailed."""
    found = _asked(actor, region, code, period, today, live=live, kind="form")
    rows = [[row.label, *_cells(found, row)] for row in found.form.row]
    data = _head(found) | {
        "state": Filing.State(found.state).label,
        "heads": ["项目", *(column.label for column in found.form.column)],
        "rows": rows,
        "note": note_of(found),
    }
    return typeset(f"{TEMPLATES}report.typ", data)


def print_definitions(
    *, actor: Actor, region: Region, code: str, period: Period, today: dt.date, live: bool = False
) -> bytes:
    """What every row of the report counts, in words, with its article and versions, as a PDF."""
    found = _asked(actor, region, code, period, today, live=live, kind="definitions")
    meant = [definition(region, found.form, row, period, found.freeze) for row in found.form.row]
    data = _head(found) | {
        "document": f"{meant[0].document} {meant[0].title}" if meant else "",
        "definitions": [
            {
                "label": each.row.label,
                "article": each.article,
                "days": days_counted(each, period, today),
                "formula": each.formula,
                "clauses": [_plain(clause) for clause in each.clauses],
            }
            for each in meant
        ],
        "columns": [
            {"label": label, "clause": _plain(clause)}
            for label, clause in max((each.columns for each in meant), key=len, default=[])
        ],
        "versions": [[each.label, each.then, each.now] for each in (meant[0].packs if meant else [])],
    }
    return typeset(f"{TEMPLATES}definitions.typ", data)


def _asked(
    actor: Actor, region: Region, code: str, period: Period, today: dt.date, *, live: bool, kind: str
) -> Report:
    actor.require(Action.EXPORT, region.path)
    with reading_all():
        found = report(region, code, period, today, live=live)
    record(
        actor,
        PRINTED,
        path=region.path,
        form=code,
        period=period.code,
        state=found.state,
        live=live,
        kind=kind,
    )
    return found


def _head(found: Report) -> dict[str, Any]:
    return {
        "title": found.form.label,
        "office": found.region.office.name,
        "period": found.period.label,
    }


def _cells(found: Report, row: Any) -> list[str]:
    mine = columns_of(found.form, row)
    values = found.cells.get(row.code, {})
    return [
        shown(values.get(column.code), row.digits) if column.code in mine else NOT_APPLICABLE
        for column in found.form.column
    ]


def _plain(clause: Clause) -> dict[str, Any]:
    return {
        "text": clause.text,
        "article": clause.article,
        "note": clause.note,
        "parts": [_plain(part) for part in clause.parts],
    }
