"""Where an office is found: its address and telephone, as others are told (BX 三(四)2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiceng.regions import signals
from jiceng.regions.models import Office, Region
from jiceng.regions.services.acting import ORGANISE, Actor


def amend_office(*, actor: Actor, office: Office, address: str, phone: str, today: dt.date) -> Office:
    """Say where an office is found. Raises what the actor raises when it is not the actor's to say."""
    actor.require(ORGANISE, office.region.path)
    with transaction.atomic():
        office = Office.objects.select_for_update(of=("self",)).select_related("region").get(pk=office.pk)
        office.address, office.phone = address.strip(), phone.strip()
        office.save(update_fields=["address", "phone"])
        signals.region_reorganised.send(
            sender=Region, act="office", region=office.region, on=today, reason="", actor=actor, today=today
        )
    return office
