"""`jiceng ledger CODE`: write an official ledger of a region as a workbook or a PDF."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand, day
from jiceng.core.printing import PrintFailed
from jiceng.papers.services.ledgers import open_ledger
from jiceng.papers.services.taking import TooLong, export_ledger, print_ledger
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.policy.populations import FutureDay

WRITERS = {".pdf": print_ledger, ".xlsx": export_ledger}


class Command(OfficerCommand):
    """Write an official ledger in its layout."""

    help = "官方台账，按文件规定的栏目打印或导出"
    errors = (NotInForce, FutureDay, TooLong, PrintFailed, OSError)

    def arguments(self, parser: ArgumentParser) -> None:
        """A ledger, a region, a day and a file."""
        parser.add_argument("code", metavar="CODE", help="政策文件中的台账代码")
        parser.add_argument("--region", required=True, metavar="REGION", help="区划代码")
        parser.add_argument("--on", metavar="DATE", help="日期，默认今天")
        parser.add_argument(
            "-o", "--output", type=Path, required=True, metavar="FILE", help=".xlsx 或 .pdf 文件"
        )

    def work(self, **options: Any) -> None:
        """Write the file and say how many members it has."""
        write = WRITERS.get(options["output"].suffix.lower())
        if write is None:
            self.fail("文件名应以 .xlsx 或 .pdf 结尾", WRONG_USAGE)
        ledger = open_ledger(
            actor=self.actor,
            region=self.region(options["region"]),
            code=options["code"],
            day=day(options["on"]) if options["on"] else self.today,
            today=self.today,
        )
        options["output"].write_bytes(write(actor=self.actor, ledger=ledger))
        with reading_all():
            rows = ledger.size()
        if self.as_json:
            self.show({"ledger": options["code"], "rows": rows, "file": str(options["output"])})
        else:
            self.stdout.write(f"已将{ledger.title}（{rows}{ledger.unit}）写入 {options['output']}")
