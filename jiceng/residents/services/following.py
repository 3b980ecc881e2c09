"""Which registers go where a resident or a household goes. The rooms above name theirs in AppConfig.ready."""

from __future__ import annotations

from typing import Any

from jiceng.core.models import RegisterRow
from jiceng.residents.models import (
    DuplicateRuling,
    Household,
    NumberProposal,
    Resident,
    Sighting,
    Visit,
)

# Rows with a column `resident`, that lie where the person lives now, whenever they happened. Versions of
# facts and assignments are not among them: they keep the path they had.
PERSON_REGISTERS: list[type[RegisterRow]] = [Visit, Sighting, NumberProposal, DuplicateRuling]
# Of these nothing stands in the way of voiding the person: they go with it.
NOTES: tuple[type[RegisterRow], ...] = (Sighting, NumberProposal, DuplicateRuling)
# Rows with a column `household`, that lie where the household lies.
HOUSEHOLD_REGISTERS: list[type[RegisterRow]] = []


def follows_resident(model: type[RegisterRow]) -> None:
    """Let the rows of a register move with the resident."""
    if model not in PERSON_REGISTERS:
        PERSON_REGISTERS.append(model)


def follows_household(model: type[RegisterRow]) -> None:
    """Let the rows of a register follow the household."""
    if model not in HOUSEHOLD_REGISTERS:
        HOUSEHOLD_REGISTERS.append(model)


def rows_of_person(resident: Resident) -> list[RegisterRow]:
    """Every row that moves with a person, voided ones too, within the scope."""
    rows: list[RegisterRow] = []
    for model in PERSON_REGISTERS:
        rows += model.every.filter(resident=resident).order_by("pk")
    return rows


def standing_rows(resident: Resident) -> list[Any]:
    """(name of the register, how many) of what stands on file for a person besides facts and sightings."""
    counts = [
        (str(model._meta.verbose_name), model.objects.filter(resident=resident).count())
        for model in PERSON_REGISTERS
        if model not in NOTES
    ]
    return [(name, n) for name, n in counts if n]


def is_in_use(household: Household) -> bool:
    """Whether anything refers to a household."""
    return any(model.objects.filter(household=household).exists() for model in HOUSEHOLD_REGISTERS)
