"""Imports and exports of all ledgers, by command, by page and in the worker.

They stand here because this room knows all others.
"""

from jiceng.home.imports.acts import LEDGERS, ExportRefused, run_export, run_import
from jiceng.home.imports.results import Result, result_of
from jiceng.home.imports.runs import (
    carry_out,
    fail_interrupted_runs,
    forget_old_files,
    note_import,
    start_import,
)

__all__ = [
    "LEDGERS",
    "ExportRefused",
    "Result",
    "carry_out",
    "fail_interrupted_runs",
    "forget_old_files",
    "note_import",
    "result_of",
    "run_export",
    "run_import",
    "start_import",
]
