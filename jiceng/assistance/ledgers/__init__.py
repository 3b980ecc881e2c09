"""The ledgers of employment assistance."""

from jiceng.assistance.ledgers.candidates import CANDIDATES
from jiceng.assistance.ledgers.determinations import DETERMINATIONS
from jiceng.assistance.ledgers.households import FOUND_HOUSEHOLDS, RECOGNITIONS

__all__ = ["CANDIDATES", "DETERMINATIONS", "FOUND_HOUSEHOLDS", "RECOGNITIONS"]
