"""Why a file as a whole cannot be taken; the messages are for the person who sent it."""

from __future__ import annotations


class SpreadsheetError(Exception):
    """A file that cannot be taken. `str()` gives a plain Chinese sentence."""


class UnreadableFile(SpreadsheetError):
    """Not a spreadsheet of an accepted kind, damaged, or protected by a password."""


class FileTooLarge(SpreadsheetError):
    """More bytes, rows or cells than are taken at once."""


class EmptyFile(SpreadsheetError):
    """A file, or a first sheet, with nothing in it."""


class HeaderError(SpreadsheetError):
    """No headers in the first row, or one of them twice."""
