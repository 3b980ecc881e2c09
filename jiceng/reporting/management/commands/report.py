"""`jiceng report FORM`: a report as it stands, and its way up the levels."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand
from jiceng.accounts.roles import Action
from jiceng.core.spans import parse_period
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.reporting.models import Filing
from jiceng.reporting.services.filing import FilingRefused, accept, return_, submit
from jiceng.reporting.services.reports import PeriodRefused, Report, report
from jiceng.reporting.services.sheets import write_sheet


class Command(OfficerCommand):
    """Show, export or move a report."""

    help = "查看、导出、上报、审核、退回报表"
    errors = (FilingRefused, PeriodRefused, NotInForce, OSError)
    loads = True

    def arguments(self, parser: ArgumentParser) -> None:
        """A form, a region and a period."""
        parser.add_argument("form", help="报表代码")
        parser.add_argument("--region", required=True, help="区划代码")
        parser.add_argument("--period", required=True, help="2026、2026H1、2026Q3 或 2026-09")
        parser.add_argument("--live", action="store_true", help="按现有登记重新计算")
        parser.add_argument("--act", choices=["submit", "accept", "return"], help="上报、审核通过、退回")
        parser.add_argument("--reason", default="", help="退回理由")
        parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="导出为 .xlsx")

    def work(self, **options: Any) -> None:
        """Act if asked, then show."""
        region = self.region(options["region"])
        try:
            period = parse_period(options["period"])
        except ValueError as error:
            self.fail(str(error), WRONG_USAGE)
        if options["output"] and options["output"].suffix.lower() != ".xlsx":
            self.fail("-o 的文件名应以 .xlsx 结尾", WRONG_USAGE)
        self.actor.require(Action.VIEW, region.path)
        common = {
            "actor": self.actor,
            "region": region,
            "code": options["form"],
            "period": period,
            "today": self.today,
        }
        if options["act"] == "submit":
            submit(**common)
        elif options["act"] == "accept":
            accept(**common)
        elif options["act"] == "return":
            return_(reason=options["reason"], **common)
        with reading_all():
            found = report(region, options["form"], period, self.today, live=options["live"])
        if options["output"]:
            options["output"].write_bytes(write_sheet(found))
        self._print(found)

    def _print(self, found: Report) -> None:
        if self.as_json:
            self.show(
                {
                    "form": found.form.code,
                    "region": found.region.code,
                    "period": found.period.code,
                    "state": found.state,
                    "incomplete": found.incomplete,
                    "cells": found.cells,
                }
            )
            return
        self.stdout.write(f"{found.form.label}  {found.region.name}  {found.period.label}")
        self.stdout.write(f"状态：{Filing.State(found.state).label}  未上报社区：{len(found.incomplete)} 个")
        for row in found.form.row:
            cells = "  ".join("—" if v is None else str(v) for v in found.cells[row.code].values())
            self.stdout.write(f"{row.label}\t{cells}")
