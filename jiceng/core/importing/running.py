"""One import from the file to what came of it, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiceng.core.cells import InvalidValue
from jiceng.core.importing import staging
from jiceng.core.importing.declaration import Context, ImportRefused, LateReject, Ledger, Written
from jiceng.core.importing.outcome import Outcome, Reject, Sent
from jiceng.core.importing.reading import Reader
from jiceng.core.importing.templates import remarks
from jiceng.core.importing.work import READY, Work
from jiceng.core.statistics import refresh_statistics

LOCK = "hashtext('jiceng import ' || %(lock)s)"  # the ledger, by its code
# Tables that were filled in this transaction look empty to the planner; it would keep the "one" row of such
# a table at hand and go through all of them for every row of the file.
PLANNING = {"work_mem": "64MB", "enable_material": "off"}
ATTEMPTS = 3

Progress = Callable[[int, int], None]


def run(
    ledger: Ledger,
    file: Sent,
    context: Context,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import a file within the scope entered by the caller; `dry_run` finds out what would come of it.

    `progress` hears how many rows are checked, and of how many at most.
    Raises SpreadsheetError for a file that cannot be read, ImportRefused for one that cannot be imported;
    then nothing was changed.
    """
    table = file.table()
    reader = Reader(ledger, table.headers, context)
    with transaction.atomic(), connection.cursor() as cursor:
        work = Work(cursor, _shared(context, cursor))
        for setting, value in PLANNING.items():
            work.execute("select set_config(%(setting)s, %(value)s, true)", setting=setting, value=value)
        staging.make_staging(ledger, work)

        def tell(rows: int) -> None:
            if progress:
                progress(rows, max(rows, table.expected_rows))

        staging.fill_staging(reader.fields, reader.converted(table.rows, tell), ledger.key, work)
        # One at a time, so that two imports of the same people do not stop each other half-way.
        work.execute(f"select pg_advisory_xact_lock({LOCK})", lock=ledger.code)
        found, written = _apply(ledger, work, dry_run=dry_run)
        reach = _reach(work)
    columns = {column.header: column for column in ledger.columns}

    def explained(each: LateReject) -> Reject:
        shown = columns[each.header].show(reader.cell(each.row, each.header), context)
        return Reject.of(each.row, each.header, InvalidValue(each.expected, shown), each.fault)

    order = {header: place for place, header in enumerate(ledger.headers)}
    late = map(explained, found.rejects)
    return Outcome(
        rows=reader.rows,
        created=written.created,
        updated=written.updated,
        repeated=found.repeated,
        unknown_columns=reader.unknown_columns,
        rejects=sorted([*reader.rejects, *late], key=lambda each: (each.row, order[each.field])),
        file=file,
        written_at=None if dry_run else work.shared["now"],
        reach=reach,
        notes=remarks(ledger, table.template, table.headers, context),
    )


def hold(ledger: Ledger) -> bool:
    """Take the ledger for this transaction unless an import is at work in it; whether it was free."""
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_try_advisory_xact_lock({LOCK})", {"lock": ledger.code})
        return bool(cursor.fetchone()[0])


def _reach(work: Work) -> str:
    """What the paths of the good rows begin with; blank where one has no place of its own."""
    ((first, last, is_anywhere),) = work.rows(
        f"select min(path), max(path), bool_or(path is null) from {READY}"
    )
    return "" if is_anywhere or first is None else commonprefix([first, last])


def _shared(context: Context, cursor: Any) -> dict[str, Any]:
    """What every statement may name; the moment is another one for every import of a transaction."""
    cursor.execute("select clock_timestamp()")
    return {
        "user": context.user_id,
        "today": context.today,
        "is_history": context.is_history,
        "now": cursor.fetchone()[0],
    }


@dataclass(frozen=True)
class _Found:
    """What the checks against the registers found: rejected rows, and how many equal an earlier row."""

    rejects: list[LateReject]
    repeated: int


def _apply(ledger: Ledger, work: Work, *, dry_run: bool) -> tuple[_Found, Written]:
    """Check against the registers and write; what others write meanwhile is seen by the next attempt."""
    refresh_statistics()  # after a load that was broken off, tables may look empty
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                found = _checked(ledger, work)
                written = ledger.writer.forecast(work)
                if not dry_run:
                    _write(ledger, work)
                return found, written
        except IntegrityError:
            continue
    raise ImportRefused("导入期间相关记录被他人同时修改，未导入任何数据，请稍后重试")


def _write(ledger: Ledger, work: Work) -> None:
    ledger.writer.write(work)
    refresh_statistics()
    # What is checked at the end of a transaction is checked here, while it can be repeated.
    work.execute("set constraints all immediate")
    work.execute("set constraints all deferred")


def _checked(ledger: Ledger, work: Work) -> _Found:
    """Leave the good rows in `w`, and tell about the others."""
    staging.look_up(ledger, work)
    rejects = staging.failed_checks(ledger, work)
    staging.remove({reject.row for reject in rejects}, work)
    repeated = staging.Repeated(ledger, work)
    rejects += repeated.different()
    staging.remove(repeated.rows, work)
    conflicts = ledger.writer.conflicts(work)
    staging.remove({reject.row for reject in conflicts}, work)
    following = repeated.following(conflicts)
    return _Found(rejects + conflicts + following, repeated.equal - len({each.row for each in following}))
