"""Imports in the worker: the file waits encrypted, progress is seen at once, the result is kept a week.

A run is held by a lock of its transaction. One that says it is being checked, and that nobody holds, was
interrupted: its transaction is gone and nothing of it went in.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.models import Post
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.importing import ImportRefused, MissingColumns, Outcome
from jiceng.core.models import ImportRun
from jiceng.core.secrets import decrypt_file, encrypt_file
from jiceng.core.spreadsheets import Limits, SpreadsheetError
from jiceng.home.imports.acts import LEDGERS, run_import
from jiceng.home.imports.aliases import aliases_of
from jiceng.home.imports.notes import Notes
from jiceng.home.imports.results import Result, ended
from jiceng.regions.models import Region

KEPT = dt.timedelta(days=7)
INTERRUPTED = "导入中断，未导入任何数据，请重新导入"
UNEXPECTED = "导入未能完成，未导入任何数据，请重新导入；仍未成功时请联系管理员"
NO_POST = "发起人已没有可导入该区划台账的岗位，未导入任何数据"
State = ImportRun.State


def start_import(
    *,
    actor: Actor,
    ledger: str,
    data: bytes,
    file_name: str,
    region: Region,
    history: bool = False,
    dry_run: bool = False,
) -> ImportRun:
    """Keep a file for the worker, which begins once the transaction of the caller is settled.

    Raises NotAllowed, FileTooLarge.
    """
    from jiceng.home.tasks import import_file

    actor.require(Action.IMPORT, region.path)
    Limits().check_file(len(data))
    run = ImportRun.objects.create(
        ledger=LEDGERS[ledger].code,
        file_name=file_name[-_longest_name() :],
        region=region,
        path=region.path,
        started_by=actor.user,
        is_history=history,
        is_dry_run=dry_run,
        upload=encrypt_file(data),
        aliases=aliases_of(actor, ledger),
    )
    import_file.defer(run_id=run.pk)
    return run


def carry_out(run_id: int, today: dt.date) -> None:
    """Import the file of a waiting run, as who started it; the run and the registers change together.

    What is wrong with the file or with the right to import it is written into the run. Another failure is
    raised after that.
    """
    with Notes(run_id) as notes:
        try:
            with scope.entered(scope.WHOLE):
                if not _hold(run_id):
                    return
                run = ImportRun.objects.get(pk=run_id)
                if run.state == State.WAITING:
                    notes.write(state=State.CHECKING)
                    _import(run, notes, today)
        except MissingColumns as refusal:
            notes.finish(State.FAILED, str(refusal), result=Result(refusal.unknown).sealed)
        except (SpreadsheetError, ImportRefused, NotAllowed) as refusal:
            notes.finish(State.FAILED, str(refusal))
        except BaseException:
            notes.finish(State.FAILED, UNEXPECTED)
            raise


def fail_interrupted_runs() -> None:
    """Mark runs whose worker was killed."""
    with scope.entered(scope.WHOLE):
        for run in ImportRun.objects.filter(state=State.CHECKING):
            if _hold(run.pk):
                ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(
                    state=State.FAILED, message=INTERRUPTED, finished_at=timezone.now()
                )


def forget_old_files() -> None:
    """Drop uploads and results a week after they came."""
    with scope.entered(scope.WHOLE):
        ImportRun.objects.filter(started_at__lt=timezone.now() - KEPT).update(upload=None, result=None)


def note_import(
    *, actor: Actor, ledger: str, file_name: str, region: Region | None, history: bool, outcome: Outcome
) -> None:
    """Note an import that was carried out at once, by a command, among the runs.

    Without a region it stands at the lowest one that holds all that it brought.
    """
    region = region or _lowest_around(outcome.reach)
    if region is None:
        return
    run = ImportRun(
        ledger=ledger,
        file_name=file_name[-_longest_name() :],
        region=region,
        path=region.path,
        started_by=actor.user,
        is_history=history,
    )
    for column, value in ended(outcome, run).items():
        setattr(run, column, value)
    run.save()


def _lowest_around(path: str) -> Region | None:
    around = [path[:length] for length in range(1, len(path) + 1)]
    found = Region.objects.filter(path__in=around).order_by("-level").first()
    return found or Region.objects.filter(parent=None).order_by("path").first()


def _hold(run_id: int) -> bool:
    """Whether the run is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('import run'), %s)", [run_id])
        return bool(cursor.fetchone()[0])


def _import(run: ImportRun, notes: Notes, today: dt.date) -> None:
    outcome = run_import(
        actor=_actor(run, today),
        ledger=run.ledger,
        data=decrypt_file(run.upload or b""),
        file_name=run.file_name,
        region=run.region,
        today=today,
        history=run.is_history,
        dry_run=run.is_dry_run,
        aliases=run.aliases,
        progress=notes.progress,
    )
    ImportRun.objects.filter(pk=run.pk).update(**ended(outcome, run))


def _actor(run: ImportRun, today: dt.date) -> Actor:
    """Who started the run, in a post still held that allows it."""
    posts = Post.objects.held_on(today).filter(user=run.started_by, user__is_active=True)
    for post in posts.select_related("user", "office__region").order_by("pk"):
        actor = Actor(post.user, post.role, post.office.region.path)
        if actor.may(Action.IMPORT, run.path):
            return actor
    raise NotAllowed(NO_POST)


def _longest_name() -> int:
    return ImportRun._meta.get_field("file_name").max_length or 0
