"""The base of commands that work on registers: as the operating-system user, in one transaction."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from jiceng.accounts.actors import Actor, NotAllowed, command_actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core import clock, scope
from jiceng.core.failures import file_trouble
from jiceng.core.identity import mask
from jiceng.core.statistics import refresh_statistics
from jiceng.regions.models import Region
from jiceng.regions.rules import InvalidCode
from jiceng.regions.services import UnknownRegion, find_region

REVEALED = sentence("reveal_numbers", "在命令行显示完整的公民身份号码")
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
    loads = False  # whether it may fill tables at once, so that later questions need fresh statistics

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
                if self.loads:
                    refresh_statistics()
        except (UnknownRegion, InvalidCode, NotAllowed) as error:
            self.fail(str(error))
        except OSError as error:
            self.fail(file_trouble(error))
        except self.errors as error:
            self.fail(str(error))

    def work(self, **options: Any) -> None:
        """What the command does."""
        raise NotImplementedError

    def unmasked_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--unmasked --reason TEXT` of commands that print identity numbers."""
        parser.add_argument("--unmasked", action="store_true", help="完整号码，需要 --reason")
        parser.add_argument("--reason", default="", help="理由，记入审计")

    def shown_numbers(self, numbers: Mapping[int, str], options: dict[str, Any], what: str) -> dict[int, str]:
        """Identity numbers as they may be printed: masked, or whole with a reason, which is audited."""
        if not options["unmasked"]:
            return {pk: mask(number) for pk, number in numbers.items()}
        if not options["reason"].strip():
            self.fail("显示完整公民身份号码需要 --reason 理由", WRONG_USAGE)
        self.actor.require(Action.REVEAL)
        record(self.actor, REVEALED, path="", reason=options["reason"], what=what, people=len(numbers))
        return dict(numbers)

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
