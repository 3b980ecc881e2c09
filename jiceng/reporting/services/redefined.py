"""Where the definition behind a figure changed on the way: from which day, and both in words.

A figure is made by the definitions of its last day. So a change since the period before speaks for a part of
every difference, and is told beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from jiceng.core.spans import ONE_DAY, Period
from jiceng.policy.force import Policy, candidates, in_force
from jiceng.policy.history import turning_days
from jiceng.policy.schema import Form
from jiceng.policy.trees import UnknownName
from jiceng.policy.wording import in_one_line, in_words
from jiceng.regions.models import Region
from jiceng.reporting.services.definitions import words_of_row

Words = Mapping[str, str]  # label of a figure -> its definition


class Redefined(NamedTuple):
    """A figure that says something else from a day on; a definition that there was not is empty."""

    label: str
    day: dt.date
    before: str
    after: str


def of_report(region: Region, code: str, period: Period, row: str = "") -> list[Redefined]:
    """The rows of a form, or the one asked for, that were redefined since the period before."""

    def words(policy: Policy) -> Words | None:
        origin = policy.origins.get(("form", code))
        if origin is None:
            return None
        form: Form = origin.entry
        return {each.label: words_of_row(form, each, policy) for each in form.row if row in ("", each.code)}

    return _changes(region, period.first - ONE_DAY, period.last, words)


def of_population(region: Region, name: str, first: dt.date, last: dt.date) -> list[Redefined]:
    """The changes of a population's definition after one day, up to another."""

    def words(policy: Policy) -> Words | None:
        try:
            s = policy.population(name)
        except UnknownName:
            return None
        return {getattr(s, "label", name): in_one_line(in_words(s, policy))}

    return _changes(region, first, last, words)


def _changes(
    region: Region, first: dt.date, last: dt.date, words: Callable[[Policy], Words | None]
) -> list[Redefined]:
    found: list[Redefined] = []
    for day in turning_days(candidates(region), first, last):
        before, after = words(in_force(region, day - ONE_DAY)), words(in_force(region, day))
        if before is None or after is None:  # there was nothing to count, or there is no more
            continue
        found += [
            Redefined(label, day, before.get(label, ""), after.get(label, ""))
            for label in dict.fromkeys([*after, *before])
            if before.get(label) != after.get(label)
        ]
    return found
