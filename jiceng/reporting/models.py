"""Filings of report forms, their frozen figures and the subjects behind them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiceng.core.models import CText


class Filing(models.Model):
    """The report of one form by one region for one period, on its way up (P2)."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "已上报"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已审核"
        LOCKED = "locked", "已锁定"

    form = models.CharField("报表", max_length=60)
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="filings")
    path = CText(max_length=12)
    first = models.DateField("期初")
    last = models.DateField("期末")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveSmallIntegerField("版次", default=0)
    submitted_on = models.DateField("上报日期", null=True)
    lock_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "region", "first"],
                name="filing_once",
                violation_error_message="该期报表已存在",
            )
        ]
        indexes = [models.Index(fields=["form", "first", "path"], name="filing_in")]


class FilingAct(models.Model):
    """A step of a filing: submitted, returned with a reason, accepted, locked."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="acts")
    path = CText(max_length=12)
    act = models.CharField(max_length=10)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    on = models.DateField()


class Freeze(models.Model):
    """One revision of a submitted filing. Nothing frozen is ever changed: a correction is the next revision.

    `definition` holds the digests of the packs and the versions of the populations it was made with (口径);
    `cells` the figures as {row: {column: number or null}}. A community also freezes the subjects behind them.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="freezes")
    path = CText(max_length=12)
    revision = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    definition = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    known_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "revision"], name="one_revision")]


class FrozenSubject(models.Model):
    """A person or household as it was counted in a freeze: names included, in which rows and columns.

    `rows` and `columns` are bits in the order of the freeze's lists; `times` counts person-months of a duty.
    """

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="subjects", db_index=False)
    path = CText(max_length=12)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    since = models.DateField(null=True)
    rows = models.BigIntegerField()
    columns = models.BigIntegerField()
    display = models.CharField(max_length=120)
    number_cipher = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["freeze", "subject", "subject_id"], name="frozen_of")]


class LateEntry(models.Model):
    """A subject that entered or left a cell of an earlier, frozen period by facts entered after the freeze.

    It is frozen with the next filing of the community, so that nothing changes silently.
    """

    freeze = models.ForeignKey(Freeze, models.PROTECT, related_name="late_entries")
    path = CText(max_length=12)
    first = models.DateField()
    row = models.CharField(max_length=60)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    since = models.DateField(null=True)
    change = models.SmallIntegerField()
    display = models.CharField(max_length=120)
