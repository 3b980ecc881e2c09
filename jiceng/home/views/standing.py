"""What a resident and the household are today: states, and what the policy in force says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from jiceng.assistance.models import Determination, Recognition
from jiceng.core.identity import mask
from jiceng.core.models import RegisterRow, Spell
from jiceng.core.secrets import cipher
from jiceng.employment.models import Employment, Registration
from jiceng.home.views.reasons import Reason, not_met
from jiceng.labour.models import Incoming, LaidOff, Transfer
from jiceng.policy.force import Policy
from jiceng.policy.lacking import lacking
from jiceng.policy.sets import Set
from jiceng.policy.vocabulary import LEAVES, NAMED, Span, carrying
from jiceng.policy.wording import cited
from jiceng.residents.ledgers import STATES
from jiceng.residents.models import Facts, Resident
from jiceng.residents.populations import RESIDENT
from jiceng.residents.rules import age_on

APPLICABLE, ENJOYED, LACKING = "可申请", "已享受", "差什么"
TONES = {"employed": "green", "registered_unemployed": "orange", "hardship": "purple"}


@dataclass(frozen=True)
class Chip:
    """A state that holds today: the name of its population, its label and colour."""

    code: str
    label: str
    tone: str


@dataclass(frozen=True)
class Eligibility:
    """A category of the policy that a determination stands for, and where the person is in it."""

    code: str
    label: str
    determination: str
    article: str
    is_candidate: bool
    determined: Determination | None
    lacks: tuple[Reason, ...] = ()  # what keeps the person from being a candidate


@dataclass(frozen=True)
class Open:
    """What is open today among the rows of a time line."""

    job: Employment | None = None
    registration: Any = None
    determinations: tuple[Determination, ...] = ()
    recognition: Recognition | None = None
    others: tuple[Spell, ...] = ()

    def other(self, register: type[Spell]) -> Spell | None:
        """The open spell of a register beside those that have a name here."""
        return next((row for row in self.others if isinstance(row, register)), None)

    @classmethod
    def on(cls, today: dt.date, rows: Iterable[RegisterRow]) -> Open:
        """The open spells; an ended or voided one is not among them, nor one of another register."""
        spells = {(type(row), row.pk): row for row in rows if isinstance(row, Spell)}
        standing = [row for row in spells.values() if row.voided_at is None and _holds(row, today)]
        return cls(
            next((row for row in standing if isinstance(row, Employment)), None),
            next((row for row in standing if isinstance(row, Registration)), None),
            tuple(row for row in standing if isinstance(row, Determination)),
            next((row for row in standing if isinstance(row, Recognition)), None),
            tuple(row for row in standing if isinstance(row, (Incoming, Transfer, LaidOff))),
        )


def _holds(row: Any, today: dt.date) -> bool:
    """Whether a spell is open; a registration by its effective end."""
    stop = row.ends if isinstance(row, Registration) else row.stop
    return bool(row.start <= today and (stop is None or stop > today))


def in_place_today(who: Q, policy: Policy, today: dt.date, *, further: Iterable[str] = ()) -> list[Any]:
    """The versions of facts that hold today, each marked with the states and the categories it is in.

    One query, whatever is asked: `further` names more populations of residents. What the populations are
    made of is asked once, and each put together here.
    """
    codes = dict.fromkeys([*STATES, *further, *(each.code for each in _determined_categories(policy))])
    sets = {code: policy.population(code) for code in codes}
    leaves = {leaf: f"leaf_{n}" for n, leaf in enumerate(_leaves_of(sets.values()))}
    marks = {name: ExpressionWrapper(leaf.q(), BooleanField()) for leaf, name in leaves.items()}
    day = Span.on(today)
    rows = carrying(RESIDENT.located(day, False), day).filter(who).annotate(**marks)
    found = list(rows.select_related("resident").order_by("relation", "resident_id"))
    for row in found:
        answers = {leaf: getattr(row, name) for leaf, name in leaves.items()}
        row.answers = answers
        row.populations = {code for code, each in sets.items() if each.holds(answers.__getitem__)}
    return found


def chips(row: Facts) -> list[Chip]:
    """The states of a marked row."""
    words = {code: NAMED.get(code) or LEAVES[code] for code in STATES}
    return [Chip(code, word.label, TONES[code]) for code, word in words.items() if is_in(row, code)]


def is_in(row: Facts, code: str) -> bool:
    """Whether a marked row is in a population that was asked for."""
    return code in row.populations  # type: ignore[attr-defined]


def eligibilities(
    row: Facts, policy: Policy, open_now: Iterable[Determination], today: dt.date
) -> dict[str, list[Eligibility]]:
    """Each category with a determination, by what there is to say of it: APPLICABLE, ENJOYED or LACKING.

    Determinations that no category in force stands for are told too.
    """
    found = {each.category: each for each in open_now}
    told: dict[str, list[Eligibility]] = {APPLICABLE: [], ENJOYED: [], LACKING: []}
    for entry in _determined_categories(policy):
        each = _eligibility(row, policy, entry, found.pop(entry.determination, None), today)
        told[_heading_of(each)].append(each)
    told[ENJOYED] += [Eligibility("", "", name, "", False, each) for name, each in found.items()]
    return {heading: each for heading, each in told.items() if each}


def _eligibility(
    row: Facts, policy: Policy, entry: Any, determined: Determination | None, today: dt.date
) -> Eligibility:
    candidate = is_in(row, entry.code)
    lacks: tuple[Reason, ...] = ()
    if not candidate and determined is None:
        answer = row.answers.__getitem__  # type: ignore[attr-defined]
        unmet = lacking(policy.population(entry.code), answer, policy, row, today)
        lacks = tuple(not_met(each.text, each.facts) for each in unmet)
    article = _article(policy, entry)
    return Eligibility(entry.code, entry.label, entry.determination, article, candidate, determined, lacks)


def _heading_of(each: Eligibility) -> str:
    if each.determined is not None:
        return ENJOYED
    return APPLICABLE if each.is_candidate else LACKING


def masked_number(resident: Resident) -> str:
    """The number as it may be shown."""
    return mask(cipher().decrypt(bytes(resident.number_cipher)))


def member(row: Any, today: dt.date) -> dict[str, Any]:
    """A line of a household."""
    return {
        "row": row,
        "resident": row.resident,
        "age": age_on(row.resident.birth, today),
        "chips": chips(row),
    }


def _determined_categories(policy: Policy) -> list[Any]:
    entries = policy.all("category")
    return [entry for entry in entries if entry.determination and entry.subject == "resident"]


def _leaves_of(sets: Iterable[Set]) -> list[Set]:
    return list(dict.fromkeys(leaf for each in sets for leaf in each.leaves()))


def _article(policy: Policy, entry: Any) -> str:
    document = policy.origins["category", entry.code].enactment.document
    return f"{document} {entry.article}".strip() if entry.article else cited(document)
