"""What offices of the demo do besides their ledgers: each act by its service, on a day of the last weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.core import scope
from jiceng.core.registers import Refused
from jiceng.demo.services.founding import STREETS
from jiceng.policy.sets import Set
from jiceng.policy.vocabulary import SUBJECTS, Span, carrying
from jiceng.residents.models import Resident


@dataclass
class Desk:
    """The officers at work, by the path of their office, and what came of their acts."""

    working: Mapping[str, Actor]
    today: dt.date
    done: int = 0
    refused: list[str] = field(default_factory=list)

    def act(
        self, path: str, service: Callable[..., Any], /, *, as_of: dt.date | None = None, **given: Any
    ) -> Any:
        """Let the officer of a place do something, on a business date (today, if none is given).

        What the service gave; None where it was refused, as chance may have it in a small city.
        """
        actor, today = self.working[path], as_of or self.today
        try:
            with scope.entered(actor.scope):
                done = service(actor=actor, today=today, **given)
        except Refused as error:
            self.refused.append(f"{today} {service.__name__}: {error}")
            return None
        self.done += 1
        return done

    def day(self, ago: int, earliest: dt.date | None = None) -> dt.date:
        """The day so many days ago, but none before the earliest."""
        day = self.today - dt.timedelta(days=ago)
        return day if earliest is None else max(day, earliest)

    def communities(self, *streets: str) -> list[str]:
        """The paths of the communities at work in streets; in all, if none is given."""
        within = streets or STREETS
        return sorted(path for path in self.working if path[:9] in within and path not in within)

    def people(self, population: Set, path: str) -> list[Resident]:
        """The residents of a place who are in a population today, the longest on file first."""
        day = Span.on(self.today)
        rows = carrying(SUBJECTS["resident"].located(day, False), day).filter(path__startswith=path)
        wanted = rows.filter(population.q()).values("resident")
        return list(Resident.objects.filter(pk__in=wanted).order_by("pk"))
