"""Packs in force, waivers of duties, and the outcomes of closed periods."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiceng.core.models import CText


class Enactment(models.Model):
    """A pack enacted for a region and all below it. Its text is kept: it is the definition (口径).

    An entry of it is in force from its own `from`, else from the pack's day of issue.
    """

    pack = models.CharField("政策包", max_length=60)
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="enactments")
    title = models.CharField("标题", max_length=200)
    document = models.CharField("文号", max_length=80)
    issued = models.DateField("发布日期")
    digest = models.CharField(max_length=64)
    text = models.TextField()
    enacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    enacted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "region", "digest"], name="enacted_once")]


class Waiver(models.Model):
    """A duty that is not owed by a subject while it lasts, with a reason, agreed by the level above.

    It covers the due days from `start` to `last`, both included; it holds only once it is agreed.
    """

    duty = models.CharField("事项", max_length=60)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    path = CText(max_length=12)
    start = models.DateField("起")
    last = models.DateField("止")
    reason = models.CharField("理由", max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["duty", "subject_id"], name="waiver_of")]
        constraints = [
            models.CheckConstraint(
                name="waiver_not_backwards",
                condition=models.Q(last__gte=models.F("start")),
                violation_error_message="免办的截止日期不能早于起始日期",
            )
        ]


class DutyOutcome(models.Model):
    """What a duty of a closed period had come to, as known on the night after its due day.

    Shown beside the derived status; never read by figures.
    """

    duty = models.CharField(max_length=60)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    path = CText(max_length=12)
    since = models.DateField()
    due = models.DateField()
    status = models.CharField(max_length=10)
    evidence = models.DateField(null=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "subject_id", "since"], name="one_outcome_a_duty")
        ]
        indexes = [models.Index(fields=["path", "duty", "due"], name="outcome_in")]
