"""The list of past imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.filters import LedgerFilters, choice
from jiceng.core.ledgers import Button, Ledger
from jiceng.core.models import ImportRun
from jiceng.core.tables import Column
from jiceng.home.imports import LEDGERS
from jiceng.regions.ledgers import PlaceFilter


def past_imports(today: dt.date) -> Any:
    """Every import within the scope, without its files."""
    runs = ImportRun.objects.select_related("started_by", "region").defer("upload", "result")
    return scope.in_scope(runs)


class ImportFilters(LedgerFilters):
    """By place, ledger and state."""

    place = PlaceFilter()
    ledger = choice("台账", lambda: [(each.code, each.title) for each in LEDGERS.values()])
    state = choice("结果", ImportRun.State.choices)


def _title(run: ImportRun) -> str:
    return LEDGERS[run.ledger].title if run.ledger in LEDGERS else run.ledger


IMPORTS = Ledger(
    code="imports",
    title="导入记录",
    rows=past_imports,
    filters=ImportFilters,
    action=Action.IMPORT,
    columns=(
        Column("started_at", "时间", kind="day", sort="started_at", link="import-run"),
        Column("ledger", "台账", _title),
        Column("file_name", "文件"),
        Column("region", "范围", "region.name", secondary=True),
        Column("started_by", "经办人", secondary=True),
        Column("state", "结果", lambda run: run.get_state_display()),
        Column("rows_total", "行数", kind="number"),
        Column("created", "新建", kind="number", secondary=True),
        Column("updated", "更新", kind="number", secondary=True),
        Column("unchanged", "无变化", kind="number", secondary=True),
        Column("rejected", "退回", kind="number"),
        Column("undone_at", "撤销时间", kind="day", secondary=True),
        Column("undo_reason", "撤销原因", secondary=True),
    ),
    begins="-started_at",
    buttons=(Button("导入台账", "imports", Action.IMPORT, icon="upload"),),
    empty="还没有导入过文件",
)
