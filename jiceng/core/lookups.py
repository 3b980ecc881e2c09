"""`prefix`: a prefix search as a range, which keeps its index under row-level security (LIKE does not)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Lookup

LAST_CHARACTER = "\U0010ffff"


@models.CharField.register_lookup
class Prefix(Lookup):
    """`column >= 'x' AND column < 'x' || last character`, for columns under COLLATE "C"."""

    lookup_name = "prefix"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs)
        return f"({column} >= %s AND {column} < %s)", (*params, text, *params, text + LAST_CHARACTER)
