"""Writing rows into one register: known ones are changed, others created; a blank never erases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Model

from jiceng.core.importing.declaration import Fault, LateReject, Written
from jiceng.core.importing.spells import Candidate, Days, Meeting, meetings
from jiceng.core.importing.work import READY, Work, quoted

KNOWN = "import_known"  # the rows of `w` that are on file, `k`


@dataclass(frozen=True)
class Spells:
    """Spells of the register that may not overlap (columns `start` and `stop`).

    `subject` are the columns whose rows are compared; `what` names them in a reason given at `header`. With
    `only_ended` spells without an end are left aside.
    """

    header: str
    subject: tuple[str, ...]
    what: str
    only_ended: bool = False


@dataclass(frozen=True)
class RegisterWriter:
    """Writes `w` into the register of a model.

    `key` and `values` map columns of the register to expressions over `w`. A column in `follows` is taken
    over, null or not, whenever the other one that it names is given; `otherwise` is what a new row holds
    where the file is blank. `own_day` is the day from which the row counts as known with --history.
    """

    model: type[Model]
    key: Mapping[str, str]
    values: Mapping[str, str]
    own_day: str
    follows: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[str, str] = field(default_factory=dict)
    spells: Spells | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """Where rows may be rejected because of others."""
        return (self.spells.header,) if self.spells else ()

    def conflicts(self, work: Work) -> list[LateReject]:
        """Find the rows on file, and rows whose days meet those on file or those of an earlier row."""
        work.make_table(KNOWN, self._known())
        if self.spells is None:
            return []
        subjects: dict[Any, list[Candidate]] = defaultdict(list)
        for row, is_known, start, stop, before, *subject in work.rows(self._suspects(self.spells)):
            counted = is_known and not (self.spells.only_ended and before is None)
            was = Days(start, before) if row is not None and counted else None
            subjects[tuple(subject)].append(Candidate(row, Days(start, stop), was))
        return [
            LateReject(met.row, self.spells.header, _expected(self.spells.what, met), _fault(met))
            for candidates in subjects.values()
            for met in meetings(candidates)
        ]

    def forecast(self, work: Work) -> Written:
        """Count what will be written."""
        ((rows, known, differing),) = work.rows(
            "select count(*), count(k.row), count(*) filter (where k.differs)"
            f" from {READY} w left join {KNOWN} k on k.row = w.row"
        )
        return Written(created=rows - known, updated=differing)

    def write(self, work: Work) -> None:
        """Change the rows on file, then create the others: a spell may end to make room for another."""
        if self.values:
            work.execute(self._update())
        work.execute(self._insert())

    @property
    def _table(self) -> str:
        return f'"{self.model._meta.db_table}"'

    def _filled(self, name: str, value: str) -> str:
        """The value for a new row: columns of text that cannot be null hold a blank text instead."""
        if name in self.otherwise:
            return f"coalesce({value}, {self.otherwise[name]})"
        column = self.model._meta.get_field(name)
        is_text = isinstance(column, CharField) and not column.null
        return f"coalesce({value}, '')" if is_text else value

    def _changed(self, name: str) -> str:
        """The value for a row on file."""
        value = self.values[name]
        if name in self.follows:
            return f'case when {self.values[self.follows[name]]} is null then t."{name}" else {value} end'
        return f'coalesce({value}, t."{name}")'

    def _known(self) -> str:
        same = " and ".join(f't."{name}" = {self._filled(name, value)}' for name, value in self.key.items())
        changed = ", ".join(map(self._changed, self.values))
        differs = f"({changed}) is distinct from ({quoted(*self.values, of='t')})" if changed else "false"
        before = "t.stop" if self.spells else "null::date"
        return (
            f"select w.row, t.id, {before} as before, {differs} as differs"
            f" from {READY} w join {self._table} t on {same} and t.voided_at is null"
        )

    def _update(self) -> str:
        sets = ", ".join(f'"{name}" = {self._changed(name)}' for name in self.values)
        return (
            f"update {self._table} t set {sets}, lock_version = t.lock_version + 1,"
            f" changed_by_id = %(user)s, changed_at = %(now)s from {KNOWN} k join {READY} w on w.row = k.row"
            " where k.differs and t.id = k.id and t.voided_at is null"
        )

    def _insert(self) -> str:
        row = {"region_id": "w.region_id", "path": "w.path"}
        row |= {name: self._filled(name, value) for name, value in {**self.key, **self.values}.items()}
        row |= {"known_on": known_on(self.own_day), "entered_by_id": "%(user)s", "entered_at": "%(now)s"}
        row |= {"void_reason": "''"}
        return (
            f"insert into {self._table} ({quoted(*row)}) select {', '.join(row.values())} from {READY} w"
            f" where not exists (select from {KNOWN} k where k.row = w.row) order by w.row"
        )

    def _suspects(self, spells: Spells) -> str:
        """Spells, as they would stand, of the subjects that have any two meeting: few, so Python decides."""
        subject, on_file = quoted(*spells.subject), quoted(*spells.subject, of="t")
        said = ", ".join(f'{self.key[name]} as "{name}"' for name in spells.subject)
        counts = "where stop is not null" if spells.only_ended else ""
        return f"""
            with live as materialized (
                select w.row, k.id, {self.key["start"]} as start,
                       coalesce({self.values["stop"]}, k.before) as stop, k.before, {said}
                from {READY} w left join {KNOWN} k on k.row = w.row),
            spells as materialized (
                select * from live
                union all
                select null, t.id, t.start, t.stop, null, {on_file}
                from {self._table} t
                where t.voided_at is null and ({on_file}) in (select {subject} from live)
                  and not exists (select from live where live.id = t.id)),
            counting as (select * from spells {counts}),
            covered as (
                select *, max(coalesce(stop, 'infinity')) over (
                    partition by {subject} order by start, row
                    rows between unbounded preceding and 1 preceding) as until
                from counting where stop is distinct from start)
            select row, id is not null, start, stop, before, {subject} from counting
            where ({subject}) in (select {subject} from covered where start < until)
        """


def known_on(own_day: str) -> str:
    """Since when the office knows a row: today, or with --history the row's own day."""
    return f"case when %(is_history)s then {own_day} else %(today)s end"


def _expected(what: str, met: Meeting) -> str:
    if met.earlier_row is None:
        return f"不能与已登记的{what}（{met.days}）重叠"
    return f"不能与第{met.earlier_row}行的{what}（{met.days}）重叠"


def _fault(met: Meeting) -> Fault:
    return Fault.REGISTER if met.earlier_row is None else Fault.FILE
