"""What is done with a run that has ended: its rejected rows taken out, a checked file brought in."""

from __future__ import annotations

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.models import ImportRun
from jiceng.core.secrets import decrypt_file
from jiceng.home.imports.results import result_of
from jiceng.home.imports.runs import start_import

REJECTS_TAKEN = sentence("import_rejects_taken", "下载了导入退回的行（含完整公民身份号码）")
NOT_KEPT = "文件只保留七天，已经删除"


class FollowUpRefused(ValueError):
    """Something that cannot be done with this run; the message is for users."""


def take_rejects(*, actor: Actor, run: ImportRun) -> bytes:
    """Return the rejected rows of a run as an .xlsx, in the layout they came in, with the reasons.

    Raises NotAllowed, FollowUpRefused.
    """
    actor.require(Action.IMPORT, run.path)
    result = result_of(run)
    if result is None:
        raise FollowUpRefused(NOT_KEPT)
    if result.rejects_workbook is None:
        raise FollowUpRefused("没有退回的行")
    record(actor, REJECTS_TAKEN, path=run.path, ledger=run.ledger, run=run.pk, rows=run.rejected)
    return result.rejects_workbook


def bring_in(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Start the import of a file that was only checked.

    Raises NotAllowed, FollowUpRefused.
    """
    if run.state != ImportRun.State.CHECKED:
        raise FollowUpRefused("该文件不是待入账的文件")
    return _start(actor, run, dry_run=False)


def send_again(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Import or check the file of a run once more, with the columns as the actor's office names them now.

    Raises NotAllowed, FollowUpRefused.
    """
    return _start(actor, run, dry_run=run.is_dry_run)


def _start(actor: Actor, run: ImportRun, *, dry_run: bool) -> ImportRun:
    actor.require(Action.IMPORT, run.path)
    if run.upload is None:
        raise FollowUpRefused(NOT_KEPT)
    return start_import(
        actor=actor,
        ledger=run.ledger,
        data=decrypt_file(run.upload),
        file_name=run.file_name,
        region=run.region,
        history=run.is_history,
        dry_run=dry_run,
    )
