"""`jiceng verify`: is every table with a person's data closed to whoever has no scope?"""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from jiceng.core import protection


class Command(BaseCommand):
    """Report the state of row-level protection as the application role sees it."""

    help = "检查数据库的行级保护"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the format."""
        parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; fail when something is open."""
        report = protection.examine(connection)
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
        else:
            self._print(report)
        if not report.is_sound:
            raise CommandError("行级保护不完整")

    def _print(self, report: protection.Report) -> None:
        self.stdout.write(f"应用角色：{report.role}({'能' if report.bypass else '不能'}绕过行级保护)")
        self.stdout.write(f"未强制保护的表：{'、'.join(report.unforced) or '无'}")
        self.stdout.write(f"没有保护策略的表：{'、'.join(report.without_policy) or '无'}")
        self.stdout.write("不需保护的表：")
        for each in report.exempt:
            self.stdout.write(f"  {each['table']}  {each['reason']}")
