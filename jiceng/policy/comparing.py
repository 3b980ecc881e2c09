"""A draft of a pack beside what is in force: which entries it adds, changes, ends, or leaves standing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from jiceng.policy.explaining import explained
from jiceng.policy.force import Origin, Policy, candidates, in_force
from jiceng.policy.models import Enactment
from jiceng.policy.wording import in_one_line

NEW, CHANGED, SAME, WITHDRAWN, STANDING, WITHOUT_EFFECT = (
    "new",
    "changed",
    "same",
    "withdrawn",
    "standing",
    "without_effect",
)


@dataclass(frozen=True)
class EntryChange:
    """What would become of one entry on its first day; words are those before and after.

    `standing`: an earlier text of the same pack has it, the draft does not mention it, and it stays in force.
    `without_effect`: something nearer or later holds in its place.
    """

    kind: str
    code: str
    label: str
    state: str
    start: dt.date
    before: str = ""
    after: str = ""


def entry_changes(draft: Enactment, day: dt.date) -> list[EntryChange]:
    """Every entry of a draft against its region, and on `day` those it no longer mentions."""

    @cache
    def policy(on: dt.date, is_after: bool) -> Policy:
        return in_force(draft.region, on, draft) if is_after else in_force(draft.region, on)

    mine = [origin for origin in candidates(draft.region, draft) if origin.enactment.pk == draft.pk]
    changes = [_change(o, policy(o.start, False), policy(o.start, True)) for o in mine]
    mentioned = {(o.kind, o.entry.code) for o in mine}
    changes += [
        EntryChange(kind, code, origin.entry.label, STANDING, origin.start)
        for (kind, code), origin in policy(day, False).origins.items()
        if (kind, code) not in mentioned
        and origin.enactment.pack == draft.pack
        and origin.enactment.region_id == draft.region.pk
    ]
    return changes


def first_effect(changes: list[EntryChange]) -> dt.date | None:
    """The first day on which anything changes; None when nothing does."""
    return min((c.start for c in changes if c.state in (NEW, CHANGED, WITHDRAWN)), default=None)


def _change(origin: Origin, before: Policy, after: Policy) -> EntryChange:
    key = origin.kind, origin.entry.code
    was, becomes = before.origins.get(key), after.origins.get(key)
    state = _state(origin, was, becomes)
    is_told = state in (NEW, CHANGED, WITHDRAWN)
    return EntryChange(
        *key,
        label=origin.entry.label,
        state=state,
        start=origin.start,
        before=_words(was, before) if is_told else "",
        after=_words(becomes, after) if is_told else "",
    )


def _state(origin: Origin, was: Origin | None, becomes: Origin | None) -> str:
    if origin.entry.withdrawn:
        return WITHDRAWN if was is not None and becomes is None else WITHOUT_EFFECT
    if becomes is None or becomes.enactment.pk != origin.enactment.pk or becomes.entry != origin.entry:
        return WITHOUT_EFFECT
    if was is None:
        return NEW
    return SAME if _text(was) == _text(origin) else CHANGED


def _text(origin: Origin) -> str:
    text: str = origin.entry.model_dump_json(exclude={"from_"})
    return text


def _words(origin: Origin | None, policy: Policy) -> str:
    return "；".join(in_one_line(clause) for clause in explained(origin, policy)) if origin else ""
