"""`jiceng import LEDGER FILE`: bring a file into a ledger."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from jiceng.accounts.commands import PARTLY_REJECTED, WRONG_USAGE, OfficerCommand
from jiceng.core.importing import ImportRefused, Outcome
from jiceng.core.spreadsheets import SpreadsheetError
from jiceng.home.imports import LEDGERS, note_import, run_import


class Command(OfficerCommand):
    """Check every row, bring in the good ones together, and tell what is wrong with the others."""

    help = "导入台账"
    errors = (SpreadsheetError, ImportRefused)
    outcome: Outcome

    def arguments(self, parser: ArgumentParser) -> None:
        """A ledger and a file."""
        parser.add_argument("ledger", choices=sorted(LEDGERS), metavar="LEDGER", help="、".join(LEDGERS))
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx、.xls 或 .csv 文件")
        parser.add_argument("--region", metavar="CODE", help="只导入该区划内的记录")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不导入")
        parser.add_argument(
            "--history", action="store_true", help="首次导入既有台账：各行按其自身日期视为已知"
        )
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="把退回的行写入该文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import; rejected rows give exit code 3 once the others are in."""
        super().handle(*args, **options)
        self._tell(options["dry_run"])
        if self.outcome.rejected:
            raise CommandError(f"有{self.outcome.rejected}行未被接受", returncode=PARTLY_REJECTED)

    def work(self, **options: Any) -> None:
        """Import, and write the rejected rows before anything is settled."""
        if not options["file"].is_file():
            self.fail(f"没有文件 {options['file']}")
        if options["rejects"] and options["rejects"].suffix.lower() not in (".xlsx", ".csv"):
            self.fail("--rejects 的文件名应以 .xlsx 或 .csv 结尾", WRONG_USAGE)
        region = self.region(options["region"]) if options["region"] else None
        self.outcome = run_import(
            actor=self.actor,
            ledger=options["ledger"],
            data=options["file"],
            file_name=options["file"].name,
            region=region,
            today=self.today,
            history=options["history"],
            dry_run=options["dry_run"],
        )
        if not options["dry_run"]:
            note_import(
                actor=self.actor,
                ledger=options["ledger"],
                file_name=options["file"].name,
                region=region,
                history=options["history"],
                outcome=self.outcome,
            )
        if options["rejects"]:
            self.outcome.write_rejects(options["rejects"])

    def _tell(self, dry_run: bool) -> None:
        if self.as_json:
            self.show(self.outcome.as_json())
            return
        o = self.outcome
        self.stdout.write(
            f"{'试导入（未保存）' if dry_run else '导入'}：共{o.rows}行，新建{o.created}，更新{o.updated}，"
            f"无变化{o.unchanged}，退回{o.rejected}"
        )
        if o.unknown_columns:
            self.stdout.write(f"未识别的列：{'、'.join(o.unknown_columns)}")
        for note in o.notes:
            self.stdout.write(f"注意：{note}")
        for reject in o.rejects:
            self.stdout.write(f"  第{reject.row}行  {reject.reason}")
