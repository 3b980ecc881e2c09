"""Two rows that are one person: merged into the one that stays, and separated again (peers 4.2).

Whatever the other has goes to the one that stays, whose dated facts hold; blanks of the latest version are
filled from the other. Rows that cannot stand beside each other are chosen between, one by one. The other is
voided and points to the one that stays, and so does its number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import Now

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, UndoRefused, Work, acting, take_back
from jiceng.accounts.audit import sentence
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Action
from jiceng.core.models import RegisterRow, Spell
from jiceng.core.registers import Refused, row_voided
from jiceng.policy.models import Waiver
from jiceng.residents.models import (
    Assignment,
    DuplicateRuling,
    Facts,
    IdentityClaim,
    NumberProposal,
    Resident,
    Sighting,
)
from jiceng.residents.services.facts import FACTS
from jiceng.residents.services.following import PERSON_REGISTERS
from jiceng.residents.services.standing import latest_version, place_of

MERGED = sentence("residents_merged", "合并了重复登记的居民")
SEPARATED = sentence("residents_separated", "撤销了居民登记的合并")
DISTINGUISHED = sentence("residents_distinguished", "核实疑似重复的居民不是同一人")
NOT_KEPT, NOW_MERGED, NOW_SEPARATE = "合并时未采用", "合并重复居民", "撤销合并"
# About a row of the register rather than about the person: they stay with it.
ABOUT_THE_ROW = (NumberProposal, DuplicateRuling)
# Of these the row of the one that stays is kept without asking: nothing is lost with the other.
UNASKED = (Sighting, Assignment)


class MergeRefused(Refused):
    """Two residents who cannot be merged or separated like this."""


class Collision(NamedTuple):
    """Two rows of a register that cannot both be one person's."""

    kept: Any
    other: Any

    @property
    def key(self) -> str:
        """A name that is the same whichever of the two stays."""
        low, high = sorted((self.kept.pk, self.other.pk))
        return f"{self.kept._meta.label_lower}:{low}:{high}"


def collisions(kept: Resident, other: Resident) -> list[Collision]:
    """What has to be chosen between before a merger."""
    return [each for each in _collisions(kept, other) if not isinstance(each.kept, UNASKED)]


def merge_residents(
    *,
    actor: Actor,
    kept: Resident,
    other: Resident,
    chosen: Mapping[str, int],
    reason: str,
    today: dt.date,
) -> Act[DuplicateRuling]:
    """Merge `other` into `kept`. `chosen` gives, by the key of each collision, the id of the row to keep.

    Raises NotAllowed, MergeRefused with the list of what was not chosen between.
    """
    for resident in (kept, other):
        actor.require(Action.VOID, resident.path)
    if kept.pk == other.pk:
        raise MergeRefused("请选择两名居民")
    if not reason.strip():
        raise MergeRefused("请填写合并理由", "reason")
    with acting(actor, today) as work:
        locked = {each.pk: work.lock(each) for each in sorted((kept, other), key=lambda each: each.pk)}
        kept, other = locked[kept.pk], locked[other.pk]
        _require_alike(kept, other)
        _drop(work, kept, other, chosen)
        _merge_facts(work, kept, other)
        _hand_over(work, kept, other)
        waivers = Waiver.objects.filter(subject="resident", subject_id=other.pk)
        went_over = list(waivers.values_list("pk", flat=True))
        waivers.update(subject_id=kept.pk, path=kept.path)
        work.amend(other, voided_at=Now(), void_reason=NOW_MERGED, merged_into=kept)
        IdentityClaim.objects.filter(resident_id=other.pk).update(resident_id=kept.pk, region=kept.region_id)
        ruling = _ruling(kept, other, DuplicateRuling.Verdict.MERGED, reason, waivers=went_over)
        return work.done(MERGED, work.create(ruling), reason=reason.strip())


def separate(*, actor: Actor, ruling: DuplicateRuling, reason: str, today: dt.date) -> Act[DuplicateRuling]:
    """Take a merger back, exactly, as long as nothing was built upon it; also that two are not the same.

    Raises NotAllowed, MergeRefused.
    """
    actor.require(Action.VOID, ruling.path)
    if not reason.strip():
        raise MergeRefused("请填写撤销理由", "reason")
    with acting(actor, today) as work:
        ruling = work.lock(ruling)
        if ruling.verdict == DuplicateRuling.Verdict.MERGED:
            actor.require(Action.VOID, ruling.other.path)
            entry = AuditEntry.objects.filter(action=MERGED, subject_id=ruling.pk, path=ruling.path).first()
            if entry is None:
                raise MergeRefused("合并后该居民已迁往其他社区，不能撤销")
            _require_not_built_upon(ruling.resident, entry)
            try:
                take_back(work, entry.detail["rows"], reason=NOW_SEPARATE)
            except UndoRefused:
                raise MergeRefused("合并后相关登记又有变动，不能撤销；请逐条更正") from None
            ruling.refresh_from_db()
        else:
            ruling = work.void(ruling, reason.strip()[:200])
        return work.done(SEPARATED, ruling, reason=reason.strip())


def distinguish(
    *, actor: Actor, resident: Resident, other: Resident, reason: str = "", today: dt.date
) -> Act[DuplicateRuling]:
    """Remember that two residents are two people. Raises NotAllowed, MergeRefused, Refused if it is known."""
    for each in (resident, other):
        actor.require(Action.WRITE, each.path)
    first, second = sorted((resident, other), key=lambda each: each.pk)
    if first.pk == second.pk:
        raise MergeRefused("请选择两名居民")
    with acting(actor, today) as work:
        ruling = _ruling(first, second, DuplicateRuling.Verdict.DIFFERENT, reason)
        return work.done(DISTINGUISHED, work.create(ruling), reason=reason.strip())


