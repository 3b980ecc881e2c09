"""Finding the region of a code that somebody typed."""

from __future__ import annotations

from jiceng.regions.models import Region
from jiceng.regions.rules import parse_code


class UnknownRegion(LookupError):
    """A code that no region of the deployment has."""

    def __init__(self, code: str) -> None:
        super().__init__(f"本系统中没有区划 {code}")


def find_region(code: str) -> Region:
    """The region of a code, closed ones included; InvalidCode or UnknownRegion with a message else."""
    full = parse_code(code)
    region = Region.objects.filter(code=full).first()
    if region is None:
        raise UnknownRegion(full)
    return region
