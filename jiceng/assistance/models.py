"""Determinations and recognitions, and the work that follows: plans, urgent placement, stable employment."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import DateField, F, Func, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Least

from jiceng.assistance import choices
from jiceng.core.history import tracked
from jiceng.core.models import (
    RegisterManager,
    RegisterQuerySet,
    RegisterRow,
    Spell,
    no_overlap,
    not_backwards,
)
from jiceng.employment.models import Employment
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


class PlanQuerySet(RegisterQuerySet):
    """Assistance plans."""

    def with_review(self) -> Self:
        """Annotate `reviewed_on`, the latest review, and `review_due`: so many months after it or start."""
        latest = (
            PlanReview.objects.filter(plan=OuterRef("pk"))
            .order_by()
            .values("plan")
            .annotate(last=Max("on"))
            .values("last")
        )
        months = Func(F("review_months"), template="make_interval(months => %(expressions)s)")
        due = Func(
            Coalesce(F("reviewed_on"), F("start")),
            months,
            template="(%(expressions)s)::date",
            arg_joiner=" + ",
            output_field=DateField(),
        )
        return self.annotate(reviewed_on=Subquery(latest)).annotate(review_due=due)


@tracked
class Plan(Spell):
    """An assistance plan (援助计划, BX 三(三)3(3)) of a person or of a household, until it is closed."""

    resident = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="plans", db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="plans", db_index=False)
    goal = models.CharField("援助目标", max_length=200)
    review_months = models.PositiveSmallIntegerField("复核周期", choices=choices.REVIEW_EVERY, default=3)
    end_reason = models.CharField("结案原因", max_length=10, choices=choices.PlanEnd.choices, blank=True)
    result = models.CharField("援助结果", max_length=200, blank=True)

    objects = RegisterManager.from_queryset(PlanQuerySet)()

    class Meta:
        verbose_name = "援助计划"
        constraints = [
            no_overlap("plan_once_a_person", "resident", message="该居民已有未结案的援助计划"),
            no_overlap("plan_once_a_household", "household", message="该家庭已有未结案的援助计划"),
            not_backwards("plan_not_backwards", "结案日期不能早于制定日期", empty=True),
            models.CheckConstraint(
                name="plan_of_one_subject",
                condition=Q(resident=None) ^ Q(household=None),
                violation_error_message="援助计划属于一名居民或一个家庭",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="plan_of_person"),
            models.Index(fields=["household", "start"], name="plan_of_household"),
            models.Index(fields=["path", "start"], name="plan_in"),
        ]


@tracked
class PlanStep(RegisterRow):
    """A step of a plan: when it is to be done, and when it was, with what outcome."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    # As in the plan, so that the step moves with the person.
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField("援助方式", max_length=10, choices=choices.StepKind.choices)
    detail = models.CharField("内容", max_length=200, blank=True)
    planned_on = models.DateField("计划日期")
    done_on = models.DateField("完成日期", null=True)
    outcome = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = "援助措施"
        indexes = [
            models.Index(fields=["path", "planned_on"], name="plan_step_in"),
            models.Index(fields=["resident"], name="plan_step_of"),
        ]


@tracked
class PlanReview(RegisterRow):
    """A review of a plan: what was found, and from when the next one is counted."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", db_index=False)
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, related_name="+", db_index=False)
    on = models.DateField("复核日期")
    finding = models.CharField("复核情况", max_length=300)

    class Meta:
        verbose_name = "计划复核"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "on"],
                condition=Q(voided_at=None),
                name="plan_review_once_a_day",
                violation_error_message="该计划当日已复核",
            )
        ]
        indexes = [
            models.Index(fields=["plan", "on"], name="plan_review_of"),
            models.Index(fields=["resident"], name="plan_review_of_person"),
        ]


class UrgentNeedQuerySet(RegisterQuerySet):
    """People in urgent need of a job."""

    def with_end(self) -> Self:
        """Annotate `placed_on`, the first day of work from the marking on, and `ends`, null while it lasts.

        Derived, so voiding the job starts the clock again.
        """
        works = Employment.objects.filter(
            Q(stop=None) | Q(stop__gt=OuterRef("start")), resident=OuterRef("resident")
        )
        first = works.order_by().values("resident").annotate(first=Min("start")).values("first")
        placed = Greatest(Subquery(first), F("start"))
        # Greatest leaves nulls out: who has no job is placed on no day.
        known = models.Case(models.When(models.Exists(works), then=placed), output_field=DateField())
        return self.annotate(placed_on=known).annotate(ends=Least(F("stop"), F("placed_on")))


@tracked
class UrgentNeed(Spell):
    """A person in urgent need of a job (急需就业, HB 三(三)3): the clock runs until a job or a reason."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="urgent_needs", db_index=False)
    reason = models.CharField("困难情况", max_length=200)
    end_reason = models.CharField("终止原因", max_length=10, choices=choices.UrgentEnd.choices, blank=True)

    objects = RegisterManager.from_queryset(UrgentNeedQuerySet)()

    class Meta:
        verbose_name = "即时就业安置"
        constraints = [
            no_overlap(
                "urgent_need_once",
                "resident",
                message="与该居民已终止的即时就业安置时间重叠",
                condition=Q(stop__isnull=False),
            ),
            not_backwards("urgent_need_not_backwards", "终止日期不能早于标记日期", empty=True),
            models.UniqueConstraint(
                fields=["resident", "start"],
                condition=Q(voided_at=None),
                name="urgent_need_once_a_day",
                violation_error_message="该居民当日已标记急需就业",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "start"], name="urgent_need_of"),
            models.Index(fields=["path", "start"], name="urgent_need_in"),
        ]


@tracked
class StabilityCheck(RegisterRow):
    """What was seen of a job when asking whether it is stable: licence, insurance, income of the month."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+", db_index=False)
    job = models.ForeignKey(Employment, models.PROTECT, related_name="checks", db_index=False)
    on = models.DateField("核查日期")
    has_licence = models.BooleanField("持有营业执照", null=True)
    is_insured = models.BooleanField("缴纳社会保险费", null=True)
    monthly_income = models.DecimalField("月收入", max_digits=10, decimal_places=2, null=True)

    class Meta:
        verbose_name = "稳定就业核查"
        indexes = [
            models.Index(fields=["resident", "on"], name="stability_check_of"),
            models.Index(fields=["job", "on"], name="stability_check_of_job"),
        ]
