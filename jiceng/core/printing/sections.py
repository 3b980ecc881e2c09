"""The sections that rooms add to a dossier (一人一档, 一户一档), from AppConfig.ready.

What stands on the time line of the page stands in the dossier anyway; a room adds a section for what wants a
table of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class DossierSection:
    """A table of a dossier: `rows(pk, day)` gives lines of text about one subject, read in the scope."""

    title: str
    subject: Literal["resident", "household"]
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Callable[[int, dt.date], Sequence[Sequence[str]]]


_SECTIONS: list[DossierSection] = []


def add_section(section: DossierSection) -> None:
    """Let every dossier of its subject have the section."""
    _SECTIONS.append(section)


def sections_of(subject: str, pk: int, day: dt.date) -> list[dict[str, Any]]:
    """The sections with anything in them, as the template takes them."""
    found = ((each, each.rows(pk, day)) for each in _SECTIONS if each.subject == subject)
    return [
        {"title": each.title, "heads": each.heads, "widths": each.widths, "rows": rows}
        for each, rows in found
        if rows
    ]
