"""Imports of ledgers: files checked row by row, the good rows brought in together, the bad ones explained.

Used by the rooms that declare ledgers (`imports.py`) and by the commands and pages that run them.
"""

from jiceng.core.importing.declaration import (
    Check,
    Column,
    Context,
    Field,
    ImportRefused,
    LateReject,
    Ledger,
    LookUp,
    Source,
    Written,
)
from jiceng.core.importing.outcome import Outcome, Reject, SourceFile
from jiceng.core.importing.registers import RegisterWriter, Spells, known_on
from jiceng.core.importing.running import Progress, run
from jiceng.core.importing.work import READY, STAGED, Work, quoted

__all__ = [
    "READY",
    "STAGED",
    "Check",
    "Column",
    "Context",
    "Field",
    "ImportRefused",
    "LateReject",
    "Ledger",
    "LookUp",
    "Outcome",
    "Progress",
    "RegisterWriter",
    "Reject",
    "Source",
    "SourceFile",
    "Spells",
    "Work",
    "Written",
    "known_on",
    "quoted",
    "run",
]
