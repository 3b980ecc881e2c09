"""Bases of every register, and the few tables without a domain."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from jiceng.core import scope


class CText(models.CharField):  # type: ignore[type-arg]
    """Text ordered by code point (COLLATE "C"): ranges, prefixes and ordering share one index."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_collation"] = "C"
        super().__init__(*args, **kwargs)


class RegisterQuerySet(models.QuerySet[Any]):
    """Rows of a register."""

    def within(self, path: str) -> Self:
        """Rows of a region and all below it, as a range."""
        return self.filter(path__gte=path, path__lt=path + scope.AFTER_ALL_PATHS)

    def open_on(self, day: Any) -> Self:
        """Spells open on a day: [start, stop)."""
        return self.filter(Q(stop=None) | Q(stop__gt=day), start__lte=day)


class RegisterManager(models.Manager.from_queryset(RegisterQuerySet)):  # type: ignore[misc]
    """Unvoided rows within the current scope."""

    def get_queryset(self) -> RegisterQuerySet:
        return scope.in_scope(super().get_queryset()).filter(voided_at=None)


class EveryRowManager(models.Manager.from_queryset(RegisterQuerySet)):  # type: ignore[misc]
    """Rows within the current scope, voided ones included; for corrections and the time line."""

    def get_queryset(self) -> RegisterQuerySet:
        return scope.in_scope(super().get_queryset())


class RegisterRow(models.Model):
    """A row of a register: what happened, who entered it when, and where it belongs.

    `known_on` is the business date from which the office knew it; figures do not look at it, duties do.
    Nothing is deleted: a wrong row is voided with a reason.
    """

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    path = CText(max_length=12)
    known_on = models.DateField("获知日期")
    entered_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    lock_version = models.PositiveIntegerField(default=0, db_default=0)

    objects = RegisterManager()
    every = EveryRowManager()

    class Meta:
        abstract = True


class Spell(RegisterRow):
    """A state of a subject over the half-open days [start, stop)."""

    start = models.DateField("开始日期")
    stop = models.DateField("截止日期", null=True)

    class Meta:
        abstract = True


def days_of_spell() -> Func:
    """The days of a spell as a range for constraints."""
    return Func(F("start"), F("stop"), function="daterange", output_field=models.Field())


def no_overlap(name: str, *keys: str, message: str, condition: Q | None = None) -> ExclusionConstraint:
    """Unvoided spells of one key may not overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((F(key), RangeOperators.EQUAL) for key in keys),
            (days_of_spell(), RangeOperators.OVERLAPS),
        ],
        condition=Q(voided_at=None) & (condition or Q()),
        violation_error_message=message,
    )


def not_backwards(name: str, message: str, *, empty: bool = False) -> models.CheckConstraint:
    """A spell ends after it starts, or on the same day where it may be empty."""
    after = Q(stop__gte=F("start")) if empty else Q(stop__gt=F("start"))
    return models.CheckConstraint(name=name, condition=Q(stop=None) | after, violation_error_message=message)


class Holiday(models.Model):
    """A day that is off though a weekday, or worked though a weekend (节假日安排)."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)


class ImportRun(models.Model):
    """One import of a ledger workbook: its file, its progress and what came of it, kept encrypted.

    Every row it wrote carries one of the moments `written_at`, as `entered_at` or `changed_at`: that of the
    file, and one for each time that rejected rows were corrected. `aliases` are headers taken for others.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待处理"
        CHECKING = "checking", "正在核对"
        CHECKED = "checked", "核对完毕"
        DONE = "done", "已导入"
        FAILED = "failed", "未导入"
        UNDONE = "undone", "已撤销"

    ledger = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    path = CText(max_length=12)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    is_history = models.BooleanField(default=False)
    is_dry_run = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(default=0)
    rows_checked = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    upload = models.BinaryField(null=True)
    result = models.BinaryField(null=True)
    aliases = models.JSONField(default=dict)
    written_at = ArrayField(models.DateTimeField(), default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_at", "id"], name="import_run_by_start")]


class HeaderAlias(models.Model):
    """What an office has said that an unknown header of a ledger's files stands for; blank: nothing."""

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    path = CText(max_length=12)
    ledger = models.CharField(max_length=30)
    header = models.CharField(max_length=100)
    meaning = models.CharField(max_length=40, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "ledger", "header"], name="header_alias_once")
        ]
