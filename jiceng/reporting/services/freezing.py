"""Freezing a community's filing: the subjects as they count now, names included, and the cells from them.

The cells are counted from the frozen rows, so that they cannot disagree with the list behind them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from jiceng.core.spans import Period
from jiceng.policy.force import Policy
from jiceng.policy.schema import Form
from jiceng.policy.vocabulary import LEAVES, SUBJECTS
from jiceng.reporting.models import Filing, Freeze, FrozenSubject, LateEntry
from jiceng.reporting.rules import Cells, columns_of, finished
from jiceng.reporting.services.counting import Counted, areas_of, counted
from jiceng.reporting.services.late import Change, late_changes
from jiceng.residents.models import Resident

BATCH = 2000


def freeze_community(filing: Filing, form: Form, policy: Policy, today: dt.date) -> Freeze:
    """Write the next revision of a community's filing, with its late entries of earlier periods."""
    period = Period(filing.first, filing.last)
    found = [c for area in areas_of(filing.region, period) for c in counted(area, form, period, today)]
    rows, columns = _coded(form)
    subjects = _frozen(filing, found, rows, columns)
    cells = finished(form, counted_cells(form, subjects, rows, columns))
    freeze = _new_revision(filing, form, policy, cells)
    for subject in subjects:
        subject.freeze = freeze
    FrozenSubject.objects.bulk_create(subjects, batch_size=BATCH)
    _keep_late_entries(freeze, late_changes(filing, today))
    return freeze


def freeze_parent(filing: Filing, cells: Cells, form: Form, policy: Policy) -> Freeze:
    """Write the next revision of a filing that is the sum of its children."""
    return _new_revision(filing, form, policy, cells)


def _coded(form: Form) -> tuple[list[str], list[str]]:
    """The counted rows and the columns, in the order of their bits."""
    return [row.code for row in form.row if row.formula is None], [column.code for column in form.column]


def _new_revision(filing: Filing, form: Form, policy: Policy, cells: Cells) -> Freeze:
    rows, columns = _coded(form)
    filing.revision += 1
    return Freeze.objects.create(
        filing=filing,
        path=filing.path,
        revision=filing.revision,
        rows=rows,
        columns=columns,
        definition={"packs": policy.digests, "words": {d.code: d.version for d in LEAVES.values()}},
        cells=as_json(cells),
    )


def _frozen(filing: Filing, found: list[Counted], rows: list[str], columns: list[str]) -> list[FrozenSubject]:
    row_bits, column_bits = _bits(rows), _bits(columns)
    names = {s: SUBJECTS[s].displays(_ids(found, s)) for s in {c.subject for c in found}}
    numbers = dict(Resident.every.filter(pk__in=_ids(found, "resident")).values_list("pk", "number_cipher"))
    return [
        FrozenSubject(
            path=filing.path,
            subject=c.subject,
            subject_id=c.subject_id,
            since=c.since,
            rows=sum(row_bits[row] for row in c.rows),
            columns=sum(column_bits[column] for column in c.columns),
            display=names[c.subject].get(c.subject_id, ""),
            number_cipher=numbers.get(c.subject_id) if c.subject == "resident" else None,
        )
        for c in found
    ]


def _ids(found: Iterable[Counted], subject: str) -> list[int]:
    return sorted({c.subject_id for c in found if c.subject == subject})


def _bits(codes: list[str]) -> dict[str, int]:
    return {code: 1 << i for i, code in enumerate(codes)}


def counted_cells(
    form: Form, subjects: Iterable[FrozenSubject], rows: list[str], columns: list[str]
) -> dict[tuple[str, str], int]:
    """{(row, column): n} from frozen rows."""
    row_bits, column_bits = _bits(rows), _bits(columns)
    cells = {
        (row.code, column): 0 for row in form.row if row.formula is None for column in columns_of(form, row)
    }
    for s in subjects:
        hits = [row for row, bit in row_bits.items() if s.rows & bit]
        cuts = [column for column, bit in column_bits.items() if s.columns & bit]
        for row in hits:
            for column in cuts:
                if (row, column) in cells:
                    cells[row, column] += 1
    return cells


def as_json(cells: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Cells for a JSON column; a rate keeps its digits as text of a number."""
    return {
        row: {c: v if v is None or isinstance(v, int) else float(v) for c, v in columns.items()}
        for row, columns in cells.items()
    }


def _keep_late_entries(freeze: Freeze, changes: list[Change]) -> None:
    LateEntry.objects.bulk_create(
        LateEntry(freeze=freeze, path=freeze.path, **change._asdict()) for change in changes
    )
