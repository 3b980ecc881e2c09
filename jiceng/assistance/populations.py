"""Words about hardship, zero-employment households, plans, urgent placement and stable employment."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce

from jiceng.assistance.models import Determination, Plan, Recognition, StabilityCheck, UrgentNeed
from jiceng.core.spans import ONE_DAY
from jiceng.employment.choices import EmploymentForm
from jiceng.employment.models import Employment
from jiceng.employment.populations import employed
from jiceng.labour.models import Certification
from jiceng.policy.sets import Set, leaf, named, related
from jiceng.policy.vocabulary import Rows, Span, event, evidence, flow, state
from jiceng.residents.populations import YearsBefore


def _hardship_in_words(*, category: str) -> str:
    return f"就业困难人员（{category}）"


@state("hardship", "就业困难人员", "resident", "BX 三(三)3(1)", phrase=_hardship_in_words)
def hardship(*, category: str | None = None) -> Rows:
    """当日有未退出的困难人员认定；认定不因就业而失效，经退出手续才终止。category 限定类别。"""
    return Determination.objects.filter(category=category) if category else Determination.objects.all()


hardship_employed = named(
    "hardship_employed",
    "已就业的困难人员",
    leaf(hardship) & leaf(employed),
    "BX 三(三)3(5)",
    note="当日困难认定未退出，且当日就业的居民。",
)


@event("determined", "困难人员认定", "resident", "BX 三(三)3(1)")
def determined() -> Rows:
    """认定为就业困难人员。"""
    return Determination.objects.annotate(subject_id=F("resident_id"), day=F("start"))


@state("zero_household_recognised", "零就业家庭(认定)", "household", "BX 三(三)3(4)")
def zero_household_recognised() -> Rows:
    """当日有未退出的零就业家庭认定。"""
    return Recognition.objects.all()


@event("zero_household_recognised", "零就业家庭认定", "household", "BX 三(三)3(4)")
def zero_household_was_recognised() -> Rows:
    """零就业家庭登记认定；退出日期为该事项的终点。"""
    return Recognition.objects.annotate(subject_id=F("household_id"), day=F("start"), ended=F("stop"))


@flow("recognition_handled", "期内在册的零就业家庭认定", "household", "BX 三(三)3(4)")
def recognition_handled(span: Span) -> Rows:
    """期初前一日认定有效，或期内认定的家庭。"""
    carried_over = Q(stop=None) | Q(stop__gte=span.first)
    return Recognition.objects.filter(carried_over | Q(start__gte=span.first), start__lte=span.last)


@state("plan_open", "有援助计划", "resident", "BX 三(三)3(3)")
def plan_open() -> Rows:
    """当日本人有未结案的援助计划；家庭的援助计划不计入。"""
    return Plan.objects.filter(resident__isnull=False)


@state("urgent_need", "急需就业人员", "resident", "HB 三(三)3", stop="ends")
def urgent_need() -> Rows:
    """当日标记为急需就业，且自标记之日起尚未就业、未因其他原因终止。"""
    return UrgentNeed.objects.with_end()


@event("urgent_need_marked", "标记为急需就业", "resident", "HB 三(三)3")
def urgent_need_marked() -> Rows:
    """标记为急需就业人员，即时就业安置的期限自该日起算；因其他原因终止之日为该事项的终点。"""
    return UrgentNeed.objects.annotate(subject_id=F("resident_id"), day=F("start"), ended=F("stop"))


@evidence("placed", "实现就业", "resident", "HB 三(三)3")
def placed() -> Rows:
    """本人处于就业状态，从就业之日起证明。"""
    return Employment.objects.annotate(subject_id=F("resident_id"), day=F("start"), until=F("stop"))


def _stable_in_words(*, minimum_wage: int | None = None) -> str:
    return f"稳定就业（最低工资每月{minimum_wage}元）" if minimum_wage else "稳定就业"


@state("stably_employed", "稳定就业", "resident", "BX 二(二)", phrase=_stable_in_words)
def stably_employed(*, minimum_wage: int | None = None) -> Rows:
    """当日就业，且符合下列之一：用人单位招用并订立一年以上劳动合同；自主创业，持有营业执照且月收入不低于最低工资；
    灵活就业，月收入不低于最低工资且缴纳社会保险费。营业执照、社会保险费和月收入以最近一次核查为准，未询问的依次以
    该次就业期间最近一次灵活就业认证（参加养老保险）、就业登记为准。minimum_wage 为当地月最低工资（元），
    没有载明的，后两项不成立。
    """
    return seen_of_jobs().filter(_stable(minimum_wage))


def seen_of_jobs() -> Any:
    """Jobs with what is known of them: `licensed`, `insured`, `income`.

    What the latest check saw; where it did not ask, the latest yearly certification during the job; then the
    job itself.
    """
    checks = StabilityCheck.objects.filter(job=OuterRef("pk")).order_by("-on", "-pk")
    certified = Certification.objects.filter(resident=OuterRef("resident"), on__gte=OuterRef("start"))
    certified = certified.order_by("-on", "-pk")
    has_code = ExpressionWrapper(~Q(credit_code=""), BooleanField())
    incomes = [
        Subquery(rows.values("monthly_income")[:1], output_field=DecimalField())
        for rows in (checks, certified)
    ]
    pensions = Subquery(certified.values("has_pension")[:1])
    return Employment.objects.annotate(
        licensed=Coalesce(Subquery(checks.values("has_licence")[:1]), has_code),
        insured=Coalesce(Subquery(checks.values("is_insured")[:1]), pensions),
        income=Coalesce(*incomes, F("monthly_income")),
    )


def _stable(minimum_wage: int | None) -> Q:
    # The same test as rules.stability; a test holds the two together.
    whole_year = Q(contract_start__lte=YearsBefore(_day_after("contract_stop"), 1))
    earning = Q(income__gte=minimum_wage) if minimum_wage is not None else Q(pk__in=[])
    own_account = Q(form=EmploymentForm.OWN_ACCOUNT, licensed=True) & earning
    flexible = Q(form=EmploymentForm.FLEXIBLE, insured=True) & earning
    on_a_contract = ~Q(form__in=[EmploymentForm.OWN_ACCOUNT, EmploymentForm.FLEXIBLE]) & whole_year
    return on_a_contract | own_account | flexible


def _day_after(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(column) + ONE_DAY, DateField())


def followed_until_stable(stable: Set) -> Set:
    """Recognised households of which a member works and none stably; `stable` is a set of residents."""
    return leaf(zero_household_recognised) & related("member", leaf(employed)) & ~related("member", stable)
