"""Words about residents, households and offices: who is in place on a day, and what they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)

from jiceng.core.secrets import cipher
from jiceng.policy.vocabulary import (
    DIMENSIONS,
    Dimension,
    Rows,
    Span,
    Subject,
    carrying,
    condition,
    event,
    evidence,
    flow,
    open_on,
    relation,
)
from jiceng.regions.models import Level, Office
from jiceng.residents.choices import LabourAbility
from jiceng.residents.models import Assignment, ChangeListClosure, Facts, Household, Resident, Sex, Visit
from jiceng.residents.rules import age_on

URBAN = ("10", "11", "12")
RURAL = ("20", "21", "22")
Flag = Literal[
    "low_income",
    "disabled",
    "resettled",
    "veteran",
    "graduate",
    "landless",
    "laid_off",
    "student",
    "job_wish",
]


class YearsBefore(Func):
    """`day - N years`: the only direction in which a birthday on 29 February comes out right."""

    template = "((%(expressions)s) - interval '%(years)s years')::date"
    output_field = DateField()

    def __init__(self, day: Any, years: int) -> None:
        super().__init__(day, years=int(years))


def located_residents(span: Span, flows: bool = False) -> Rows:
    """One version of facts a resident: the one open on the span's last day.

    With `flows` also those who died or left in the span, by the last version they had; they are not
    `present`, so a flow counts them and a stock does not.
    """
    present = Q(stop=None) | Q(stop__gt=span.last)
    rows = Facts.objects.filter(start__lte=span.last)
    if not flows:
        return rows.filter(present).alias(subject_id=F("resident_id"), present=Value(True))
    back = Facts.objects.filter(
        resident=OuterRef("resident"), start__gte=OuterRef("stop"), start__lte=span.last
    )
    gone = Q(left=True, stop__gt=span.first, stop__lte=span.last) & ~Exists(back)
    return rows.filter(present | gone).alias(
        subject_id=F("resident_id"), present=ExpressionWrapper(present, BooleanField())
    )


def located_households(span: Span, flows: bool = False) -> Rows:
    """Households lie in the community of their key for good."""
    return Household.objects.alias(subject_id=F("pk"), present=Value(True))


def located_offices(span: Span, flows: bool = False) -> Rows:
    """Offices of communities."""
    offices = Office.objects.filter(region__level=Level.COMMUNITY)
    return offices.annotate(path=F("region__path")).alias(subject_id=F("pk"), present=Value(True))


def numbers_of(ids: list[int]) -> Mapping[int, str]:
    """Identity numbers in clear; the caller masks or audits."""
    rows = Resident.every.filter(pk__in=ids).values_list("pk", "number_cipher")
    return {pk: cipher().decrypt(bytes(secret)) for pk, secret in rows}


def _names_of(ids: list[int]) -> Mapping[int, str]:
    return dict(Resident.every.filter(pk__in=ids).values_list("pk", "name"))


def _officers_of(pairs: list[tuple[int, dt.date]]) -> Mapping[tuple[int, dt.date], int]:
    return Assignment.objects.of_residents(pairs)


def _household_officers(pairs: list[tuple[int, dt.date]]) -> Mapping[tuple[int, dt.date], int]:
    return Assignment.objects.of_households(pairs)


def _household_keys(ids: list[int]) -> Mapping[int, str]:
    rows = Household.every.filter(pk__in=ids).values_list("pk", "region__code", "number")
    return {pk: f"{code}/{number}" for pk, code, number in rows}


def _household_names(ids: list[int]) -> Mapping[int, str]:
    rows = Household.every.filter(pk__in=ids).values_list("pk", "region__name", "number")
    return {pk: f"{place} {number}户" for pk, place, number in rows}


def _office_keys(ids: list[int]) -> Mapping[int, str]:
    return {
        pk: f"office:{code}"
        for pk, code in Office.objects.filter(pk__in=ids).values_list("pk", "region__code")
    }


def _office_names(ids: list[int]) -> Mapping[int, str]:
    return dict(Office.objects.filter(pk__in=ids).values_list("pk", "name"))


RESIDENT = Subject(
    "resident",
    "居民",
    "resident_id",
    located_residents,
    numbers_of,
    _names_of,
    is_marked=True,
    officers=_officers_of,
    home="resident__",
)
HOUSEHOLD = Subject(
    "household", "家庭", "household_id", located_households, _household_keys, _household_names,
    officers=_household_officers,
)  # fmt: skip
OFFICE = Subject("office", "机构", "office_id", located_offices, _office_keys, _office_names)


def _age_and_sex(row: Facts, day: dt.date, **params: Any) -> dict[str, Any]:
    return {"年龄": age_on(row.resident.birth, day), "性别": row.resident.get_sex_display()}


def _fact(row: Facts, day: dt.date, *, field: str, **params: Any) -> dict[str, Any]:
    return {str(row._meta.get_field(field).verbose_name): getattr(row, field)}


def _ability(row: Facts, day: dt.date, **params: Any) -> dict[str, Any]:
    return {"劳动能力": row.get_ability_display()}


def _hukou_kind(row: Facts, day: dt.date) -> dict[str, Any]:
    return {"户口性质": row.get_hukou_display()}


def _aged_in_words(*, at_least: int = 0, under: int | None = None, sex: str | None = None) -> str:
    bounds = [f"年满{at_least}周岁"] if at_least else []
    bounds += [f"未满{under}周岁"] if under is not None else []
    return f"{'、'.join(bounds) or '各年龄'}的{Sex(sex).label + '性' if sex else '居民'}"


def _flag_in_words(*, field: str, value: bool = True) -> str:
    return f"{Facts._meta.get_field(field).verbose_name}登记为“{'是' if value else '否'}”"


def _ability_in_words(*, level: str) -> str:
    return f"劳动能力登记为“{LabourAbility(level).label}”"


@condition("aged", "年龄", "resident", facts=_age_and_sex, phrase=_aged_in_words)
def aged(
    span: Span, *, at_least: int = 0, under: int | None = None, sex: Literal["F", "M"] | None = None
) -> Q:
    """周岁：当日已满 at_least 周岁、未满 under 周岁；2月29日出生的，平年于3月1日满周岁。"""
    q = Q(resident__birth__lte=YearsBefore(span.last, at_least))
    if under is not None:
        q &= Q(resident__birth__gt=YearsBefore(span.last, under))
    return q & Q(resident__sex=sex) if sex else q


@condition("flag", "登记属性", "resident", facts=_fact, phrase=_flag_in_words)
def flag(span: Span, *, field: Flag, value: bool = True) -> Q:
    """居民登记信息中某一项明确登记为“是”（或 value 指定的值）；未询问的不算。"""
    return Q(**{field: value})


@condition("ability", "劳动能力", "resident", facts=_ability, phrase=_ability_in_words)
def ability(span: Span, *, level: Literal["normal", "partial", "lost"]) -> Q:
    """劳动能力登记为指定档次；未询问的不算。"""
    return Q(ability=level)


@condition("female", "女", "resident", facts=_age_and_sex)
def female(span: Span) -> Q:
    """性别为女（取自公民身份号码）。"""
    return Q(resident__sex="F")


@condition("urban", "城镇", "resident", "BX 三(三)4", facts=_hukou_kind)
def urban(span: Span) -> Q:
    """户口性质为非农业户口（10、11、12）。"""
    return Q(hukou__in=URBAN)


@condition("rural", "农村", "resident", "BX 三(三)4", facts=_hukou_kind)
def rural(span: Span) -> Q:
    """户口性质为农业户口（20、21、22）。"""
    return Q(hukou__in=RURAL)


@flow("has_residents", "辖区有居民", "office")
def has_residents(span: Span) -> Rows:
    """期末辖区内有在册居民的社区机构。"""
    rows = open_on(Facts.objects.all(), span._replace(known=None))
    if span.known is not None:
        rows = rows.filter(resident__known_on__lte=span.known)
    return rows.annotate(subject_id=F("region__office__id"))


@evidence("follow_up_visit", "就业后回访", "resident", "BX 三(三)3(5)")
def follow_up_visit() -> Rows:
    """事由含“就业后回访”、方式为上门或电话、见到或联系到本人的走访。"""
    met = Q(outcome__in=["met", "talked", ""])
    rows = Visit.objects.filter(met, reasons__contains=["after_employment"], way__in=["home", "phone"])
    return rows.annotate(subject_id=F("resident_id"), day=F("on"))


@event("visited", "走访", "resident")
def visited() -> Rows:
    """见到或联系到本人的走访。"""
    rows = Visit.objects.filter(outcome__in=["met", "talked", ""])
    return rows.annotate(subject_id=F("resident_id"), day=F("on"))


@evidence("change_list_closed", "变动清单办结", "office", "BX 三(三)4")
def change_list_closed() -> Rows:
    """社区办结某季度劳动力资源变动清单；证明该季度，不论何时办结。"""
    return ChangeListClosure.objects.annotate(
        subject_id=F("region__office__id"), day=F("closed_on"), period=F("first")
    )


@relation("household", "所在家庭", "resident", "household")
def household_of(span: Span, inner: Any) -> Rows:
    """Residents whose household on the span's last day is in the inner set."""
    homes = carrying(Household.objects.alias(subject_id=F("pk")), span).filter(
        inner.q(span.known), pk=OuterRef("household_id")
    )
    return carrying(located_residents(Span.on(span.last)), span).filter(Exists(homes))


