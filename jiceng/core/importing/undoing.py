"""Undoing an import: rows that it created are voided, rows that it changed get back what they held before.

What an import wrote is known by its moments: every row it created carries one as `entered_at`, every row it
changed one as `changed_at`, in the register or, once somebody has changed it again, in the history. Nothing
is kept beside, so an import pays nothing for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey

from jiceng.core.constraints import meaning
from jiceng.core.importing.declaration import Ledger, Written
from jiceng.core.importing.running import LOCK
from jiceng.core.importing.work import Work, quoted
from jiceng.core.models import RegisterRow
from jiceng.core.registers import Refused, content_columns

WRITTEN = "import_written"  # rows of one register: id, version, and `before`, the one to go back to or null
CHANGED_SINCE, BUILT_UPON = "此后又有更改", "已被其他记录引用"
Register = type[RegisterRow]


@dataclass(frozen=True)
class Obstacle:
    """A row that an import wrote and that stands in the way of undoing it: changed since, or built upon."""

    model: Register
    pk: int
    why: str


class UndoStopped(Refused):
    """An import that can no longer be undone, with the rows that stand in the way."""

    def __init__(self, message: str, obstacles: Sequence[Obstacle] = ()) -> None:
        self.obstacles = list(obstacles)
        super().__init__(message)


def undo(
    ledger: Ledger, stamps: Sequence[dt.datetime], *, user_id: int, today: dt.date, reason: str
) -> Written:
    """Take back all that was written at the moments, in the scope of the whole deployment, or nothing.

    Returns how many rows were voided and restored. Rows voided since are left as they are.
    Raises UndoStopped when rows have changed since or are built upon; then nothing was changed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        shared = {"stamps": list(stamps), "user": user_id, "today": today, "now": cursor.fetchone()[0]}
        work = Work(cursor, {**shared, "reason": reason})
        work.execute(f"select pg_advisory_xact_lock({LOCK})", lock=ledger.code)
        written = [each for each in (_find(model, work) for model in registers()) if each.is_any]
        obstacles = [obstacle for each in written for obstacle in each.obstacles(work)]
        if obstacles:
            raise UndoStopped("此次导入的部分记录此后又有变动，不能撤销", obstacles)
        try:
            with transaction.atomic():
                voided = sum(each.void(work) for each in written)
                restored = sum(each.restore(work) for each in written)
                work.execute("set constraints all immediate")
                work.execute("set constraints all deferred")
        except IntegrityError as error:
            raise UndoStopped(f"恢复导入前的内容会与此后登记的记录冲突：{meaning(error)}") from None
        if ledger.after_undo:
            work.execute(ledger.after_undo)
    return Written(voided, restored)


def registers() -> list[Register]:
    """Every register of the deployment."""
    return [model for model in apps.get_models() if issubclass(model, RegisterRow)]


def _find(model: Register, work: Work) -> _Rows:
    rows = _Rows(model)
    rows.find(work)
    return rows


class _Rows:
    """The rows of one register that the import wrote, in a temporary table of their own."""

    def __init__(self, model: Register) -> None:
        self._model = model
        self._table = f'"{model._meta.db_table}"'
        self._history = f'"{_history_of(model)._meta.db_table}"'
        self._written = f"{WRITTEN}_{model._meta.model_name}"
        self.is_any = False

    def find(self, work: Work) -> None:
        """Find them, and the version that each held before the first of the moments."""
        ours = "coalesce(changed_at, entered_at) = any(%(stamps)s)"
        version = "id, lock_version as version"
        work.make_table(
            self._written,
            f"""
            with touched as materialized (
                select id from {self._table} where entered_at = any(%(stamps)s) or {ours}
                union select id from {self._history} where {ours}),
            versions as materialized (
                select {version}, {ours} as ours from {self._table} where id in (select id from touched)
                union all
                select {version}, {ours} from {self._history}
                where pgh_obj_id in (select id from touched)),
            ours as (
                select id, min(version) as first, max(version) as last from versions where ours group by id)
            select v.id, max(v.version) as version, nullif(o.first, 0) - 1 as before, o.last,
                   bool_or(not v.ours and v.version between o.first and o.last) as changed_between
            from versions v join ours o on o.id = v.id
            where v.id in (select id from {self._table} where voided_at is null)
            group by v.id, o.first, o.last""",
        )
        ((count,),) = work.rows(f"select count(*) from {self._written}")
        self.is_any = bool(count)

    def obstacles(self, work: Work) -> Iterator[Obstacle]:
        """Rows changed since by somebody else, and new (or revived) ones to which others refer."""
        for (pk,) in work.rows(self._changed_since()):
            yield Obstacle(self._model, pk, CHANGED_SINCE)
        upon: dict[int, None] = {}
        for table, column, stands in _referring(self._model):
            found = work.rows(
                f"select distinct w.id from {self._written} w join {table} d on d.{column} = w.id"
                f" left join {self._history} e on e.pgh_obj_id = w.id and e.lock_version = w.before"
                f" where (w.before is null or e.voided_at is not null) and {stands}"
                " and not d.entered_at = any(%(stamps)s)"
                " and not coalesce(d.changed_at = any(%(stamps)s), false)"
                " order by 1"
            )
            upon |= dict.fromkeys(pk for (pk,) in found)
        yield from (Obstacle(self._model, pk, BUILT_UPON) for pk in upon)

    def _changed_since(self) -> str:
        """Rows that no longer hold what the import left in them; a change that was taken back is none."""
        columns = content_columns(self._model)
        differs = f"({quoted(*columns, of='t')}) is distinct from ({quoted(*columns, of='e')})"
        return f"""
            select w.id from {self._written} w join {self._table} t on t.id = w.id
            left join {self._history} e on e.pgh_obj_id = w.id and e.lock_version = w.last
            where w.changed_between or (w.last < w.version and {differs})
            order by 1"""

    def void(self, work: Work) -> int:
        """Void the new ones."""
        return self._amend(
            work,
            "voided_at = %(now)s, void_reason = %(reason)s",
            f"from {self._written} w",
            "w.before is null",
        )

    def restore(self, work: Work) -> int:
        """Give the changed ones back what they held."""
        columns = content_columns(self._model)
        sets = f"({quoted(*columns)}) = ({quoted(*columns, of='e')})"
        sources = f"from {self._written} w join {self._history} e on e.pgh_obj_id = w.id"
        return self._amend(work, sets, sources, "e.lock_version = w.before")

    def _amend(self, work: Work, sets: str, sources: str, which: str) -> int:
        return work.execute(
            f"update {self._table} t set {sets}, lock_version = t.lock_version + 1,"
            f" changed_by_id = %(user)s, changed_at = %(now)s {sources}"
            f" where t.id = w.id and t.lock_version = w.version and {which}"
        )


def _history_of(model: Register) -> Any:
    events: Mapping[str, Any] = model.pgh_event_models  # type: ignore[attr-defined]
    return events["changed"]


def _referring(model: Register) -> Iterator[tuple[str, str, str]]:
    """Table and column of every register that refers to a register, and which of its rows count.

    Voided ones do not, except those of the register itself: they were merged into another row, which stands
    for them.
    """
    for other in registers():
        stands = "true" if other is model else "d.voided_at is null"
        for column in other._meta.concrete_fields:
            if isinstance(column, ForeignKey) and column.related_model is model:
                yield f'"{other._meta.db_table}"', f'"{column.column}"', stands
