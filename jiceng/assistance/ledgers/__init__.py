"""The ledgers of employment assistance."""

from jiceng.assistance.ledgers.candidates import CANDIDATES
from jiceng.assistance.ledgers.determinations import DETERMINATIONS
from jiceng.assistance.ledgers.households import FOUND_HOUSEHOLDS, RECOGNITIONS
from jiceng.assistance.ledgers.placing import FOLLOWED, URGENT
from jiceng.assistance.ledgers.plans import PLANS, STEPS

__all__ = [
    "CANDIDATES",
    "DETERMINATIONS",
    "FOLLOWED",
    "FOUND_HOUSEHOLDS",
    "PLANS",
    "RECOGNITIONS",
    "STEPS",
    "URGENT",
]
