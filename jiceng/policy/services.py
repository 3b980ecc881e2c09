"""Enacting packs and ruling on duties. Enactment is an audited act with the document's number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.policy import packs
from jiceng.policy.force import in_force
from jiceng.policy.mistakes import Inherited
from jiceng.policy.models import Enactment, Waiver
from jiceng.regions.models import Region

ENACTED = sentence("enact", "颁行政策包")
WAIVER_ASKED = sentence("ask_waiver", "申请免办事项")
WAIVER_AGREED = sentence("agree_waiver", "同意免办事项")
AFTER_ALL_ENACTMENTS = 2**62


class WaiverRefused(ValueError):
    """A waiver that cannot be agreed to; the message is for users."""


def enact(*, actor: Actor, text: str, region: Region, path: str = "pack.toml", today: dt.date) -> Enactment:
    """Put a pack in force for a region and all below it; raises PackError with every mistake.

    Enacting the very same text again changes nothing.
    """
    actor.require(Action.ORGANISE, region.path)
    pack = packs.read(text, path, _inherited(region))
    enactment, is_new = Enactment.objects.get_or_create(
        pack=pack.pack.code,
        region=region,
        digest=packs.digest(text),
        defaults={
            "title": pack.pack.title,
            "document": pack.pack.document,
            "issued": pack.pack.issued,
            "text": text,
            "enacted_by": actor.user,
        },
    )
    if is_new:
        record(
            actor,
            ENACTED,
            path=region.path,
            subject=enactment,
            document=pack.pack.document,
            digest=enactment.digest,
        )
    return enactment


def _inherited(region: Region) -> Inherited:
    return {key: origin.entry for key, origin in in_force(region, dt.date.max).origins.items()}


def attach_shipped_packs(*, actor: Actor, regions: Iterable[Region], today: dt.date) -> list[Enactment]:
    """Enact the shipped packs whose region was just loaded."""
    by_code = {region.code: region for region in regions}
    enacted = []
    for code, text in packs.shipped().items():
        head = packs.read_enacted(text).pack
        region = by_code.get(head.region.ljust(12, "0"))
        if region is not None and not head.by_hand:
            enacted.append(enact(actor=actor, text=text, region=region, path=f"{code}.toml", today=today))
    return enacted


def draft(text: str, path: str, region: Region) -> Enactment:
    """A pack as if it were enacted for the region, not saved; raises PackError with every mistake."""
    pack = packs.read(text, path, _inherited(region))
    return Enactment(
        pk=AFTER_ALL_ENACTMENTS,
        pack=pack.pack.code,
        title=pack.pack.title,
        document=pack.pack.document,
        region=region,
        issued=pack.pack.issued,
        text=text,
        digest=packs.digest(text),
    )


def ask_waiver(
    *,
    actor: Actor,
    duty: str,
    subject: str,
    subject_id: int,
    path: str,
    start: dt.date,
    last: dt.date,
    reason: str,
) -> Waiver:
    """Ask that a duty be waived for a subject while its due days lie in the span; it holds once agreed."""
    actor.require(Action.WRITE, path)
    if not reason.strip():
        raise WaiverRefused("请填写免办理由")
    waiver = Waiver(duty=duty, subject=subject, subject_id=subject_id, path=path, start=start, last=last)
    waiver.reason, waiver.asked_by = reason.strip(), actor.user
    waiver.full_clean(exclude=["agreed_by", "agreed_at", "asked_at"])
    waiver.save()
    record(actor, WAIVER_ASKED, path=path, subject=waiver, reason=waiver.reason, duty=duty)
    return waiver


def agree_waiver(*, actor: Actor, waiver: Waiver) -> Waiver:
    """Agree to a waiver, from a level above the one that answers for the subject."""
    actor.require(Action.WAIVE, waiver.path)
    if actor.path == waiver.path or actor.user.pk == waiver.asked_by_id:
        raise WaiverRefused("免办事项应由上一级机构的其他人员同意")
    waiver.agreed_by, waiver.agreed_at = actor.user, timezone.now()
    waiver.save(update_fields=["agreed_by", "agreed_at"])
    record(actor, WAIVER_AGREED, path=waiver.path, subject=waiver, reason=waiver.reason, duty=waiver.duty)
    return waiver


def on_regions_loaded(
    sender: Any, *, actor: Actor, regions: list[Region], today: dt.date, **kwargs: Any
) -> None:
    """Listen to the loading of regions."""
    attach_shipped_packs(actor=actor, regions=regions, today=today)
