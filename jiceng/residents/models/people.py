"""Residents, their dated facts and households, who answers for them, and when they were seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiceng.core.history import tracked
from jiceng.core.models import (
    CText,
    RegisterManager,
    RegisterQuerySet,
    RegisterRow,
    Spell,
    no_overlap,
    not_backwards,
)
from jiceng.residents import choices

BEGINNING = "0001-01-01"  # the first version of a person's facts is open to the past


class Sex(models.TextChoices):
    """From digit 17 of the identity number."""

    MALE = "M", "男"
    FEMALE = "F", "女"


class IdentityClaim(models.Model):
    """Which community looks after a number. Keeps a person single in the whole deployment.

    The number of a duplicate that was merged points to the resident who stays. No personal data: the keyed
    digest tells nothing without the key. Visible beyond every scope.
    """

    digest = models.BinaryField(unique=True)
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    resident_id = models.BigIntegerField(db_index=True)


@tracked
class Resident(RegisterRow):
    """A resident (居民): what hardly changes, and the community that looks after the person now.

    `merged_into` is set on a voided row that turned out to be another resident's.
    """

    number_cipher = models.BinaryField()
    number_digest = models.BinaryField()
    last4_digest = models.BinaryField()
    name = CText("姓名", max_length=60)
    pinyin = CText(max_length=400)
    initials = CText(max_length=60)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices)
    birth = models.DateField("出生日期")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "居民"
        constraints = [
            models.UniqueConstraint(
                fields=["number_digest"],
                condition=Q(voided_at=None),
                name="resident_once",
                violation_error_message="该公民身份号码已登记",
            )
        ]
        indexes = [
            models.Index(fields=["path", "pinyin", "id"], name="resident_by_pinyin_in"),
            models.Index(fields=["pinyin", "id"], name="resident_by_pinyin"),
            models.Index(fields=["path", "name", "id"], name="resident_by_name_in"),
            models.Index(fields=["name", "id"], name="resident_by_name"),
            models.Index(fields=["initials", "id"], name="resident_by_initials"),
            models.Index(fields=["last4_digest"], name="resident_by_last4"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="resident_merged"
            ),
        ]


@tracked
class Household(RegisterRow):
    """A household (家庭), named by a number unique within its community, in which it lies for good."""

    number = CText("家庭编号", max_length=40)

    class Meta:
        verbose_name = "家庭"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"],
                name="household_number_once",
                violation_error_message="本社区已有该家庭编号",
            ),
            models.UniqueConstraint(fields=["id", "region"], name="household_in_region"),
        ]
        indexes = [
            models.Index(fields=["path", "id"], name="household_in"),
            models.Index(fields=["number", "path"], name="household_numbered"),  # the search box
        ]


@tracked
class Facts(Spell):
    """One dated version of everything about a resident that may change: where, with whom, and what they are.

    One row a change; the versions of a person follow each other without a gap. `left` marks a version that
    ended by death or departure from the deployment rather than by a change or a move; `departure` says which.
    A null = not asked.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="versions", db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    left = models.BooleanField(default=False, db_default=False)
    departure = models.CharField(
        "离开情形", max_length=4, choices=choices.DepartureKind.choices, blank=True, default="", db_default=""
    )
    surveyed_on = models.DateField("调查日期")
    surveyor = models.CharField("核实人", max_length=40, null=True)
    relation = models.CharField(
        "与户主关系", max_length=2, choices=choices.HouseholdRelation.choices, null=True
    )
    ethnicity = models.CharField("民族", max_length=2, choices=choices.Ethnicity.choices, null=True)
    education = models.CharField("文化程度", max_length=2, choices=choices.Education.choices, null=True)
    hukou = models.CharField("户口性质", max_length=2, choices=choices.HukouKind.choices, null=True)
    hukou_address = models.CharField("户籍地址", max_length=200, null=True)
    address = models.CharField("现住址", max_length=200, null=True)
    phone = models.CharField("联系电话", max_length=40, null=True)
    marital = models.CharField("婚姻状况", max_length=2, choices=choices.Marital.choices, null=True)
    political = models.CharField("政治面貌", max_length=2, choices=choices.Political.choices, null=True)
    low_income = models.BooleanField("是否低保", null=True)
    disabled = models.BooleanField("是否残疾", null=True)
    resettled = models.BooleanField("是否棚改回迁", null=True)
    veteran = models.BooleanField("是否退役军人", null=True)
    graduate = models.BooleanField("是否高校毕业生", null=True)
    graduated_on = models.DateField("毕业日期", null=True)
    landless = models.BooleanField("是否失地农民", null=True)
    laid_off = models.BooleanField("国有集体企业下岗失业", null=True)
    skill_level = models.CharField(
        "职业技能等级", max_length=1, choices=choices.SkillLevel.choices, null=True
    )
    trade = models.CharField("工种", max_length=60, null=True)
    ability = models.CharField("劳动能力", max_length=8, choices=choices.LabourAbility.choices, null=True)
    student = models.BooleanField("在校学生", null=True)
    job_wish = models.BooleanField("求职意愿", null=True)

    class Meta:
        verbose_name = "登记信息"
        constraints = [
            no_overlap("facts_once", "resident", message="同一居民的登记信息时间不能重叠"),
            not_backwards("facts_not_backwards", "登记信息的结束日期应晚于开始日期"),
            models.CheckConstraint(name="facts_departure_left", condition=Q(departure="") | Q(left=True)),
        ]
        indexes = [
            models.Index(fields=["path", "resident"], name="facts_in"),
            models.Index(fields=["resident", "start"], name="facts_of"),
            models.Index(fields=["region"], name="facts_of_region"),
        ]


