"""Spreadsheets in and out: .xlsx, .xls and .csv read as typed rows, .xlsx and .csv written.

Used by imports, exports and the workbooks of rejected rows. Knows nothing of ledgers: headers and cells only.
"""

from jiceng.core.spreadsheets.errors import (
    EmptyFile,
    FileTooLarge,
    HeaderError,
    SpreadsheetError,
    UnreadableFile,
)
from jiceng.core.spreadsheets.limits import Limits
from jiceng.core.spreadsheets.neutral import neutralised, undo_neutralised
from jiceng.core.spreadsheets.reading import Table, read_table
from jiceng.core.spreadsheets.templates import TemplateColumn, write_template
from jiceng.core.spreadsheets.workbooks import Template
from jiceng.core.spreadsheets.writing import REASON_HEADER, RejectedRow, write_rejects, write_table

__all__ = [
    "REASON_HEADER",
    "EmptyFile",
    "FileTooLarge",
    "HeaderError",
    "Limits",
    "RejectedRow",
    "SpreadsheetError",
    "Table",
    "Template",
    "TemplateColumn",
    "UnreadableFile",
    "neutralised",
    "read_table",
    "undo_neutralised",
    "write_rejects",
    "write_table",
    "write_template",
]
