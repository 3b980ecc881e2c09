"""`jiceng demo`: fill an empty database with the demo city, and serve it."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jiceng.accounts.actors import command_actor
from jiceng.core import clock
from jiceng.core.serving import default_port, serve
from jiceng.demo.services import filling
from jiceng.demo.services.officers import PASSWORD

FAILED = 1


class Command(BaseCommand):
    """The demo city."""

    help = "生成演示城市（空库），或启动演示"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, which seed, and whether to serve."""
        parser.add_argument("--residents", type=int, default=20_000, help="居民人数，默认20000")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，默认1")
        parser.add_argument("--serve", action="store_true", help="生成后（或库中已有数据时直接）启动网页服务")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, then serve if asked."""
        if filling.is_empty():
            self._fill(options["residents"], options["seed"], clock.today())
        elif not options["serve"]:
            raise CommandError("数据库中已有数据，不再生成演示城市", returncode=FAILED)
        if options["serve"]:
            serve(default_port())

    def _fill(self, residents: int, seed: int, today: dt.date) -> None:
        logins = filling.fill(
            residents=residents, seed=seed, actor=command_actor(), today=today, say=self._say
        )
        self._say(f"演示账户（口令均为 {PASSWORD}）：")
        for login, office, role in logins:
            self._say(f"  {login:<10}{role}  {office}")

    def _say(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
