"""Residents, their dated facts and households; and what offices ruled about them."""

from jiceng.residents.models.people import (
    BEGINNING,
    Assignment,
    ChangeListClosure,
    Facts,
    Household,
    IdentityClaim,
    Resident,
    Sex,
    Sighting,
    Visit,
)
from jiceng.residents.models.rulings import DuplicateRuling, Move, NumberProposal

__all__ = [
    "BEGINNING",
    "Assignment",
    "ChangeListClosure",
    "DuplicateRuling",
    "Facts",
    "Household",
    "IdentityClaim",
    "Move",
    "NumberProposal",
    "Resident",
    "Sex",
    "Sighting",
    "Visit",
]
