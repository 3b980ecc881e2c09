"""The base of commands that work on registers: as the operating-system user, in one transaction."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from jiceng.accounts.actors import Actor, NotAllowed, command_actor
from jiceng.core import clock, scope
from jiceng.regions.models import Region
from jiceng.regions.rules import InvalidCode
from jiceng.regions.services import UnknownRegion, find_region

FAILED, WRONG_USAGE, PARTLY_REJECTED = 1, 2, 3


def day(text: str) -> dt.date:
    """An ISO date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期“{text}”不正确，应为 2026-09-30 的形式", returncode=WRONG_USAGE) from None


class OfficerCommand(BaseCommand):
    """A command of contracts, section 2. Subclasses give `arguments` and `work`."""

    actor: Actor
    today: dt.date
    errors: tuple[type[Exception], ...] = ()
    has_json = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The arguments of the command, and the format."""
        self.arguments(parser)
        if self.has_json:
            parser.add_argument("--format", choices=["text", "json"], default="text", help="输出格式")

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work in one transaction; a failure leaves nothing behind."""
        self.today = clock.today()
        self.as_json = options.get("format") == "json"
        try:
            with scope.entered(scope.WHOLE):
                self.actor = command_actor()
                self.work(**options)
        except (UnknownRegion, InvalidCode, NotAllowed) as error:
            self.fail(str(error))
        except self.errors as error:
            self.fail(str(error))

    def work(self, **options: Any) -> None:
        """What the command does."""
        raise NotImplementedError

    def region(self, code: str) -> Region:
        """The region of a code; an unknown one ends the command with exit code 1."""
        return find_region(code)

    def show(self, document: Any) -> None:
        """Print the one JSON document."""
        json.dump(document, sys.stdout, ensure_ascii=False, default=plain)
        sys.stdout.write("\n")

    def fail(self, message: str, returncode: int = FAILED) -> NoReturn:
        """End the command; nothing has changed."""
        raise CommandError(message, returncode=returncode)


def plain(value: Any) -> Any:
    """Dates and decimals for JSON."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and value.as_tuple().exponent == 0
            else float(value)
        )
    raise TypeError(f"not for JSON: {value!r}")
