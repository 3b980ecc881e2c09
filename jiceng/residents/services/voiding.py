"""What goes with a row that is voided or restored, so that no half of a person stays behind."""

from __future__ import annotations

from typing import Any

from jiceng.accounts.acts import Work
from jiceng.core.differences import as_of
from jiceng.core.models import RegisterRow
from jiceng.core.registers import Refused
from jiceng.policy.models import Waiver
from jiceng.residents.models import Assignment, Facts, Household, IdentityClaim, Resident
from jiceng.residents.services.following import NOTES, is_in_use, standing_rows


class ResidentInUse(Refused):
    """A row on which others depend."""


def resident_voided(sender: Any, *, row: Resident, work: Work, **kwargs: Any) -> None:
    """Facts, sightings and assignments go with a person; other records must be voided one by one before."""
    standing = standing_rows(row)
    if standing:
        listed = "、".join(f"{name}{n}条" for name, n in standing)
        raise ResidentInUse(f"该居民还有{listed}，请先逐条作废")
    followers: tuple[type[RegisterRow], ...] = (Facts, Assignment, *NOTES)
    for model in followers:
        for each in model.objects.filter(resident=row).select_for_update(of=("self",)):
            work.void(each, row.void_reason)
    IdentityClaim.objects.filter(resident_id=row.pk).delete()


def resident_restored(sender: Any, *, row: Resident, work: Work, **kwargs: Any) -> None:
    """The claim says where the person is again, under the number; waivers that had moved along go back."""
    if row.voided_at is not None:
        return
    before = as_of(row, row.lock_version - 1)
    if before is not None and bytes(before.number_digest) != bytes(row.number_digest):
        IdentityClaim.objects.filter(digest=before.number_digest, resident_id=row.pk).delete()
    merged = Resident.every.filter(merged_into=row).values_list("number_digest", flat=True)
    for digest in (row.number_digest, *merged):
        IdentityClaim.objects.update_or_create(
            digest=digest, defaults={"resident_id": row.pk, "region_id": row.region_id}
        )
    if before is not None and before.path != row.path:
        waivers = Waiver.objects.filter(subject="resident", subject_id=row.pk, path=before.path)
        waivers.update(path=row.path)


def facts_voided(sender: Any, *, row: Facts, work: Work, alone: bool, **kwargs: Any) -> None:
    """The version before carries on where the voided one stood: the facts of a person have no gap.

    A version that began with a move is not voided: the person lives there now. The move is undone, or the
    other community takes the person back.
    """
    if not alone:
        return
    here = Facts.objects.filter(resident=row.resident_id, region=row.region_id)
    before = here.filter(stop=row.start).first()
    if before is not None:
        work.amend(before, stop=row.stop, left=row.left, departure=row.departure)
    elif not here.filter(start__lt=row.start).exists():
        raise ResidentInUse("这是该居民在本社区最早的登记信息，不能单独作废，可以更正其内容")


def household_voided(sender: Any, *, row: Household, work: Work, **kwargs: Any) -> None:
    """A household that anybody is or was in stays."""
    if Facts.objects.filter(household=row).exists() or is_in_use(row):
        raise ResidentInUse("该家庭有成员或认定记录，不能作废")
