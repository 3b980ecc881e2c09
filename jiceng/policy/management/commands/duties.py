"""`jiceng duties`: what is owed by whom and when, as known on a day."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from jiceng.accounts.commands import OfficerCommand, day
from jiceng.accounts.roles import Action
from jiceng.policy.duties import STATUSES, Owed, Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import areas
from jiceng.policy.populations import FutureDay
from jiceng.policy.vocabulary import SUBJECTS


class Command(OfficerCommand):
    """Duties of a region."""

    help = "列出应办事项及办理情况"
    errors = (FutureDay,)

    def arguments(self, parser: ArgumentParser) -> None:
        """A region, a day, and how to narrow."""
        parser.add_argument("--region", required=True, help="区划代码")
        parser.add_argument("--on", required=True, help="以哪一天所知为准")
        parser.add_argument("--from", dest="first", help="到期日起，默认当年1月1日")
        parser.add_argument("--to", dest="last", help="到期日止，默认当年12月31日")
        parser.add_argument("--status", choices=STATUSES, help="办理情况")
        parser.add_argument("--duty", help="事项代码")
        self.unmasked_arguments(parser)

    def work(self, **options: Any) -> None:
        """Derive and print."""
        region, on = self.region(options["region"]), day(options["on"])
        if on > self.today:
            raise FutureDay(f"{on}尚未到来")
        self.actor.require(Action.VIEW, region.path)
        first = day(options["first"]) if options["first"] else dt.date(on.year, 1, 1)
        last = day(options["last"]) if options["last"] else dt.date(on.year, 12, 31)
        with reading_all():
            here = areas(region, on)
            self._check_duty(options["duty"], {d.code for area in here for d in area.policy.all("duty")})
            found = [
                owed
                for area in here
                for duty in area.policy.all("duty")
                if options["duty"] in (None, duty.code)
                for owed in derive(area, duty, Window(first, last, on))
                if options["status"] in (None, owed.status)
            ]
            rows = self._rows(found, options)
        if self.as_json:
            self.show({"on": on, "region": region.code, "duties": rows})
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values()))

    def _check_duty(self, code: str | None, known: set[str]) -> None:
        """A mistyped code must not read as nothing owed."""
        if code is not None and code not in known:
            self.fail(f"没有名为“{code}”的事项，可用：{'、'.join(sorted(known)) or '无'}")

    def _rows(self, found: list[Owed], options: dict[str, Any]) -> list[dict[str, Any]]:
        keys: dict[str, Mapping[int, str]] = {}
        for subject in {owed.subject for owed in found}:
            ids = sorted({owed.subject_id for owed in found if owed.subject == subject})
            keys[subject] = SUBJECTS[subject].keys(ids)
            if subject == "resident":
                keys[subject] = self.shown_numbers(keys[subject], options, "duties")
        return [
            {
                "duty": o.duty,
                "subject": keys[o.subject][o.subject_id],
                "since": o.since,
                "due": o.due,
                "status": o.status,
                "evidence": o.evidence,
            }
            for o in found
        ]
