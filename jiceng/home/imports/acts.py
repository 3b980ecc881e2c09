"""All ledgers that files can be imported into and exported from, and the two acts, asked for and audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.assistance.imports import DETERMINATIONS, RECOGNITIONS
from jiceng.core import scope
from jiceng.core.exporting import export
from jiceng.core.importing import Context, Ledger, Outcome, Progress, Sent, SourceFile, run
from jiceng.employers.imports import EMPLOYERS
from jiceng.employment.imports import EMPLOYMENT, UNEMPLOYMENT
from jiceng.labour.imports import LABOUR_LEDGERS
from jiceng.regions.models import Region
from jiceng.residents.imports import RESIDENTS, VISITS

LEDGERS: dict[str, Ledger] = {
    ledger.code: ledger
    for ledger in (
        RESIDENTS,
        EMPLOYERS,
        EMPLOYMENT,
        UNEMPLOYMENT,
        DETERMINATIONS,
        RECOGNITIONS,
        VISITS,
        *LABOUR_LEDGERS,
    )
}

IMPORTED = sentence("import_ledger", "导入台账")
EXPORTED = sentence("export_ledger", "导出台账（公民身份号码已遮盖）")
EXPORTED_UNMASKED = sentence("export_ledger_unmasked", "导出台账（含完整公民身份号码）")


class ExportRefused(ValueError):
    """An export that cannot be made; the message is for users."""


def run_import(
    *,
    actor: Actor,
    ledger: str,
    data: bytes | Path,
    file_name: str,
    region: Region | None,
    today: dt.date,
    history: bool = False,
    dry_run: bool = False,
    aliases: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Import a file into a ledger; people outside the region, by default the actor's, are out of scope.

    `aliases` says which columns unknown headers stand for. `progress` hears the rows checked, and how many
    there are at most. With `dry_run` nothing stays.
    Raises NotAllowed, SpreadsheetError or ImportRefused with a message for users; then nothing has changed.
    """
    return import_rows(
        actor=actor,
        ledger=ledger,
        sent=SourceFile(data, file_name, aliases or {}),
        region=region,
        today=today,
        history=history,
        dry_run=dry_run,
        progress=progress,
    )


def import_rows(
    *,
    actor: Actor,
    ledger: str,
    sent: Sent,
    region: Region | None,
    today: dt.date,
    history: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    action: str = IMPORTED,
) -> Outcome:
    """Import rows, from a file or sent once more; everything else as for `run_import`.

    Raises NotAllowed, SpreadsheetError or ImportRefused with a message for users; then nothing has changed.
    """
    place = region.path if region is not None else actor.path
    actor.require(Action.IMPORT, place)
    context = Context(actor.user.pk, today, region, history)
    with scope.entered(scope.Scope.of(place)):
        outcome = run(LEDGERS[ledger], sent, context, dry_run=dry_run, progress=progress)
        # A dry run tells as much about who is registered elsewhere, so it is answered for as well.
        counts = {key: value for key, value in outcome.as_json().items() if isinstance(value, int)}
        record(actor, action, path=place, ledger=ledger, history=history, dry_run=dry_run, **counts)
    return outcome


def run_export(
    *,
    actor: Actor,
    ledger: str,
    region: Region,
    on: dt.date,
    today: dt.date,
    target: Path | IO[bytes],
    kind: str | None = None,
    unmasked: bool = False,
    reason: str = "",
) -> int:
    """Write the ledger of a region as on a day; return the number of rows. Whole numbers ask for a reason.

    Raises NotAllowed, ExportRefused or FileTooLarge with a message for users.
    """
    actor.require(Action.EXPORT, region.path)
    if unmasked:
        actor.require(Action.REVEAL, region.path)
        if not reason.strip():
            raise ExportRefused("导出完整公民身份号码需要填写理由")
    if on > today:
        raise ExportRefused(f"{on}尚未到来，不能导出")
    with scope.entered(scope.Scope.of(region.path)):
        rows = export(LEDGERS[ledger], region.path, on, target, kind=kind, masked=not unmasked)
        action = EXPORTED_UNMASKED if unmasked else EXPORTED
        record(
            actor,
            action,
            path=region.path,
            reason=reason.strip(),
            ledger=ledger,
            on=on.isoformat(),
            rows=rows,
        )
    return rows
