"""Import and export of employers (contracts, section 3)."""

from __future__ import annotations

from jiceng.core import parsing
from jiceng.core.importing import (
    STAGED,
    Check,
    Column,
    Fault,
    Field,
    Ledger,
    LookUp,
    RegisterWriter,
    Source,
)
from jiceng.core.importing import columns as kinds
from jiceng.employers.models import Employer
from jiceng.regions.imports import community

CREDIT_CODE_HEADER = "统一社会信用代码"
_TEXTS = ("name", "industry", "ownership", "address", "contact", "phone")
_COUNTS = ("headcount", "contracts_signed", "insured")


def credit_code(*, required: bool = False) -> Column:
    """The unified social credit code of an employer."""
    field = (Field("credit_code"),)
    return Column(
        CREDIT_CODE_HEADER, field, lambda context: parsing.credit_code, required, stored="t.credit_code"
    )


# Employers are known in the whole deployment: people work outside their community.
KNOWN_EMPLOYERS = {
    "import_employers": "select e.id, e.credit_code from employers_employer e"
    f" where e.voided_at is null and e.credit_code in (select s.credit_code from {STAGED} s)"
}

# Where a new employer of no known community stands: the highest region of the import.
_TOP = """
    from regions_region top
    where top.path >= current_setting('app.lo') and top.path < current_setting('app.hi')
    order by length(top.path), top.path limit 1
"""

EMPLOYERS = Ledger(
    code="employers",
    title="用人单位",
    columns=(
        kinds.text(Employer, "name", required=True),
        credit_code(required=True),
        kinds.text(Employer, "industry"),
        kinds.text(Employer, "ownership"),
        kinds.text(Employer, "address"),
        kinds.text(Employer, "contact"),
        kinds.text(Employer, "phone", convert=parsing.phone),
        *(kinds.count(name, kinds.header_of(Employer, name)) for name in _COUNTS),
        community(may_be_blank=True),
    ),
    key=("credit_code",),
    key_header=CREDIT_CODE_HEADER,
    look_up=LookUp(
        beyond=KNOWN_EMPLOYERS,
        joins="""
            left join import_employers k on k.credit_code = s.credit_code
            left join employers_employer e on e.id = k.id
        """,
        finds={
            "is_elsewhere": "k.id is not null and e.id is null",
            "top_id": f"(select top.id {_TOP})",
            "top_path": f"(select top.path {_TOP})",
        },
    ),
    checks=(
        Check(
            CREDIT_CODE_HEADER,
            "w.is_elsewhere",
            "该单位已由其他地区登记，请由登记地更新",
            Fault.REGISTER,
        ),
    ),
    writer=RegisterWriter(
        model=Employer,
        key={"credit_code": "w.credit_code"},
        values={name: f"w.{name}" for name in (*_TEXTS, *_COUNTS, "region_id", "path")},
        otherwise={"region_id": "w.top_id", "path": "w.top_path"},
        own_day="%(today)s",
    ),
    source=Source(
        tables="employers_employer t join regions_region g on g.id = t.region_id",
        path="t.path",
        where="t.voided_at is null",
        order="t.path, t.name, t.id",
    ),
)
