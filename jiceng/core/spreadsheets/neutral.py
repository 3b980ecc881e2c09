"""Text that a spreadsheet program would run as a formula: made harmless on export, undone on import.

One apostrophe more or less in front: a text that already has apostrophes comes back as it was.
"""

from __future__ import annotations

# The tab and the carriage return are skipped by some programs before they look for a formula.
_SIGNS = frozenset("=+-@\t\r")


def neutralised(text: str) -> str:
    """Return the text so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.lstrip("'")[:1] in _SIGNS and text else text


def undo_neutralised(text: str) -> str:
    """Return the text as it was before `neutralised`."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in _SIGNS else text
