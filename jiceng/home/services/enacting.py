"""What an administrator sees of a changed pack before it is enacted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiceng.policy import packs
from jiceng.policy.comparing import EntryChange, entry_changes, first_effect
from jiceng.policy.differences import Turnover, turnovers
from jiceng.policy.figures import reading_all
from jiceng.policy.force import areas
from jiceng.policy.models import Enactment
from jiceng.policy.packs import Mistake, PackError
from jiceng.policy.services import draft
from jiceng.regions.models import Region
from jiceng.reporting.services.frozen import FrozenPeriod, frozen_since

MOST_BYTES = 256 * 1024


class NoText(ValueError):
    """A file that is no text of a pack at all; the message is for users."""


@dataclass(frozen=True)
class Review:
    """A pack as if it were enacted: its entries against those in force, and what speaks against it.

    `effect` is the first day on which anything changes; `on` the day on which its people are looked at.
    """

    draft: Enactment
    changes: list[EntryChange]
    effect: dt.date | None
    on: dt.date
    enacted: Enactment | None
    is_for_elsewhere: bool
    frozen: list[FrozenPeriod]


def text_of(data: bytes) -> str:
    """The text of an uploaded file, with one kind of line ends; NoText for what is none."""
    if len(data) > MOST_BYTES:
        raise NoText(f"文件超过{MOST_BYTES // 1024}KB，不是政策包")
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NoText("文件不是UTF-8编码的文本") from None


def plain(text: str) -> str:
    """The same text whichever system wrote it: browsers send line ends of their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def review(text: str, region: Region, today: dt.date) -> Review:
    """What the text would change; raises PackError with every mistake."""
    would_be = draft(text, "", region)
    changes = entry_changes(would_be, today)
    effect = first_effect(changes)
    head = packs.read_enacted(text).pack
    return Review(
        draft=would_be,
        changes=changes,
        effect=effect,
        on=max(today, effect) if effect else today,
        enacted=Enactment.objects.filter(pack=would_be.pack, region=region, digest=would_be.digest).first(),
        is_for_elsewhere=head.region.ljust(12, "0") != region.code,
        frozen=frozen_since(region, effect) if effect and effect <= today else [],
    )


def people_changed(text: str, region: Region, today: dt.date) -> tuple[dt.date, list[Turnover]]:
    """Who would enter and leave each category, duty and ledger, and on which day that was asked."""
    found = review(text, region, today)
    with reading_all():
        now, then = areas(region, found.on), areas(region, found.on, found.draft)
        return found.on, list(turnovers(now, then, found.on))


def with_lines(error: PackError, text: str) -> list[tuple[Mistake, str]]:
    """Each mistake with the line that it stands in."""
    lines = text.split("\n")
    return [(m, lines[m.line - 1].strip() if 0 < m.line <= len(lines) else "") for m in error.mistakes]
