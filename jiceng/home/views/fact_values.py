"""The facts of a person in words: the grid of the page, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from jiceng.core.forms import NOT_ASKED
from jiceng.core.tables import shown
from jiceng.home.forms import HOUSEHOLD
from jiceng.residents.choices import DECLINED
from jiceng.residents.models import Facts
from jiceng.residents.services import Refusals

# Every fact of a person, in the order in which officers ask for them.
GROUPS = (
    ("家庭与联系", (HOUSEHOLD, "relation", "phone", "address", "hukou_address")),
    ("基本情况", ("hukou", "ethnicity", "marital", "political", "education", "graduate", "graduated_on")),
    ("劳动能力与意愿", ("ability", "student", "job_wish", "skill_level", "trade")),
    ("身份与困难情况", ("laid_off", "low_income", "disabled", "resettled", "veteran", "landless")),
)
KEYS = {"phone": "D"}  # corrected so often that a letter opens it, as it opens an act
NAMES = tuple(name for _, names in GROUPS for name in names)


class Cell(NamedTuple):
    """One fact as the grid shows it; the text is blank for what is not known, `blank` says how it is not."""

    name: str
    label: str
    text: str
    key: str = ""
    blank: str = NOT_ASKED
    asked: str = ""  # when and by whom, where the person declined


@dataclass(frozen=True)
class Change:
    """A fact that differs between two versions."""

    label: str
    before: str
    after: str


def grid(version: Facts, refusals: Refusals) -> list[tuple[str, list[Cell]]]:
    """The facts of a version by group, with what the person declined to state."""
    return [(title, [cell(version, name, refusals) for name in names]) for title, names in GROUPS]


def cell(version: Facts, name: str, refusals: Refusals) -> Cell:
    """One fact of a version."""
    known = Cell(name, label_of(name), text_of(version, name), KEYS.get(name, ""))
    refusal = refusals.get(name)
    if known.text or refusal is None:
        return known
    return known._replace(blank=DECLINED, asked=" ".join(filter(None, (str(refusal.on), refusal.by))))


def label_of(name: str) -> str:
    """The name of a fact for users."""
    return "家庭编号" if name == HOUSEHOLD else str(Facts._meta.get_field(name).verbose_name)


def text_of(version: Facts, name: str) -> str:
    """A fact in words; blank for what was not asked."""
    if name == HOUSEHOLD:
        return version.household.number if version.household else ""
    if Facts._meta.get_field(name).choices:
        return str(getattr(version, f"get_{name}_display")() or "")
    return shown(getattr(version, name))


def changes_between(before: Facts, after: Facts) -> Iterator[Change]:
    """What is different in a version from the one before it."""
    for name in NAMES:
        attribute = Facts._meta.get_field(name).attname
        if getattr(before, attribute) != getattr(after, attribute):
            yield Change(
                label_of(name), text_of(before, name) or NOT_ASKED, text_of(after, name) or NOT_ASKED
            )
