"""The ledger of employers (用人单位台账), BX 三(三)1."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.core.filters import LedgerFilters, prefix
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.employers.models import Employer
from jiceng.regions.ledgers import PlaceFilter


def on_file(today: dt.date) -> Any:
    """Every employer on file; the register holds no dated facts of them."""
    return Employer.objects.select_related("region")


class EmployerFilters(LedgerFilters):
    """By place, name and credit code."""

    place = PlaceFilter()
    name = prefix("单位名称(开头)", "name")
    credit_code = prefix("信用代码(开头)", "credit_code")


EMPLOYERS = Ledger(
    code="employers",
    title="用人单位台账",
    rows=on_file,
    filters=EmployerFilters,
    columns=(
        Column("name", "单位名称", sort="name"),
        Column("credit_code", "统一社会信用代码", kind="code", sort="credit_code"),
        Column("community", "社区", "region.name"),
        Column("industry", "行业", secondary=True),
        Column("ownership", "经济类型", secondary=True),
        Column("headcount", "职工人数", kind="number"),
        Column("contracts_signed", "签订合同", kind="number", secondary=True),
        Column("insured", "参保人数", kind="number", secondary=True),
        Column("contact", "联系人", secondary=True),
        Column("phone", "联系电话", kind="code", secondary=True),
    ),
)
