"""How a file names a person: by the identity number, for which the claims of the deployment are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiceng.core.cells import Cell
from jiceng.core.identity import mask, parse_identity
from jiceng.core.importing import Check, Column, Context, Fault, Field, LookUp
from jiceng.core.importing.declaration import Converter
from jiceng.core.secrets import cipher, digester

NUMBER_HEADER = "公民身份号码"
NUMBER_DIGEST = Field("number_digest", "bytea")
ELSEWHERE = "该号码已在其他社区登记；如本人已迁入本社区，请由本社区提出迁移申请"
UNKNOWN = "应为已登记的居民，请先登记或导入该居民"
MERGED = "该号码的登记已作为重复并入另一居民，请改用保留登记的号码"
# A claim whose number is not that of its resident is one of a duplicate that was merged.
IS_MERGED = "r.number_digest <> s.number_digest"

# The claims cover the whole deployment, the residents only the scope of the import.
PERSON = LookUp(
    joins="""
        left join residents_identityclaim c on c.digest = s.number_digest
        left join residents_resident r on r.id = c.resident_id and r.voided_at is null
    """,
    finds={
        "resident_id": "r.id",
        "region_id": "r.region_id",
        "path": "r.path",
        "is_claimed": "c.id is not null",
        "is_merged": IS_MERGED,
    },
)
PERSON_ON_FILE = (
    Check(NUMBER_HEADER, "w.is_merged", MERGED, Fault.REGISTER),
    Check(NUMBER_HEADER, "w.resident_id is null and w.is_claimed", ELSEWHERE, Fault.REGISTER),
    Check(NUMBER_HEADER, "w.resident_id is null and not w.is_claimed", UNKNOWN, Fault.REGISTER),
)


def person() -> Column:
    """The number of a person on file, staged as its digest alone."""

    def converter(context: Context) -> Converter:
        digest, today = digester().digest, context.today

        def convert(cell: Cell) -> bytes | None:
            return None if _is_blank(cell) else digest(parse_identity(cell, today=today).number)

        return convert

    return _column((NUMBER_DIGEST,), converter)


def new_person() -> Column:
    """The number of a person who may be new: digests and ciphertext, and the birth date and sex it says."""

    def converter(context: Context) -> Converter:
        digest, last4, encrypt, today = digester().digest, digester().last4, cipher().encrypt, context.today

        def convert(cell: Cell) -> tuple[Any, ...] | None:
            if _is_blank(cell):
                return None
            number, birth, sex, _ = parse_identity(cell, today=today)
            return digest(number), encrypt(number), last4(number), birth, sex

        return convert

    encrypted, last4 = Field("number_cipher", "bytea", salted=True), Field("last4_digest", "bytea")
    return _column((NUMBER_DIGEST, encrypted, last4, Field("birth", "date"), Field("sex")), converter)


def _column(fields: tuple[Field, ...], converter: Callable[[Context], Converter]) -> Column:
    return Column(
        NUMBER_HEADER,
        fields,
        converter,
        required=True,
        show=lambda cell, context: mask(parse_identity(cell, today=context.today).number),
        stored="r.number_cipher",
        unstored=lambda secret: cipher().decrypt(secret),
        is_identity=True,
    )


def _is_blank(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())
