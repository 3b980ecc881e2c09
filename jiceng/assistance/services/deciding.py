"""Determinations of hardship and recognitions of zero-employment households: acts after review (A1, A2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.assistance import rules
from jiceng.assistance.choices import hardship_categories
from jiceng.assistance.models import Determination, Recognition
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Policy, in_force
from jiceng.policy.sets import Set
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import SUBJECTS, Span, carrying
from jiceng.regions.models import Region
from jiceng.residents.models import Facts, Household, Resident
from jiceng.residents.rules import wrong_day
from jiceng.residents.services import left_on, place_of

DETERMINED = sentence("hardship_determined", "认定了就业困难人员")
DETERMINATION_ENDED = sentence("hardship_ended", "办理了困难人员认定的退出")
RECOGNISED = sentence("household_recognised", "认定了零就业家庭")
RECOGNITION_ENDED = sentence("recognition_ended", "办理了零就业家庭认定的退出")
FOUND = "zero_household_found"  # the category of a pack by which such households are found


class AssistanceRefused(Refused):
    """A determination or recognition that cannot be made or ended like this."""


@dataclass(frozen=True)
class Candidacy:
    """The rule of the pack in force for a decision, and whether the facts on file meet it on the day."""

    code: str
    label: str
    article: str
    holds: bool


def determine(
    *, actor: Actor, resident: Resident, category: str, on: dt.date, basis: str = "", today: dt.date
) -> Act[Determination]:
    """Determine a person as in hardship in a category from a day; it survives employment.

    Who does not meet the rule of the pack by the facts on file needs a `basis`. Raises NotAllowed,
    AssistanceRefused, Refused when a determination of the category overlaps.
    """
    actor.require(Action.DETERMINE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = rules.wrong_determination(
            on,
            category,
            known=categories_in_force(resident.region, on),
            birth=resident.birth,
            today=today,
            left_on=left_on(resident),
        )
        refuse(wrong, AssistanceRefused)
        rule = candidacy(resident, category, on)
        _require_basis(rule, basis)
        made = Determination(resident=resident, **place_of(resident), category=category, start=on)
        return work.done(
            DETERMINED, work.create(made), reason=basis.strip(), **_on_record(rule), category=category
        )


def end_determination(
    *,
    actor: Actor,
    determination: Determination,
    on: dt.date,
    reason: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Determination]:
    """End a determination with a reason; `on` is the first day without it.

    Raises NotAllowed, AssistanceRefused, Conflict.
    """
    actor.require(Action.DETERMINE, determination.path)
    with acting(actor, today) as work:
        determination = work.lock(determination, lock_version)
        _require_open(determination)
        refuse(rules.wrong_exit(on, reason, start=determination.start, today=today), AssistanceRefused)
        return work.done(DETERMINATION_ENDED, work.amend(determination, stop=on, exit_reason=reason))


def recognise_household(
    *, actor: Actor, household: Household, on: dt.date, basis: str = "", today: dt.date
) -> Act[Recognition]:
    """Recognise a zero-employment household from a day: a member is to work within 20 days (A2).

    Somebody on file lives in it that day. One that the rule of the pack does not find needs a `basis`. Raises
    NotAllowed, AssistanceRefused, Refused when another recognition of it overlaps.
    """
    actor.require(Action.DETERMINE, household.path)
    with acting(actor, today) as work:
        household = work.lock(household)
        wrong = wrong_day(on, today=today)
        if wrong is None and not Facts.objects.filter(household=household).open_on(on).exists():
            wrong = "该家庭当日没有登记在册的成员"
        refuse(mistakes(on=wrong), AssistanceRefused)
        rule = household_found(household, on)
        _require_basis(rule, basis)
        place = {"region_id": household.region_id, "path": household.path}
        made = work.create(Recognition(household=household, **place, start=on))
        return work.done(RECOGNISED, made, reason=basis.strip(), **_on_record(rule))


def end_recognition(
    *,
    actor: Actor,
    recognition: Recognition,
    on: dt.date,
    reason: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[Recognition]:
    """End a recognition with a reason; `on` is the first day without it.

    Raises NotAllowed, AssistanceRefused, Conflict.
    """
    actor.require(Action.DETERMINE, recognition.path)
    with acting(actor, today) as work:
        recognition = work.lock(recognition, lock_version)
        _require_open(recognition)
        refuse(rules.wrong_exit(on, reason, start=recognition.start, today=today), AssistanceRefused)
        return work.done(RECOGNITION_ENDED, work.amend(recognition, stop=on, exit_reason=reason))


def categories_in_force(region: Region, on: dt.date) -> list[str]:
    """The 类别 that can be determined in a region on a day: those of the deployment and of its packs."""
    entries = in_force(region, on).all("category")
    return hardship_categories(*(e.determination for e in entries if e.determination)).codes


def candidacy(resident: Resident, category: str, on: dt.date) -> Candidacy | None:
    """The rule that a 类别 has in the pack in force, for one person on a day; None where it has none."""
    policy = in_force(resident.region, on)
    for entry in policy.all("category"):
        if entry.determination == category and entry.subject == "resident":
            return _candidacy(policy, entry.code, resident.pk, on)
    return None


def household_found(household: Household, on: dt.date) -> Candidacy | None:
    """Whether the pack in force finds a household to be without employment on a day; None without a rule."""
    return _candidacy(in_force(household.region, on), FOUND, household.pk, on)


def open_categories(resident: Resident, on: dt.date) -> list[str]:
    """The 类别 in which a person is determined on a day."""
    found = Determination.objects.filter(resident=resident).open_on(on)
    return list(found.order_by("start", "pk").values_list("category", flat=True))


def suggested_category(resident: Resident, on: dt.date) -> str:
    """The first 类别 whose rule a person meets on a day and that is not determined yet; blank for none."""
    held = open_categories(resident, on)
    for category in categories_in_force(resident.region, on):
        rule = candidacy(resident, category, on) if category not in held else None
        if rule is not None and rule.holds:
            return category
    return ""


def _candidacy(policy: Policy, code: str, pk: int, on: dt.date) -> Candidacy | None:
    try:
        rule: Set = policy.population(code)
    except UnknownName:
        return None
    span = Span.on(on)
    with reading_all():
        located = carrying(SUBJECTS[rule.subject].located(span, False), span).filter(subject_id=pk)
        holds = located.filter(rule.q()).exists()
    entry = policy.get("category", code)
    return Candidacy(code, entry.label, entry.article, holds)


def _require_basis(rule: Candidacy | None, basis: str) -> None:
    if rule is not None:
        refuse(
            rules.wrong_basis(rule.holds, basis, label=rule.label, article=rule.article), AssistanceRefused
        )
    elif not basis.strip():
        raise AssistanceRefused("现行政策没有该类别的条件，请写明认定依据", "basis")


def _on_record(rule: Candidacy | None) -> dict[str, Any]:
    """What the log keeps of the rule: its article, and whether the facts on file met it."""
    return {"rule": rule.code, "article": rule.article, "met": rule.holds} if rule else {}


def _require_open(row: Determination | Recognition) -> None:
    if row.stop is not None:
        raise AssistanceRefused(f"该认定已于{row.stop}退出")
