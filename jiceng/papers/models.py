"""Papers that were handed out: their numbers, and about whom. What they said is not kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiceng.core.models import CText
from jiceng.regions.models import Office
from jiceng.residents.models import Household, Resident


class Paper(models.Model):
    """One print of a numbered document (文书): a second print is another paper with a number of its own.

    Numbers run from 1 for each office and year. The row lies where the person or household lay on the day. It
    is never changed: whoever is shown a paper can ask the office whether it issued it.
    """

    document = models.CharField("文书", max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="papers")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="papers")
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    path = CText(max_length=12)
    printed_on = models.DateField("打印日期")
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "serial"],
                name="paper_number_once",
                violation_error_message="文书编号重复，请重试",
            ),
            models.CheckConstraint(
                name="paper_about_one",
                condition=Q(resident=None, household__isnull=False)
                | Q(resident__isnull=False, household=None),
                violation_error_message="文书应写明居民或家庭之一",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands on the paper: 210502001001〔2026〕00017号."""
        return f"{self.office.region.code}〔{self.year}〕{self.serial:05d}号"
