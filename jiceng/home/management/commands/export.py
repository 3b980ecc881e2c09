"""`jiceng export LEDGER`: write a ledger of a region into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand, day
from jiceng.core.spreadsheets import SpreadsheetError
from jiceng.home.imports import LEDGERS, ExportRefused, run_export


class Command(OfficerCommand):
    """Write the register in the layout of its import."""

    help = "导出台账"
    errors = (ExportRefused, SpreadsheetError)

    def arguments(self, parser: ArgumentParser) -> None:
        """A ledger, a region, a day and a file."""
        parser.add_argument("ledger", choices=sorted(LEDGERS), metavar="LEDGER", help="、".join(LEDGERS))
        parser.add_argument("--region", required=True, metavar="CODE", help="区划代码")
        parser.add_argument("--on", metavar="DATE", help="日期，默认今天")
        parser.add_argument(
            "-o", "--output", type=Path, required=True, metavar="FILE", help=".xlsx 或 .csv 文件"
        )
        parser.add_argument("--unmasked", action="store_true", help="导出完整公民身份号码，须说明理由")
        parser.add_argument("--reason", default="", metavar="TEXT", help="理由，记入审计日志")

    def work(self, **options: Any) -> None:
        """Write the file and say how many rows it has."""
        if options["output"].suffix.lower() not in (".xlsx", ".csv"):
            self.fail("导出文件名应以 .xlsx 或 .csv 结尾", WRONG_USAGE)
        if options["unmasked"] and not options["reason"].strip():
            self.fail("导出完整公民身份号码需要 --reason 理由", WRONG_USAGE)
        rows = run_export(
            actor=self.actor,
            ledger=options["ledger"],
            region=self.region(options["region"]),
            on=day(options["on"]) if options["on"] else self.today,
            today=self.today,
            target=options["output"],
            unmasked=options["unmasked"],
            reason=options["reason"],
        )
        if self.as_json:
            self.show({"ledger": options["ledger"], "rows": rows, "file": str(options["output"])})
        else:
            self.stdout.write(f"已导出{rows}行到 {options['output']}")
