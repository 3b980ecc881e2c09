"""The search within the handbook: every section that holds all words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiceng.manual.chapters import Chapter, Section, chapters

AROUND = 40  # characters shown before and after what was found
MOST = 30


@dataclass(frozen=True)
class Hit:
    """A section that was found, with the text around the first word."""

    chapter: Chapter
    section: Section
    excerpt: str

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"{self.chapter.url}#{self.section.anchor}"


def find(typed: str) -> list[Hit]:
    """The sections that hold every word of what was typed, those with one in the heading first."""
    words = typed.lower().split()
    if not words:
        return []
    hits = sorted(_hits(words), key=lambda hit: not any(word in hit.section.title.lower() for word in words))
    return hits[:MOST]


def _hits(words: list[str]) -> Iterator[Hit]:
    for chapter in chapters().values():
        for section in chapter.sections:
            looked_at = f"{chapter.title} {section.title} {section.text}".lower()
            if all(word in looked_at for word in words):
                yield Hit(chapter, section, _excerpt(section.text, words[0]))


def _excerpt(text: str, word: str) -> str:
    place = max(text.lower().find(word), 0)
    begin, end = max(place - AROUND, 0), place + len(word) + AROUND
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
