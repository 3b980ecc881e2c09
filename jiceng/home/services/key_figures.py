"""The few figures of today that the first page shows, each of which opens its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from jiceng.policy.figures import Pass, members
from jiceng.policy.force import Area
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import SUBJECTS, Span

PEOPLE = ("registered_unemployed", "hardship", "hardship_employed", "candidate_4050")
FOUND, RECOGNISED = "zero_household_found", "zero_household_recognised"
TO_BE_RECOGNISED = "零就业家庭(发现，未认定)"
# The list behind a figure of households: the name of its URL, and its filters.
LISTS = {FOUND: ("zero-households", ""), RECOGNISED: ("recognitions", "state=open")}


class KeyFigure(NamedTuple):
    """A population of today: its label, its size, and the list behind it by URL name and filters.

    `population` is the set that was counted, if it has a name, whose changes can be asked for.
    """

    label: str
    size: int
    list_name: str
    filters: str
    population: str = ""


def key_figures(here: Iterable[Area], today: dt.date) -> list[KeyFigure]:
    """The figures of a region, area by area; run inside `reading_all`.

    Of the households found, those count that are still to be recognised, as in the list of them.
    """
    span, labels, sizes = Span.on(today), {}, dict.fromkeys((*PEOPLE, FOUND, RECOGNISED), 0)
    for area in here:
        try:
            sets = {code: area.policy.population(code) for code in sizes}
        except UnknownName:  # no pack here knows the word: nothing to show
            continue
        labels |= {code: getattr(s, "label", "") or s.of.label for code, s in sets.items()}  # type: ignore[attr-defined]
        labels[FOUND] = TO_BE_RECOGNISED
        one = Pass(area, SUBJECTS["resident"], span, [sets[code] for code in PEOPLE])
        for group in one.groups():
            for code in PEOPLE:
                sizes[code] += group.size * one.counts(sets[code], group.present, group.mask)
        sizes[FOUND] += len(members(area, span, sets[FOUND] & ~sets[RECOGNISED]))
        sizes[RECOGNISED] += len(members(area, span, sets[RECOGNISED]))
    return [
        KeyFigure(
            labels[code],
            size,
            *LISTS.get(code, ("residents", f"population={code}")),
            population="" if code == FOUND else code,
        )
        for code, size in sizes.items()
        if code in labels
    ]
