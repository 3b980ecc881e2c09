"""Rulings about the first residents of a site, for the test of strangers."""

from __future__ import annotations

from typing import Any

from jiceng.core import scope
from jiceng.residents.models import DuplicateRuling, Move, NumberProposal
from tests.oracle.small import ACROSS, HERE
from tests.site import Site
from tests.worlds import day

TODAY = "2026-12-31"


def a_proposal(site: Site) -> dict[str, Any]:
    """A correction of the number of the first resident, proposed."""
    resident = site.residents[HERE][0]
    secret = {"old_cipher": resident.number_cipher, "new_cipher": resident.number_cipher}
    with scope.entered(scope.WHOLE):
        found = NumberProposal.objects.filter(resident=resident).first()
        made = found or NumberProposal.objects.create(
            resident=resident,
            region=resident.region,
            path=HERE,
            known_on=day(TODAY),
            reason="录入错误",
            **secret,
        )
    return {"pk": made.pk}


def a_ruling(site: Site) -> dict[str, Any]:
    """That the two residents are not the same."""
    resident, other = site.residents[HERE]
    said = {"resident": resident, "other": other, "verdict": "different", "known_on": day(TODAY)}
    with scope.entered(scope.WHOLE):
        found = DuplicateRuling.objects.first()
        made = found or DuplicateRuling.objects.create(region=resident.region, path=HERE, **said)
    return {"pk": made.pk}


def a_move(site: Site) -> dict[str, Any]:
    """A move of the first resident into the community."""
    resident = site.residents[HERE][0]
    place = {"region": resident.region, "path": HERE, "other": site.regions[ACROSS]}
    with scope.entered(scope.WHOLE):
        made = Move.objects.create(
            **place, resident=resident, direction="out", on=day(TODAY), known_on=day(TODAY), reason="搬家"
        )
    return {"pk": made.pk}
