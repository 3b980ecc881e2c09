"""`jiceng packs list|check|load|diff`: what is in force, and what a pack would change."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand, day
from jiceng.policy import packs
from jiceng.policy.differences import difference
from jiceng.policy.figures import reading_all
from jiceng.policy.force import areas
from jiceng.policy.models import Enactment
from jiceng.policy.populations import entries
from jiceng.policy.schema import KINDS
from jiceng.policy.services import draft, enact
from jiceng.regions.models import Region


class Command(OfficerCommand):
    """Packs of policy."""

    help = "政策包：查看、检查、颁行、比较"

    def arguments(self, parser: ArgumentParser) -> None:
        """One sub-command."""
        parser.add_argument("act", choices=["list", "check", "load", "diff"])
        parser.add_argument("files", nargs="*", metavar="FILE", help="文件，或随产品提供的政策包代码")
        parser.add_argument("--region", help="区划代码")
        parser.add_argument("--on", help="日期，默认今天")

    def work(self, **options: Any) -> None:
        """Run the sub-command."""
        on = day(options["on"]) if options["on"] else self.today
        files = [self._read(name) for name in options["files"]]
        if options["act"] != "list" and not files:
            self.fail("请给出政策包文件", WRONG_USAGE)
        if options["act"] == "list":
            regions = [self.region(options["region"])] if options["region"] else self._regions()
            self._list([row for region in regions for row in entries(region, on)])
        elif options["act"] == "check":
            self._check(files)
        else:
            self._load_or_diff(options, files, on)

    def _regions(self) -> list[Region]:
        return list(Region.objects.filter(enactments__isnull=False).distinct().order_by("path"))

    def _read(self, name: str) -> tuple[str, str]:
        path = Path(name)
        if path.is_file():
            try:
                return name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                self.fail(f"{name} 不是UTF-8编码的文本文件")
        if name in packs.shipped():
            return f"{name}.toml", packs.shipped()[name]
        self.fail(f"没有文件或政策包 {name}（随产品提供：{'、'.join(packs.shipped())}）", WRONG_USAGE)

    def _list(self, rows: list[dict[str, Any]]) -> None:
        if self.as_json:
            self.show(rows)
            return
        for row in rows:
            until = f" 至 {row['until']}" if row["until"] else ""
            self.stdout.write(
                f"{row['kind']}.{row['code']:<28}{row['pack']}  {row['region']}  自 {row['from']}{until}"
            )

    def _check(self, files: list[tuple[str, str]]) -> None:
        inherited = {key: entry for e in Enactment.objects.all() for key, entry in _entries(e)}
        mistakes = []
        for name, text in files:
            try:
                packs.read(text, name, inherited)
            except packs.PackError as error:
                mistakes += [{"file": name, **m._asdict()} for m in error.mistakes]
        if self.as_json:
            self.show(mistakes)
        if mistakes:
            self.fail("\n".join(f"{m['file']}:{m['line']}: {m['entry']}: {m['reason']}" for m in mistakes))
        if not self.as_json:
            self.stdout.write("没有错误")

    def _load_or_diff(self, options: dict[str, Any], files: list[tuple[str, str]], on: Any) -> None:
        if not options["region"]:
            self.fail("请给出 --region 区划代码", WRONG_USAGE)
        region = self.region(options["region"])
        for name, text in files:
            try:
                if options["act"] == "load":
                    made = enact(actor=self.actor, text=text, region=region, path=name, today=self.today)
                    self._report({"pack": made.pack, "region": region.code, "digest": made.digest})
                else:
                    self._report(self._difference(region, on, draft(text, name, region)))
            except packs.PackError as error:
                self.fail(str(error))

    def _difference(self, region: Region, on: Any, would_be: Enactment) -> dict[str, Any]:
        with reading_all():
            return difference(areas(region, on), areas(region, on, would_be), on)

    def _report(self, document: dict[str, Any]) -> None:
        if self.as_json:
            self.show(document)
            return
        for key, value in document.items():
            self.stdout.write(f"{key}：{value}")


def _entries(enactment: Enactment) -> list[tuple[tuple[str, str], Any]]:
    pack = packs.read_enacted(enactment.text)
    return [((kind, entry.code), entry) for kind in KINDS for entry in getattr(pack, kind)]
