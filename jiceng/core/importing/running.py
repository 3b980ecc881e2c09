"""One import from the file to what came of it, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiceng.core.cells import InvalidValue
from jiceng.core.importing import staging
from jiceng.core.importing.declaration import Context, ImportRefused, LateReject, Ledger, Written
from jiceng.core.importing.outcome import Outcome, Reject, SourceFile
from jiceng.core.importing.reading import Reader
from jiceng.core.importing.work import Work
from jiceng.core.spreadsheets import read_table
from jiceng.core.statistics import refresh_statistics

# Tables that were filled in this transaction look empty to the planner; it would keep the "one" row of such
# a table at hand and go through all of them for every row of the file.
PLANNING = {"work_mem": "64MB", "enable_material": "off"}
ATTEMPTS = 3

Progress = Callable[[int, int], None]


def run(
    ledger: Ledger,
    file: SourceFile,
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
    table = read_table(file.data, file.name)
    reader = Reader(ledger, table.headers, context)
    with transaction.atomic(), connection.cursor() as cursor:
        work = Work(
            cursor, {"user": context.user_id, "today": context.today, "is_history": context.is_history}
        )
        for setting, value in PLANNING.items():
            work.execute("select set_config(%(setting)s, %(value)s, true)", setting=setting, value=value)
        staging.make_staging(ledger, work)

        def tell(rows: int) -> None:
            if progress:
                progress(rows, max(rows, table.expected_rows))

        staging.fill_staging(reader.fields, reader.converted(table.rows, tell), ledger.key, work)
        # One at a time, so that two imports of the same people do not stop each other half-way.
        work.execute("select pg_advisory_xact_lock(hashtext(%(lock)s))", lock=f"jiceng import {ledger.code}")
        late, written = _apply(ledger, work, dry_run=dry_run)
    return _outcome(ledger, reader, context, file, late, written)


def _apply(ledger: Ledger, work: Work, *, dry_run: bool) -> tuple[list[LateReject], Written]:
    """Check against the registers and write; what others write meanwhile is seen by the next attempt."""
    refresh_statistics()  # after a load that was broken off, tables may look empty
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                rejects = _checked(ledger, work)
                written = ledger.writer.forecast(work)
                if not dry_run:
                    _write(ledger, work)
                return rejects, written
        except IntegrityError:
            continue
    raise ImportRefused("导入期间相关记录被他人同时修改，未导入任何数据，请稍后重试")


def _write(ledger: Ledger, work: Work) -> None:
    ledger.writer.write(work)
    refresh_statistics()
    # What is checked at the end of a transaction is checked here, while it can be repeated.
    work.execute("set constraints all immediate")
    work.execute("set constraints all deferred")


def _checked(ledger: Ledger, work: Work) -> list[LateReject]:
    """Leave the good rows in `w`, and return the reasons for the others."""
    staging.look_up(ledger, work)
    rejects = staging.failed_checks(ledger, work)
    staging.remove({reject.row for reject in rejects}, work)
    repeated = staging.Repeated(ledger, work)
    rejects += repeated.different()
    staging.remove(repeated.rows, work)
    conflicts = ledger.writer.conflicts(work)
    staging.remove({reject.row for reject in conflicts}, work)
    return rejects + conflicts + repeated.following(conflicts)


def _outcome(
    ledger: Ledger,
    reader: Reader,
    context: Context,
    file: SourceFile,
    late: list[LateReject],
    written: Written,
) -> Outcome:
    columns = {column.header: column for column in ledger.columns}

    def explained(each: LateReject) -> Reject:
        shown = columns[each.header].show(reader.cell(each.row, each.header), context)
        return Reject.of(each.row, each.header, InvalidValue(each.expected, shown))

    order = {header: place for place, header in enumerate(ledger.headers)}
    rejects = sorted([*reader.rejects, *map(explained, late)], key=lambda r: (r.row, order[r.field]))
    counts: dict[str, Any] = {"rows": reader.rows, "created": written.created, "updated": written.updated}
    rejected = len({reject.row for reject in rejects})
    unchanged = reader.rows - written.created - written.updated - rejected
    return Outcome(
        **counts, unchanged=unchanged, unknown_columns=reader.unknown_columns, rejects=rejects, file=file
    )
