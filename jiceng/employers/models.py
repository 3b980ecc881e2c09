"""Employers (用人单位)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiceng.core.history import tracked
from jiceng.core.models import CText, RegisterRow


@tracked
class Employer(RegisterRow):
    """An employer, known by its unified social credit code (GB 32100)."""

    name = CText("单位名称", max_length=120)
    credit_code = CText("统一社会信用代码", max_length=18)
    industry = models.CharField("行业", max_length=60, blank=True)
    ownership = models.CharField("经济类型", max_length=60, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    headcount = models.PositiveIntegerField("职工人数", null=True)
    contracts_signed = models.PositiveIntegerField("签订劳动合同人数", null=True)
    insured = models.PositiveIntegerField("参保人数", null=True)

    class Meta:
        verbose_name = "用人单位"
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(voided_at=None),
                name="employer_once",
                violation_error_message="该统一社会信用代码已登记",
            )
        ]
        indexes = [
            models.Index(fields=["path", "name", "id"], name="employer_in"),
            models.Index(fields=["name", "id"], name="employer_by_name"),
        ]
