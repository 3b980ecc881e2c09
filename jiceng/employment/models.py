"""Employment spells and unemployment registrations."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least

from jiceng.core.history import tracked
from jiceng.core.models import CText, RegisterManager, RegisterQuerySet, Spell, no_overlap, not_backwards
from jiceng.employers.models import Employer
from jiceng.employment import choices
from jiceng.residents.models import Resident


@tracked
class Employment(Spell):
    """A job. `start` is the first day worked (就业日期), `stop` the day after the last (终止日期 + 1)."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="jobs", db_index=False)
    form = models.CharField("就业形式", max_length=3, choices=choices.EmploymentForm.choices)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="jobs")
    credit_code = CText("统一社会信用代码", max_length=18, blank=True)
    employer_name = models.CharField("单位名称", max_length=120, blank=True)
    occupation = models.CharField("岗位工种", max_length=60, blank=True)
    contract_start = models.DateField("合同起始日期", null=True)
    contract_stop = models.DateField("合同终止日期", null=True)
    monthly_income = models.DecimalField("月收入", max_digits=10, decimal_places=2, null=True)
    end_reason = models.CharField("终止原因", max_length=60, blank=True)
    workplace_code = CText("工作地社区代码", max_length=12, blank=True)

    class Meta:
        verbose_name = "就业登记"
        constraints = [
            no_overlap("employment_once", "resident", message="与该居民已登记的就业时间重叠"),
            not_backwards("employment_not_backwards", "终止日期不能早于就业日期"),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="employment_of"),
            models.Index(fields=["path", "start"], name="employment_in"),
            models.Index(fields=["start", "id"], name="employment_by_start"),
        ]


class RegistrationQuerySet(RegisterQuerySet):
    """Unemployment registrations."""

    def with_end(self) -> Self:
        """Annotate `ends`, the effective end (first day no longer registered), null while it is open.

        The cancellation if given; else the earlier of the first job that begins on or after the registration
        day and the person's next registration (contracts, section 4). Derived, so voiding a job restores it.
        """
        job = (
            Employment.objects.filter(resident=OuterRef("resident"), start__gte=OuterRef("start"))
            .order_by()
            .values("resident")
            .annotate(first=Min("start"))
            .values("first")
        )
        later = (
            Registration.objects.filter(resident=OuterRef("resident"), start__gt=OuterRef("start"))
            .order_by()
            .values("resident")
            .annotate(first=Min("start"))
            .values("first")
        )
        return self.annotate(ends=Coalesce(F("stop"), Least(Subquery(job), Subquery(later))))


@tracked
class Registration(Spell):
    """An unemployment registration (失业登记), from its day to its cancellation (注销日期), if any."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="registrations", db_index=False)
    unemployed_on = models.DateField("失业日期", null=True)
    reason = models.CharField(
        "失业原因", max_length=2, choices=choices.UnemploymentReason.choices, blank=True
    )
    category = models.CharField(
        "失业人员类别", max_length=20, choices=choices.UnemployedCategory.choices, blank=True
    )
    former_employer = models.CharField("原工作单位", max_length=120, blank=True)
    job_wish = models.CharField("求职意愿", max_length=40, blank=True)
    training_wish = models.CharField("培训意愿", max_length=40, blank=True)
    cancel_reason = models.CharField(
        "注销原因", max_length=20, choices=choices.CancelReason.choices, blank=True
    )

    objects = RegisterManager.from_queryset(RegistrationQuerySet)()

    class Meta:
        verbose_name = "失业登记"
        constraints = [
            no_overlap(
                "registration_once",
                "resident",
                message="与该居民已注销的失业登记时间重叠",
                condition=Q(stop__isnull=False),
            ),
            not_backwards("registration_not_backwards", "注销日期不能早于失业登记日期", empty=True),
            models.UniqueConstraint(
                fields=["resident", "start"],
                condition=Q(voided_at=None),
                name="registration_once_a_day",
                violation_error_message="该居民当日已有失业登记",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="registration_of"),
            models.Index(fields=["path", "start"], name="registration_in"),
            models.Index(fields=["start", "id"], name="registration_by_start"),
        ]
