"""Imports of ledgers: files checked row by row, the good rows brought in together, the bad ones explained.

Used by the rooms that declare ledgers (`imports.py`) and by the commands and pages that run them.
"""

from jiceng.core.importing.declaration import (
    Check,
    Column,
    Context,
    Fault,
    Field,
    ImportRefused,
    LateReject,
    Ledger,
    LookUp,
    MissingColumns,
    Source,
    Written,
)
from jiceng.core.importing.outcome import Outcome, Reject, Sent, SentRows, SourceFile, named
from jiceng.core.importing.registers import RegisterWriter, Spells, known_on
from jiceng.core.importing.running import Progress, hold, run
from jiceng.core.importing.templates import write_template_of
from jiceng.core.importing.undoing import Obstacle, UndoStopped, undo
from jiceng.core.importing.work import READY, STAGED, Work, quoted

__all__ = [
    "READY",
    "STAGED",
    "Check",
    "Column",
    "Context",
    "Fault",
    "Field",
    "ImportRefused",
    "LateReject",
    "Ledger",
    "LookUp",
    "MissingColumns",
    "Obstacle",
    "Outcome",
    "Progress",
    "RegisterWriter",
    "Reject",
    "Sent",
    "SentRows",
    "Source",
    "SourceFile",
    "Spells",
    "UndoStopped",
    "Work",
    "Written",
    "hold",
    "known_on",
    "named",
    "quoted",
    "run",
    "undo",
    "write_template_of",
]
