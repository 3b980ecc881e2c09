"""Words about people on the move, the laid-off on the roll, and flexible workers (domain R4, E3, E3b)."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import DateField, F, Func, Q

from jiceng.employment.choices import EmploymentForm
from jiceng.employment.populations import employed, registration_open
from jiceng.labour.choices import AWAY
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.policy.sets import leaf, named
from jiceng.policy.vocabulary import Rows, Span, condition, evidence, state
from jiceng.residents.models import Facts
from jiceng.residents.populations import YearsBefore, urban

LOCAL_HUKOU = ("11", "21")  # 本地非农业, 本地农业


@state("incoming_stay", "外来务工经商登记有效", "resident", "BX 四(二)")
def incoming_stay(*, pursuit: Literal["务工", "经商"] | None = None) -> Rows:
    """当日有外来务工经商登记：来本地日期在当日或之前，无离开日期或其在当日之后。pursuit 限定务工或经商。"""
    return Incoming.objects.filter(pursuit=pursuit) if pursuit else Incoming.objects.all()


@condition("local_hukou", "本地户口", "resident", "BX 四(二)", facts=lambda row, day: _hukou(row))
def local_hukou(span: Span) -> Q:
    """户口性质登记为本地非农业或本地农业（11、21）；未询问的不算。"""
    return Q(hukou__in=LOCAL_HUKOU)


@state("transfer_open", "转移就业登记有效", "resident", "GD 一一(一)3")
def transfer_open(*, away: bool = False) -> Rows:
    """当日有转移就业登记：转移日期在当日或之前，无返回日期或其在当日之后。away 限于去向在县外的。"""
    return Transfer.objects.filter(destination__in=AWAY) if away else Transfer.objects.all()


@condition(
    "graduated_within",
    "毕业不满若干年",
    "resident",
    "GD 一一(一)2",
    facts=lambda row, day, **p: _graduated(row),
)
def graduated_within(span: Span, *, years: int) -> Q:
    """毕业日期在当日或之前，且晚于当日之前 years 年的同一日；未询问的不算。"""
    return Q(graduated_on__lte=span.last, graduated_on__gt=YearsBefore(span.last, years))


@state("laid_off_open", "下岗登记有效", "resident", "BX 四(二)")
def laid_off_open() -> Rows:
    """当日有未终止的下岗登记：下岗日期在当日或之前，无终止日期或终止日期在当日之后。"""
    return LaidOff.objects.all()


@state("flexible_certified", "灵活就业本年已认证", "resident", "BX 三(三)2(2)", stop="good_until")
def flexible_certified() -> Rows:
    """当日所在公历年内、当日或之前办理过灵活就业认证。"""
    next_year = Func(
        F("on"),
        template="(date_trunc('year', %(expressions)s) + interval '1 year')::date",
        output_field=DateField(),
    )
    return Certification.objects.annotate(start=F("on"), good_until=next_year)


@evidence("flexible_certification", "灵活就业认证", "resident", "BX 三(三)2(2)")
def flexible_certification() -> Rows:
    """办理灵活就业年度认证。"""
    return Certification.objects.annotate(subject_id=F("resident_id"), day=F("on"))


incoming_workers = named(
    "incoming_workers",
    "外来务工经商人员",
    leaf(incoming_stay) & ~leaf(local_hukou),
    "BX 四(二)",
    note="当日外来务工经商登记有效，且户口性质未登记为本地户口（11、21）的居民。",
)
transferred_labour = named(
    "transferred_labour",
    "农村转移就业人员",
    (leaf(transfer_open) | leaf(employed, form=EmploymentForm.TRANSFERRED.value)) & ~leaf(urban),
    "GD 一一(一)3",
    note="当日转移就业登记有效，或有就业形式为转移就业的就业登记，且户口性质未登记为城镇（10—12）的居民。",
)
laid_off = named(
    "laid_off",
    "下岗职工",
    leaf(laid_off_open) & ~leaf(employed) & ~leaf(registration_open),
    "BX 四(二)",
    note="当日下岗登记有效、未就业，且失业登记无效的居民；下岗职工不是失业人员。",
)
flexible_uncertified = named(
    "flexible_uncertified",
    "灵活就业本年未认证",
    leaf(employed, form=EmploymentForm.FLEXIBLE.value) & ~leaf(flexible_certified),
    "BX 三(三)2(2)",
    note="当日以灵活就业形式就业，且当日所在公历年内截至当日未办理灵活就业认证的居民。",
)


def _hukou(row: Facts) -> dict[str, Any]:
    return {"户口性质": row.get_hukou_display()}


def _graduated(row: Facts) -> dict[str, Any]:
    return {"毕业日期": row.graduated_on}
