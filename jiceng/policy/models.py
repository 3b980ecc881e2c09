"""Packs in force, waivers of duties, and the outcomes of closed periods."""

from __future__ import annotations

import datetime as dt
from typing import Any

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
    """A duty that a subject does not owe while it lasts, or owes on a later day; agreed by the level above.

    It covers the due days from `start` to `last`, both included; it holds only once it is agreed. One with
    `postponed_to` is an extension (延期): the duty is due on that day.
    """

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "未同意"

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
    postponed_to = models.DateField("延期至", null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    answer = models.CharField("答复", max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["duty", "subject_id"], name="waiver_of")]
        constraints = [
            models.CheckConstraint(
                name="waiver_not_backwards",
                condition=models.Q(last__gte=models.F("start")),
                violation_error_message="免办的截止日期不能早于起始日期",
            )
        ]

    @property
    def state(self) -> Waiver.State:
        """Whether it waits for an answer, and which it got."""
        if self.agreed_at is not None:
            return self.State.AGREED
        return self.State.ASKED if self.refused_at is None else self.State.REFUSED

    @property
    def kind(self) -> str:
        """免办, or 延期 to a later day."""
        return "延期" if self.postponed_to else "免办"

    def covers(self, due: dt.date) -> bool:
        """Whether it is about a duty due on a day; an extension also about the day it leads to."""
        return self.start <= due <= self.last or due == self.postponed_to

    def is_about(self, owed: Any) -> bool:
        """Whether it is about the same duty and subject."""
        mine = (self.duty, self.subject, self.subject_id)
        return mine == (owed.duty, owed.subject, owed.subject_id)


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
