"""The chapters of the handbook: Markdown files `docs/manual/NN-name.md`, read once and kept as HTML.

A section is a heading of the second level. Its anchor is its text, as on the pages of a code host, so a
heading holds no punctuation.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "manual"
PICTURES = "pictures/"
FILE_NAME = re.compile(r"(?P<number>\d\d)-(?P<slug>[a-z-]+)\.md(?:#(?P<anchor>.+))?")
PNG_SIZE = slice(16, 24)  # width and height, four bytes each, behind signature and name of the first chunk


@dataclass(frozen=True)
class Section:
    """A part of a chapter under a heading of its own; `text` is what the reader sees, for the search."""

    title: str
    text: str

    @property
    def anchor(self) -> str:
        """The fragment of its address."""
        return self.title


@dataclass(frozen=True)
class Chapter:
    """One file of the handbook."""

    number: int
    slug: str
    title: str
    sections: tuple[Section, ...]
    html: SafeString

    @property
    def url(self) -> str:
        """The page of the chapter."""
        return reverse("help-chapter", args=[self.slug])


@cache
def chapters() -> dict[str, Chapter]:
    """Every chapter by its slug, in order."""
    read = (_read(path) for path in sorted(FOLDER.glob("[0-9][0-9]-*.md")))
    return {chapter.slug: chapter for chapter in read}


def _read(path: Path) -> Chapter:
    """A chapter; HTML in the text stays text. Raises ValueError when the file's name is not that of one."""
    named = FILE_NAME.fullmatch(path.name)
    if named is None:
        raise ValueError(f"not the name of a chapter: {path.name}")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(path.read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]
    sections = tuple(_sections(tokens))
    for token in tokens:
        _point(token)
    html = parser.renderer.render(tokens, parser.options, {})
    # The text is ours, and the parser lets no HTML of it through.
    return Chapter(int(named["number"]), named["slug"], title, sections, mark_safe(html))


def _sections(tokens: Sequence[Token]) -> list[Section]:
    """The sections, each with its text; their headings get their anchors."""
    titles: list[str] = []
    texts: list[list[str]] = []
    for token, inside in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", inside.content)
            titles.append(inside.content)
            texts.append([])
        elif texts and inside.type == "inline":
            texts[-1].append("".join(_words(inside)))
    return [Section(title, " ".join(text)) for title, text in zip(titles, texts, strict=True)]


def _words(token: Token) -> list[str]:
    return [child.content for child in token.children or () if child.type in ("text", "code_inline")]


def _point(token: Token) -> None:
    """Let links to other chapters and pictures lead to where the product serves them."""
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("href", _served(str(child.attrGet("href"))))
        elif child.type == "image":
            name = str(child.attrGet("src")).removeprefix(PICTURES)
            if address := _address(name):
                width, height = _size(FOLDER / PICTURES / name)
                child.attrs |= {"src": address, "width": width, "height": height}


def _address(picture: str) -> str:
    """Where a picture is served; "" for one not yet taken, or taken since the server began."""
    if not (FOLDER / PICTURES / picture).exists():
        return ""
    try:
        return static(f"manual/{picture}")
    except ValueError:  # not among the collected files
        return ""


def _served(href: str) -> str:
    named = FILE_NAME.fullmatch(href)
    if named is None:
        return href
    return reverse("help-chapter", args=[named["slug"]]) + (f"#{named['anchor']}" if named["anchor"] else "")


def _size(picture: Path) -> tuple[int, int]:
    """Width and height in pixels of a PNG, so that the text does not jump when the picture arrives."""
    with picture.open("rb") as file:
        width, height = struct.unpack(">II", file.read(PNG_SIZE.stop)[PNG_SIZE])
    return width, height
