"""Import and export of residents and visits, and how every ledger names a person (contracts, section 3)."""

from jiceng.residents.imports.ledgers import HOUSEHOLD_HEADER, RESIDENTS, VISITS, household
from jiceng.residents.imports.people import NUMBER_HEADER, PERSON, PERSON_ON_FILE, person

__all__ = [
    "HOUSEHOLD_HEADER",
    "NUMBER_HEADER",
    "PERSON",
    "PERSON_ON_FILE",
    "RESIDENTS",
    "VISITS",
    "household",
    "person",
]
