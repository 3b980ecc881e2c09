"""`jiceng populations`: every named set with its definition."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import OfficerCommand, day
from jiceng.policy.populations import in_packs, vocabulary
from jiceng.regions.models import Region


class Command(OfficerCommand):
    """The vocabulary, and the categories of the packs in force."""

    help = "列出全部人群及其定义"

    def arguments(self, parser: ArgumentParser) -> None:
        """A region narrows the categories to the packs in force there."""
        parser.add_argument("--region", help="区划代码；不给时取全部已颁行的地区")
        parser.add_argument("--on", help="日期，默认今天")

    def work(self, **options: Any) -> None:
        """Print the words."""
        on = day(options["on"]) if options["on"] else self.today
        tops = (
            [self.region(options["region"])]
            if options["region"]
            else list(Region.objects.filter(parent=None))
        )
        words = {w["code"]: w for w in vocabulary()}
        for top in tops:
            words |= {w["code"]: w for w in in_packs(top, on)}
        found = sorted(words.values(), key=lambda w: str(w["code"]))
        if self.as_json:
            self.show(found)
            return
        for word in found:
            source = f"（{word['article']}）" if word["article"] else ""
            self.stdout.write(f"{word['code']:<28}{word['label']}{source}\n    {word['definition']}")
