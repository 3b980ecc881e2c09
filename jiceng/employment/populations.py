"""Words about employment and unemployment (contracts, section 4)."""

from __future__ import annotations

from typing import Literal

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThan

from jiceng.employment.choices import EmploymentForm
from jiceng.employment.models import Employment, Registration
from jiceng.policy.sets import leaf, named
from jiceng.policy.vocabulary import Rows, Span, event, evidence, flow, or_never, state
from jiceng.residents.populations import YearsBefore

Form = Literal["010", "021", "022", "030", "040"]


def _employed_in_words(*, form: str) -> str:
    return f"从业人员（{EmploymentForm(form).label}）"


@state("employed", "从业人员", "resident", "BX 三(三)2", phrase=_employed_in_words)
def employed(*, form: Form | None = None) -> Rows:
    """当日有未终止的就业登记：就业日期在当日或之前，无终止日期或终止日期（最后工作日）在当日或之后。

    合同到期不等于终止；年龄不作限制。form 限定就业形式。
    """
    return Employment.objects.filter(form=form) if form else Employment.objects.all()


@state("registration_open", "失业登记有效", "resident", "BX 三(三)2", stop="ends")
def registration_open() -> Rows:
    """当日失业登记未失效：失效日为注销日期；无注销日期的，为登记后首次就业之日与下一次登记之日中较早者。"""
    return Registration.objects.with_end()


registered_unemployed = named(
    "registered_unemployed",
    "登记失业人员",
    leaf(registration_open) & ~leaf(employed),
    "BX 三(三)2",
    note="当日失业登记有效，且当日未就业的居民。",
)


def new_jobs() -> Rows:
    """Jobs before which the person had none: no other was open on the eve of the start."""
    earlier = Employment.objects.filter(
        Q(stop=None) | Q(stop__gte=OuterRef("start")),
        resident=OuterRef("resident"),
        start__lt=OuterRef("start"),
    )
    return Employment.objects.filter(~Exists(earlier))


def re_jobs() -> Rows:
    """New jobs of people who were registered within the year before, or until the very day."""
    until_that_day = Q(ends=OuterRef("start"))
    open_within = Greatest(YearsBefore(OuterRef("start"), 1), F("start"))
    within_the_year = Q(GreaterThan(or_never("ends"), open_within), start__lt=OuterRef("start"))
    registered = Registration.objects.with_end().filter(
        until_that_day | within_the_year, resident=OuterRef("resident"), start__lte=OuterRef("start")
    )
    return new_jobs().filter(Exists(registered))


def _in(rows: Rows, span: Span) -> Rows:
    return rows.filter(start__gte=span.first, start__lte=span.last)


def _on_start(rows: Rows) -> Rows:
    return rows.annotate(subject_id=F("resident_id"), day=F("start"))


@flow("newly_employed", "新增就业", "resident", "BX 三(三)2")
def newly_employed(span: Span) -> Rows:
    """期内开始就业，且就业前一日未就业的居民；每人计一次，转换单位中间无间断的不算。"""
    return _in(new_jobs(), span)


@flow("re_employed", "再就业", "resident", "BX 三(三)2")
def re_employed(span: Span) -> Rows:
    """期内新增就业，且就业前一年内某日失业登记有效，或失业登记恰于就业之日失效的居民。"""
    return _in(re_jobs(), span)


@event("employment_started", "就业", "resident")
def employment_started() -> Rows:
    """开始一次就业。"""
    return _on_start(Employment.objects.all())


@event("new_employment", "新增就业", "resident", "BX 三(三)2")
def new_employment() -> Rows:
    """开始一次就业，且前一日未就业。"""
    return _on_start(new_jobs())


@event("re_employment", "再就业", "resident", "BX 三(三)2")
def re_employment() -> Rows:
    """失业登记人员开始就业。"""
    return _on_start(re_jobs())


@event("registered", "失业登记", "resident", "BX 三(三)2")
def registered() -> Rows:
    """办理失业登记。"""
    return _on_start(Registration.objects.all())


@evidence("member_employed", "家庭成员就业", "household", "BX 三(三)3(4)")
def member_employed() -> Rows:
    """家庭成员在册期间处于就业状态；从成为成员之日与就业之日中较晚者起证明。"""
    version = "resident__versions__"
    lived = Q(**{f"{version}stop": None}) | Q(**{f"{version}stop__gt": F("start")})
    worked = Q(stop=None) | Q(stop__gt=F(f"{version}start"))
    rows = Employment.objects.filter(
        lived, worked, **{f"{version}household__isnull": False, f"{version}voided_at": None}
    )
    return rows.annotate(
        subject_id=F(f"{version}household_id"),
        day=Greatest("start", f"{version}start"),
        until=Least("stop", f"{version}stop"),
    )
