"""Tasks with the offices charged and their replies; meetings with the offices called.

What one office gives lies where the giver is; its part for another office lies where that one is, with the
title and days of the whole, so that each office finds its own by its scope.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from jiceng.core.history import tracked
from jiceng.core.models import RegisterManager, RegisterQuerySet, RegisterRow
from jiceng.dispatch import choices
from jiceng.regions.models import Office

TITLE_LENGTH = 100


@tracked
class Attachment(RegisterRow):
    """A file that came with a task, a reply or minutes; its content is kept encrypted."""

    name = models.CharField("文件名", max_length=120)
    content = models.BinaryField()

    class Meta:
        verbose_name = "附件"


@tracked
class Task(RegisterRow):
    """A task from above (交办任务, D1), where the office that gives it lies."""

    title = models.CharField("任务名称", max_length=TITLE_LENGTH)
    text = models.CharField("任务要求", max_length=2000)
    given_on = models.DateField("交办日期")
    due_on = models.DateField("完成期限")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "交办任务"


class ChargeQuerySet(RegisterQuerySet):
    """Offices charged with tasks."""

    def with_reply(self) -> Self:
        """Annotate `replied_on` and `judgement` of the latest reply that was not returned, `was_returned`."""
        replies = Reply.objects.filter(charge=OuterRef("pk")).order_by("-pk")
        standing = replies.exclude(judgement=choices.Judgement.RETURNED)
        return self.annotate(
            replied_on=Subquery(standing.values("on")[:1]),
            judgement=Subquery(standing.values("judgement")[:1]),
            was_returned=Exists(replies.filter(judgement=choices.Judgement.RETURNED)),
        )

    def pending(self) -> Self:
        """Charges that no standing reply discharges."""
        standing = Reply.objects.exclude(judgement=choices.Judgement.RETURNED)
        return self.filter(~Exists(standing.filter(charge=OuterRef("pk"))))


@tracked
class Charge(RegisterRow):
    """An office charged with a task, where that office lies."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="charges")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField("任务名称", max_length=TITLE_LENGTH)
    giver = models.CharField("交办机构", max_length=80)
    given_on = models.DateField("交办日期")
    due_on = models.DateField("完成期限")

    objects = RegisterManager.from_queryset(ChargeQuerySet)()

    class Meta:
        verbose_name = "交办事项"
        indexes = [models.Index(fields=["path", "due_on"], name="charge_in")]


@tracked
class Reply(RegisterRow):
    """The answer of an office; it discharges the task unless it is returned."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="replies")
    on = models.DateField("回复日期")
    text = models.CharField("完成情况", max_length=2000)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    judgement = models.CharField("验收", max_length=10, choices=choices.Judgement.choices, blank=True)
    judged_on = models.DateField("验收日期", null=True)
    remark = models.CharField("验收意见", max_length=200, blank=True)

    class Meta:
        verbose_name = "交办回复"
        constraints = [
            models.UniqueConstraint(
                fields=["charge"],
                condition=Q(voided_at=None) & ~Q(judgement=choices.Judgement.RETURNED),
                name="one_standing_reply",
                violation_error_message="该任务已有回复",
            )
        ]


@tracked
class Meeting(RegisterRow):
    """An officers' meeting (工作调度会, BX 三(三)8), where the office that calls it lies."""

    title = models.CharField("会议名称", max_length=TITLE_LENGTH)
    on = models.DateField("会议日期")
    at = models.CharField("时间", max_length=20)
    place = models.CharField("地点", max_length=100)
    agenda = models.CharField("议题", max_length=1000, blank=True)
    minutes = models.CharField("会议纪要", max_length=4000, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "工作调度会"
        indexes = [models.Index(fields=["path", "on"], name="meeting_in")]


@tracked
class Seat(RegisterRow):
    """An office called to a meeting, where that office lies, and whether it came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField("会议名称", max_length=TITLE_LENGTH)
    caller = models.CharField("召集机构", max_length=80)
    on = models.DateField("会议日期")
    at = models.CharField("时间", max_length=20)
    place = models.CharField("地点", max_length=100)
    attendance = models.CharField("出席情况", max_length=10, choices=choices.Attendance.choices, blank=True)
    note = models.CharField("参会人员或原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "参会通知"
        indexes = [models.Index(fields=["path", "on"], name="seat_in")]