def ruling_voided(sender: Any, *, row: DuplicateRuling, work: Work, **kwargs: Any) -> None:
    """Waivers that had gone over go back with the person."""
    Waiver.objects.filter(pk__in=row.waivers).update(subject_id=row.other_id, path=row.other.path)


def _ruling(kept: Resident, other: Resident, verdict: str, reason: str, **more: Any) -> DuplicateRuling:
    said = {"verdict": verdict, "reason": reason.strip()[:200], **more}
    return DuplicateRuling(resident=kept, other=other, **place_of(kept), **said)


def _require_alike(kept: Resident, other: Resident) -> None:
    """Whether a person is here is not decided by a merger."""
    versions = [latest_version(each) for each in (kept, other)]
    if len({version.stop for version in versions}) > 1:
        raise MergeRefused("两条登记中一条已登记死亡或迁离，请先核实并改为一致")


def _drop(work: Work, kept: Resident, other: Resident, chosen: Mapping[str, int]) -> None:
    """Void what was not chosen of rows that cannot stand beside each other."""
    missing, dropped = [], {}
    for each in _collisions(kept, other):
        wanted = each.kept.pk if isinstance(each.kept, UNASKED) else chosen.get(each.key)
        if wanted not in (each.kept.pk, each.other.pk):
            days = f"{days_of(each.kept)}与{days_of(each.other)}"
            missing.append(f"{each.kept._meta.verbose_name}（{days}）")
            continue
        loser = each.other if wanted == each.kept.pk else each.kept
        dropped[type(loser), loser.pk] = loser
    if missing:
        raise MergeRefused("以下登记的时间重叠，请选择保留哪一条：" + "；".join(missing))
    for row in dropped.values():
        voided = work.void(work.lock(row), NOT_KEPT)
        row_voided.send(sender=type(voided), row=voided, work=work, alone=False)


def days_of(row: Any) -> str:
    """The days of a row in words."""
    if not isinstance(row, Spell):
        return str(getattr(row, "on", ""))
    return f"{row.start}至{row.stop or '今'}"


def _merge_facts(work: Work, kept: Resident, other: Resident) -> None:
    mine, theirs = work.lock(latest_version(kept)), latest_version(other)
    blanks = [name for name in FACTS if getattr(mine, name) is None]
    work.amend(mine, **{name: getattr(theirs, name) for name in blanks})
    for version in Facts.objects.filter(resident=other).order_by("start"):
        work.void(work.lock(version), NOW_MERGED)


def _hand_over(work: Work, kept: Resident, other: Resident) -> None:
    for model in _handed_over():
        for row in model.objects.filter(resident=other).order_by("pk"):
            work.amend(work.lock(row), resident_id=kept.pk, **place_of(kept))
    for proposal in NumberProposal.objects.filter(resident=other, agreed=None):
        work.void(work.lock(proposal), NOW_MERGED)


def _handed_over() -> list[type[RegisterRow]]:
    registers: list[type[RegisterRow]] = [*PERSON_REGISTERS, Assignment]
    return [model for model in registers if model not in ABOUT_THE_ROW]


def _require_not_built_upon(kept: Resident, entry: AuditEntry) -> None:
    registers: list[type[RegisterRow]] = [*_handed_over(), Facts]
    built = [
        str(model._meta.verbose_name)
        for model in registers
        if model.objects.filter(resident=kept, entered_at__gt=entry.at).exists()
    ]
    if built:
        raise MergeRefused(f"合并后又登记了{'、'.join(built)}，不能撤销；请先作废这些登记")


def _collisions(kept: Resident, other: Resident) -> Iterator[Collision]:
    """By the constraints of each register: spells that overlap, and what may be there only once."""
    for model in _handed_over():
        mine, theirs = (list(model.objects.filter(resident=each)) for each in (kept, other))
        if not (mine and theirs):
            continue
        for constraint in model._meta.constraints:
            keys = _keys(constraint)
            if "resident" not in keys:
                continue
            holding = _holding(model, constraint, (kept, other))
            for a in mine:
                for b in theirs:
                    is_both = a.pk in holding and b.pk in holding
                    alike = all(getattr(a, key) == getattr(b, key) for key in keys if key != "resident")
                    apart = isinstance(constraint, ExclusionConstraint) and not _overlap(a, b)
                    if is_both and alike and not apart:
                        yield Collision(a, b)


def _keys(constraint: Any) -> list[str]:
    if isinstance(constraint, UniqueConstraint):
        return list(constraint.fields)
    if isinstance(constraint, ExclusionConstraint):
        equal = [key for key, operator in constraint.expressions if operator == RangeOperators.EQUAL]
        return [str(getattr(key, "name", "")) for key in equal]
    return []


def _holding(model: type[RegisterRow], constraint: Any, people: tuple[Resident, ...]) -> set[int]:
    """The rows that the constraint is about."""
    rows = model.objects.filter(constraint.condition or Q(), resident__in=people)
    return set(rows.values_list("pk", flat=True))


def _overlap(a: Any, b: Any) -> bool:
    return bool((b.stop is None or a.start < b.stop) and (a.stop is None or b.start < a.stop))
