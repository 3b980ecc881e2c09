"""The few figures of today that the first page shows, each of which opens its list."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from jiceng.policy.figures import Pass, members, reading_all
from jiceng.policy.force import areas
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.regions.models import Region

PEOPLE = ("registered_unemployed", "hardship", "hardship_employed", "candidate_4050")
HOUSEHOLDS = ("zero_household_found", "zero_household_recognised")
RESIDENTS = "resident"


class KeyFigure(NamedTuple):
    """A population of today: its word, its label and its size."""

    code: str
    label: str
    size: int
    subject: str


def key_figures(region: Region, today: dt.date) -> list[KeyFigure]:
    """The figures of a region; the caller has checked the right to it."""
    span, labels, sizes = Span.on(today), {}, dict.fromkeys((*PEOPLE, *HOUSEHOLDS), 0)
    with reading_all():
        for area in areas(region, today):
            try:
                sets = {code: area.policy.population(code) for code in sizes}
            except UnknownName:  # no pack here knows the word: nothing to show
                continue
            labels |= {code: getattr(s, "label", "") or s.of.label for code, s in sets.items()}  # type: ignore[attr-defined]
            one = Pass(area, SUBJECTS[RESIDENTS], span, [sets[code] for code in PEOPLE])
            for group in one.groups():
                for code in PEOPLE:
                    sizes[code] += group.size * one.counts(sets[code], group.present, group.mask)
            for code in HOUSEHOLDS:
                sizes[code] += len(members(area, span, sets[code]))
    return [
        KeyFigure(code, labels[code], size, RESIDENTS if code in PEOPLE else "household")
        for code, size in sizes.items()
        if code in labels
    ]
