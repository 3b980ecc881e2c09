"""Enacting packs. Enactment is an audited act with the document's number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.policy import packs
from jiceng.policy.force import in_force
from jiceng.policy.mistakes import Inherited
from jiceng.policy.models import Enactment
from jiceng.regions.models import Region

ENACTED = sentence("enact", "颁行政策包")
AFTER_ALL_ENACTMENTS = 2**62


def enact(
    *,
    actor: Actor,
    text: str,
    region: Region,
    path: str = "pack.toml",
    reason: str = "",
    today: dt.date,
) -> Enactment:
    """Put a pack in force for a region and all below it; raises PackError with every mistake.

    Enacting the very same text again changes nothing. The act is logged with the number of the document.
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
            reason=reason,
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


def on_regions_loaded(
    sender: Any, *, actor: Actor, regions: list[Region], today: dt.date, **kwargs: Any
) -> None:
    """Listen to the loading of regions."""
    attach_shipped_packs(actor=actor, regions=regions, today=today)
