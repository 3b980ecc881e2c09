"""Regions with validity, and the offices that answer for them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jiceng.core.models import CText
from jiceng.core.scope import AFTER_ALL_PATHS


class Level(models.IntegerChoices):
    """The five levels of the administrative tree."""

    PROVINCE = 1, "省"
    CITY = 2, "市"
    COUNTY = 3, "县(区)"
    STREET = 4, "街道(乡镇)"
    COMMUNITY = 5, "社区(村)"


PATH_LENGTH = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.STREET: 9, Level.COMMUNITY: 12}


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions; their tree holds no person's data and is open to every officer."""

    def within(self, path: str) -> RegionQuerySet:
        """A region and all below it."""
        return self.filter(path__gte=path, path__lt=path + AFTER_ALL_PATHS)

    def within_on(self, path: str, day: dt.date) -> RegionQuerySet:
        """What lay below a path on a day, also when it has been moved elsewhere since."""
        left_later = FormerPath.objects.filter(region=OuterRef("pk"), until__gt=day).order_by("until", "pk")
        path_then = Coalesce(Subquery(left_later.values("path")[:1]), F("path"))
        return self.alias(path_then=path_then).filter(
            path_then__gte=path, path_then__lt=path + AFTER_ALL_PATHS
        )

    def existing_on(self, day: object) -> RegionQuerySet:
        """Regions that exist on a day."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day)
        )

    def communities(self) -> RegionQuerySet:
        """The lowest level, where residents live."""
        return self.filter(level=Level.COMMUNITY)


class Region(models.Model):
    """A division, with an identity apart from its code: it opens, closes, is renamed and changes its parent.

    `path` is our administrative path of fixed-width segments (2, 4, 6, 9, 12 characters by level). It equals
    the code at loading and may differ later. `closed_on` is the first day on which the region is no more.
    """

    code = CText("区划代码", max_length=12, unique=True)
    path = CText(max_length=12, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)
    name = models.CharField("名称", max_length=60)
    opened_on = models.DateField("设立日期", null=True)
    closed_on = models.DateField("撤销日期", null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    objects = RegionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_community(self) -> bool:
        """Whether residents live directly here."""
        return self.level == Level.COMMUNITY


class FormerPath(models.Model):
    """A path that a region had until a day (the first on which it had another).

    The rows of that time keep it, so it is never given to another region.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="former_paths")
    path = CText(max_length=12, db_index=True)
    until = models.DateField()

    def __str__(self) -> str:
        return str(self.path)


class Office(models.Model):
    """A labour-security office (机构); it answers for one region, its name as its province prescribes."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="office")
    name = models.CharField("机构名称", max_length=80)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name
