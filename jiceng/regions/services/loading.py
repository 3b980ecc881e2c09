"""Loading the published tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from jiceng.core import scope
from jiceng.regions import signals
from jiceng.regions.divisions import Division, read_divisions
from jiceng.regions.models import FormerPath, Level, Office, Region
from jiceng.regions.rules import free_path, office_name, parse_code, path_like, significant
from jiceng.regions.services.acting import ORGANISE, Actor

BATCH = 5000


def load_regions(*, within: Sequence[str], actor: Actor, today: dt.date) -> dict[str, int]:
    """Load the published tree below each code, with the levels above it, and an office for each region.

    What stands already is left as it is, whatever its name, path or state is now. Returns how many regions
    were `created` and how many stood `unchanged`. Raises InvalidCode or UnknownDivision.
    """
    codes = [parse_code(code) for code in within]
    for code in codes:
        actor.require(ORGANISE, significant(code))
    divisions = read_divisions(codes)
    with scope.widened(scope.WHOLE, reason="packs attach to a region with whatever it holds"):
        standing = Region.objects.in_bulk([division.code for division in divisions], field_name="code")
        regions = _with_missing(divisions, standing)
        loaded = [regions[division.code] for division in divisions]
        signals.regions_loaded.send(sender=Region, regions=loaded, actor=actor, today=today)
    return {"created": len(divisions) - len(standing), "unchanged": len(standing)}


def _with_missing(divisions: Sequence[Division], standing: dict[str, Region]) -> dict[str, Region]:
    """Every region by code, those that are missing created level by level with their offices."""
    regions = dict(standing)
    taken = {
        *Region.objects.values_list("path", flat=True),
        *FormerPath.objects.values_list("path", flat=True),
    }
    for level in Level.values:
        new = [_unsaved(d, regions, taken) for d in divisions if d.level == level and d.code not in regions]
        Region.objects.bulk_create(new, batch_size=BATCH)
        Office.objects.bulk_create([_office(region) for region in new], batch_size=BATCH)
        regions.update((region.code, region) for region in new)
    return regions


def _unsaved(division: Division, regions: dict[str, Region], taken: set[str]) -> Region:
    parent = regions[division.parent_code] if division.parent_code else None
    parent_path = parent.path if parent else ""
    wished = path_like(division.code, parent_path, division.level)
    path = free_path(parent_path, division.level, wished=wished, taken=taken)
    taken.add(path)
    return Region(code=division.code, path=path, parent=parent, level=division.level, name=division.name)


def _office(region: Region) -> Office:
    above = region.parent.name if region.parent else ""
    return Office(region=region, name=office_name(region.level, region.name, above))
