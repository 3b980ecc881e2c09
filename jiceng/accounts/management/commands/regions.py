"""`jiceng regions load`: bring in the published tree. It stands here because it acts as an officer."""

from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import OfficerCommand
from jiceng.regions.divisions import UnknownDivision
from jiceng.regions.services import load_regions


class Command(OfficerCommand):
    """Load the regions below some codes, and what the rooms above attach to them."""

    help = "加载区划"
    errors = (UnknownDivision,)
    loads = True

    def arguments(self, parser: ArgumentParser) -> None:
        """One subcommand, `load`, and the codes."""
        parser.add_argument("act", choices=["load"], metavar="load", help="加载国家公布的区划")
        parser.add_argument("--within", required=True, metavar="CODE[,CODE]", help="区划代码，多个以逗号分隔")

    def work(self, **options: Any) -> None:
        """Load and say how many."""
        codes = [code for code in options["within"].split(",") if code.strip()]
        counts = load_regions(within=codes, actor=self.actor, today=self.today)
        if self.as_json:
            self.show(counts)
        else:
            self.stdout.write(f"新建区划 {counts['created']} 个，已有 {counts['unchanged']} 个")
