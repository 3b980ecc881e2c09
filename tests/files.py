"""Files for imports made from rows, and a desk at which they are imported into the mini city."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.core.importing import Outcome
from jiceng.core.spreadsheets import read_table
from jiceng.home.imports import LEDGERS, run_export, run_import
from jiceng.residents.models import Facts
from tests.factories import CITY, HERE, TODAY, MiniCity, number_of

Row = Mapping[str, Any]
NUMBER, COMMUNITY, HOUSEHOLD, SURVEYED = "公民身份号码", "所属社区代码", "家庭编号", "调查日期"
ANNA = number_of(dt.date(1980, 3, 15), serial=1)
BORIS = number_of(dt.date(1975, 6, 1), "M", 2)
CLARA = number_of(dt.date(1990, 1, 31), serial=3)


def csv_of(rows: Sequence[Row], headers: Sequence[str] = ()) -> bytes:
    """The rows as a .csv; without headers, those of all rows in order."""
    headers = headers or list(dict.fromkeys(header for row in rows for header in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def person(number: str = ANNA, name: str = "王小明", community: str = HERE, **more: Any) -> Row:
    """A row of a residents file."""
    return {"姓名": name, NUMBER: number, COMMUNITY: community, SURVEYED: "2026-03-01", **more}


class Desk:
    """Imports and exports as the command does."""

    def __init__(self, city: MiniCity) -> None:
        self.city = city

    def load(
        self,
        ledger: str,
        *rows: Row,
        region: str | None = CITY,
        today: dt.date = TODAY,
        history: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Import rows."""
        return self.load_file(
            ledger, csv_of(rows), region=region, today=today, history=history, dry_run=dry_run
        )

    def load_file(
        self, ledger: str, data: bytes, name: str = "台账.csv", *, region: str | None = CITY, **options: Any
    ) -> Outcome:
        """Import a file."""
        options = {"today": TODAY, **options}
        with scope.entered(scope.WHOLE):
            return run_import(
                actor=command_actor(),
                ledger=ledger,
                data=data,
                file_name=name,
                region=self.city.regions[region] if region else None,
                **options,
            )

    def export(
        self, ledger: str, *, region: str = CITY, on: dt.date = TODAY, kind: str = "csv", whole: bool = True
    ) -> bytes:
        """Export to a file, with whole numbers unless told otherwise."""
        target = io.BytesIO()
        with scope.entered(scope.WHOLE):
            run_export(
                actor=command_actor(),
                ledger=ledger,
                region=self.city.regions[region],
                on=on,
                today=TODAY,
                target=target,
                kind=kind,
                unmasked=whole,
                reason="核对",
            )
        return target.getvalue()

    def exported(self, ledger: str, **options: Any) -> list[dict[str, Any]]:
        """The rows of an export by header."""
        table = read_table(self.export(ledger, **options), "台账.csv")
        return [dict(zip(table.headers, cells, strict=True)) for _, cells in table.rows]

    def versions(self, **where: Any) -> list[Facts]:
        """Versions of facts, the oldest first."""
        with scope.entered(scope.WHOLE):
            return list(
                Facts.objects.filter(**where).select_related("resident", "household").order_by("start")
            )


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, rejected); all rows are among them."""
    found = (outcome.created, outcome.updated, outcome.unchanged, outcome.rejected)
    assert sum(found) == outcome.rows
    return found


def reasons(outcome: Outcome) -> list[tuple[int, str]]:
    """Row and field of every reason."""
    return [(reject.row, reject.field) for reject in outcome.rejects]


ALL_LEDGERS = tuple(LEDGERS)
