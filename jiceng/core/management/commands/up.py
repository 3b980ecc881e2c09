"""`jiceng up`: migrate, then serve pages and background work until Ctrl-C."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from jiceng.core import serving


class Command(BaseCommand):
    """Serve this deployment."""

    help = "更新数据库结构，并提供网页服务，按 Ctrl-C 结束"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=serving.default_port(), help="端口，默认 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and serve."""
        call_command("migrate", verbosity=0)
        serving.serve(options["port"])
