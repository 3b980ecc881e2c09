"""Changes of the region tree. Regions and offices hold no person's data.

What lies in a region is moved by the rooms above, which listen to `jiceng.regions.signals`.
"""

from jiceng.regions.services.acting import Actor, ReorganisationRefused
from jiceng.regions.services.finding import UnknownRegion, find_region
from jiceng.regions.services.loading import load_regions
from jiceng.regions.services.merging import change_parent, merge_regions
from jiceng.regions.services.offices import amend_office
from jiceng.regions.services.opening import close_region, open_region, rename_region

__all__ = [
    "Actor",
    "ReorganisationRefused",
    "UnknownRegion",
    "amend_office",
    "change_parent",
    "close_region",
    "find_region",
    "load_regions",
    "merge_regions",
    "open_region",
    "rename_region",
]
