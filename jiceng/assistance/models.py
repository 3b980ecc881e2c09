"""Determinations of hardship and recognitions of zero-employment households: dated acts."""

from __future__ import annotations

from django.db import models

from jiceng.assistance import choices
from jiceng.core.history import tracked
from jiceng.core.models import Spell, no_overlap, not_backwards
from jiceng.residents.models import Household, Resident


@tracked
class Determination(Spell):
    """A determination of hardship (困难认定, BX 三(三)3(1)); survives employment, ends by an act."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="determinations", db_index=False)
    category = models.CharField("类别", max_length=40)
    exit_reason = models.CharField("退出原因", max_length=10, choices=choices.ExitReason.choices, blank=True)

    class Meta:
        verbose_name = "困难认定"
        constraints = [
            no_overlap("determination_once", "resident", "category", message="该类别的认定时间重叠"),
            not_backwards("determination_not_backwards", "退出日期不能早于认定日期", empty=True),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="determination_of"),
            models.Index(fields=["path", "start"], name="determination_in"),
        ]


@tracked
class Recognition(Spell):
    """The recognition of a zero-employment household (零就业家庭登记认定, BX 三(三)3(4))."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="recognitions", db_index=False)
    exit_reason = models.CharField("退出原因", max_length=10, choices=choices.ExitReason.choices, blank=True)

    class Meta:
        verbose_name = "零就业家庭认定"
        constraints = [
            no_overlap("recognition_once", "household", message="该家庭的认定时间重叠"),
            not_backwards("recognition_not_backwards", "退出日期不能早于认定日期", empty=True),
        ]
        indexes = [
            models.Index(fields=["household", "start"], name="recognition_of"),
            models.Index(fields=["path", "start"], name="recognition_in"),
        ]
