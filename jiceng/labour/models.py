"""Registers of incoming workers, transferred labour, laid-off workers, and certified flexible work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiceng.core.history import tracked
from jiceng.core.models import CText, RegisterRow, Spell, no_overlap, not_backwards
from jiceng.employers.models import Employer
from jiceng.labour import choices
from jiceng.residents.models import Resident


@tracked
class Incoming(Spell):
    """The stay of somebody from elsewhere who works or trades here (外来务工经商, BX 四(二)).

    The person is a resident of the community of the stay. `stop` is the day of leaving (离开日期).
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="stays", db_index=False)
    pursuit = models.CharField("务工经商", max_length=4, choices=choices.Pursuit.choices)
    origin = models.CharField("来自地", max_length=100, blank=True)
    workplace = models.CharField("工作单位或经营场所", max_length=120, blank=True)
    trade = models.CharField("从事工种或经营项目", max_length=60, blank=True)
    permit = CText("居住证号", max_length=40, blank=True)
    end_reason = models.CharField("离开原因", max_length=60, blank=True)

    class Meta:
        verbose_name = "外来务工经商"
        constraints = [
            no_overlap("incoming_once", "resident", message="与该居民已登记的外来务工经商时间重叠"),
            not_backwards("incoming_not_backwards", "离开日期不能早于来本地日期", empty=True),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="incoming_of"),
            models.Index(fields=["path", "start"], name="incoming_in"),
            models.Index(fields=["start", "id"], name="incoming_by_start"),
        ]


@tracked
class Transfer(Spell):
    """Rural labour at work outside farming (转移就业, GD 一一(一)3); `stop` is the day of return."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="transfers", db_index=False)
    destination = models.CharField("转移去向", max_length=4, choices=choices.Destination.choices)
    place = models.CharField("流入地", max_length=100, blank=True)
    employer_name = models.CharField("就业单位", max_length=120, blank=True)
    trade = models.CharField("从事工种", max_length=60, blank=True)
    way = models.CharField("转移方式", max_length=4, choices=choices.TransferWay.choices, blank=True)
    monthly_income = models.DecimalField("月收入", max_digits=10, decimal_places=2, null=True)
    end_reason = models.CharField("返回原因", max_length=60, blank=True)

    class Meta:
        verbose_name = "转移就业"
        constraints = [
            no_overlap("transfer_once", "resident", message="与该居民已登记的转移就业时间重叠"),
            not_backwards("transfer_not_backwards", "返回日期不能早于转移日期", empty=True),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="transfer_of"),
            models.Index(fields=["path", "start"], name="transfer_in"),
            models.Index(fields=["start", "id"], name="transfer_by_start"),
        ]


@tracked
class LaidOff(Spell):
    """Laid off while still on a unit's roll (下岗职工, BX 四(二)); `stop` is the day the relation ended."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="layoffs", db_index=False)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    credit_code = CText("统一社会信用代码", max_length=18, blank=True)
    employer_name = models.CharField("单位名称", max_length=120, blank=True)
    permit = CText("下岗证号", max_length=40, blank=True)
    end_reason = models.CharField("终止原因", max_length=60, blank=True)

    class Meta:
        verbose_name = "下岗登记"
        constraints = [
            no_overlap("laid_off_once", "resident", message="与该居民已登记的下岗时间重叠"),
            not_backwards("laid_off_not_backwards", "终止日期不能早于下岗日期", empty=True),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="laid_off_of"),
            models.Index(fields=["path", "start"], name="laid_off_in"),
            models.Index(fields=["start", "id"], name="laid_off_by_start"),
        ]


@tracked
class Certification(RegisterRow):
    """The yearly certification of a flexible worker (灵活就业认证, BX 三(三)2(2)), for its calendar year."""

    resident = models.ForeignKey(
        Resident, models.PROTECT, related_name="flexible_certifications", db_index=False
    )
    on = models.DateField("认证日期")
    kind = models.CharField("灵活就业形式", max_length=8, choices=choices.FlexibleKind.choices)
    monthly_income = models.DecimalField("月收入", max_digits=10, decimal_places=2, null=True)
    has_pension = models.BooleanField("参加养老保险", null=True)
    has_medical = models.BooleanField("参加医疗保险", null=True)
    guidance = models.CharField("参保指导", max_length=200, blank=True)
    certifier = models.CharField("认证人", max_length=40, blank=True)

    class Meta:
        verbose_name = "灵活就业认证"
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "on"],
                condition=Q(voided_at=None),
                name="certification_once_a_day",
                violation_error_message="该居民当日已办理灵活就业认证",
            )
        ]
        indexes = [
            models.Index(fields=["resident", "on"], name="certification_of"),
            models.Index(fields=["path", "on"], name="certification_in"),
        ]