@relation("member", "家庭成员", "household", "resident")
def member_of(span: Span, inner: Any) -> Rows:
    """Households with a member, on the span's last day, who is in the inner set."""
    at_home = carrying(located_residents(Span.on(span.last)), span).filter(household__isnull=False)
    return at_home.filter(inner.q(span.known)).annotate(subject_id=F("household_id"))


def _age_band(day: dt.date) -> Case:
    reached = [(55, "55+"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (16, "16-24")]
    whens = [
        When(resident__birth__lte=YearsBefore(Value(day, DateField()), age), then=Value(b))
        for age, b in reached
    ]
    return Case(*whens, default=None, output_field=CharField())


def _hukou(day: dt.date) -> Case:
    return Case(
        When(hukou__in=URBAN, then=Value("urban")),
        When(hukou__in=RURAL, then=Value("rural")),
        When(hukou__isnull=False, then=Value("other")),
        default=None,
        output_field=CharField(),
    )


def _sex(day: dt.date) -> Case:
    return Case(
        When(resident__sex="F", then=Value("female")), default=Value("male"), output_field=CharField()
    )


def declare_dimensions() -> None:
    """Ways to group residents (contracts, section 6)."""
    for code, label, expression in (
        ("sex", "性别", _sex),
        ("hukou", "户口性质", _hukou),
        ("education", "文化程度", lambda day: F("education")),
        ("age_band", "年龄段", _age_band),
        ("community", "社区", lambda day: F("region__code")),
    ):
        DIMENSIONS[code] = Dimension(code, label, expression)
