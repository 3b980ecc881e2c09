"""Words about hardship determinations and zero-employment households."""

from __future__ import annotations

from django.db.models import F, Q

from jiceng.assistance.models import Determination, Recognition
from jiceng.employment.populations import employed
from jiceng.policy.sets import leaf, named
from jiceng.policy.vocabulary import Rows, Span, event, flow, state


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