@tracked
class Sighting(RegisterRow):
    """A survey that saw a resident, also when it changed nothing: when a person was last seen and by whom.

    `declined` names the facts that the person was asked for then and would not state (拒答).
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="sightings", db_index=False)
    on = models.DateField("调查日期")
    surveyor = models.CharField("核实人", max_length=40, blank=True)
    declined = ArrayField(models.CharField(max_length=20), default=list, db_default=[])

    class Meta:
        verbose_name = "调查"
        constraints = [models.UniqueConstraint(fields=["resident", "on", "surveyor"], name="sighting_once")]
        indexes = [models.Index(fields=["resident"], condition=~Q(declined=[]), name="sighting_with_refusal")]


@tracked
class Visit(RegisterRow):
    """A visit or call (走访): when, how, why, and what came of it."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="visits", db_index=False)
    on = models.DateField("日期")
    way = models.CharField("方式", max_length=8, choices=choices.VisitWay.choices)
    reasons = ArrayField(models.CharField(max_length=20, choices=choices.VisitReason.choices))
    outcome = models.CharField("走访结果", max_length=12, choices=choices.VisitOutcome.choices, blank=True)
    content = models.CharField("内容", max_length=500, blank=True)
    visitor = models.CharField("走访人", max_length=40, blank=True)

    class Meta:
        verbose_name = "走访"
        indexes = [
            models.Index(fields=["resident", "on"], name="visit_of"),
            models.Index(fields=["path", "on"], name="visit_in"),
            models.Index(fields=["on", "id"], name="visit_by_day"),
        ]


Answering = dict[tuple[int, dt.date], int]  # who answered for a subject on a day


class AssignmentQuerySet(RegisterQuerySet):
    """Assignments."""

    def of_residents(self, pairs: Collection[tuple[int, dt.date]]) -> Answering:
        """The officer of each resident on a day, of pairs of both."""
        rows = self.filter(resident__in={pk for pk, _ in pairs})
        return _answering(pairs, rows.values_list("officer", "resident", "start", "stop"))

    def of_households(self, pairs: Collection[tuple[int, dt.date]]) -> Answering:
        """The officer of each household on a day: that of its head, else of another member."""
        at = "resident__versions__"
        rows = self.filter(**{f"{at}household__in": {pk for pk, _ in pairs}, f"{at}voided_at": None})
        # The head comes last, and so prevails.
        rows = rows.order_by(F(f"{at}relation").desc(nulls_first=True), "-resident")
        columns = ("officer", f"{at}household", "start", "stop", f"{at}start", f"{at}stop")
        return _answering(pairs, rows.values_list(*columns))


def _answering(pairs: Collection[tuple[int, dt.date]], rows: Iterable[Any]) -> Answering:
    days: dict[int, list[dt.date]] = {}
    for pk, day in pairs:
        days.setdefault(pk, []).append(day)
    return {
        (pk, day): officer
        for officer, pk, *spells in rows
        for day in days[pk]
        if all(
            start <= day and (stop is None or stop > day)
            for start, stop in zip(spells[::2], spells[1::2], strict=True)
        )
    }


@tracked
class Assignment(Spell):
    """Who answers for a resident (责任人); without one the community's office answers."""

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="assignments", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The building or list by which the person was assigned: 责任人分片包干.
    area = models.CharField("片区", max_length=40, blank=True, default="", db_default="")

    objects = RegisterManager.from_queryset(AssignmentQuerySet)()

    class Meta:
        verbose_name = "责任人"
        constraints = [
            no_overlap("assignment_once", "resident", message="同一居民同一时间只能有一名责任人"),
            not_backwards("assignment_not_backwards", "责任的结束日期应晚于开始日期"),
        ]


@tracked
class ChangeListClosure(RegisterRow):
    """The change list of a quarter, worked through and closed by a community (BX 三(三)4)."""

    first = models.DateField()
    last = models.DateField()
    closed_on = models.DateField("办结日期")

    class Meta:
        verbose_name = "变动清单办结"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "first"],
                condition=Q(voided_at=None),
                name="change_list_closed_once",
                violation_error_message="本季度变动清单已办结",
            )
        ]
