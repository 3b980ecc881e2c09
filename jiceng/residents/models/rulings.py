"""What offices ruled about people on file: a wrong number corrected, two that are one, a move objected to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiceng.core.history import tracked
from jiceng.core.models import RegisterRow
from jiceng.residents.models.people import Resident

REASON_LENGTH = 200


@tracked
class NumberProposal(RegisterRow):
    """A wrong identity number to be corrected: proposed by the community, agreed to by an office above.

    Both numbers are kept as ciphertext. `agreed` is null as long as nobody has decided.
    """

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="number_proposals", db_index=False)
    old_cipher = models.BinaryField()
    new_cipher = models.BinaryField()
    reason = models.CharField("更正理由", max_length=REASON_LENGTH)
    agreed = models.BooleanField("审批结果", null=True)
    decided_on = models.DateField("审批日期", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("审批意见", max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = "公民身份号码更正申请"
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(voided_at=None, agreed=None),
                name="number_proposal_once",
                violation_error_message="该居民已有待审批的号码更正申请",
            )
        ]
        indexes = [
            models.Index(fields=["path", "id"], condition=Q(agreed=None), name="number_proposal_open"),
            models.Index(fields=["resident"], name="number_proposal_of"),
        ]


@tracked
class DuplicateRuling(RegisterRow):
    """What an officer decided about two rows that might be one person: another person, or merged into one.

    `resident` is the one that stays, or the first of the two. To separate them again is to void the ruling.
    """

    class Verdict(models.TextChoices):
        MERGED = "merged", "同一人，已合并"
        DIFFERENT = "different", "不是同一人"

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Resident, models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices)
    reason = models.CharField("理由", max_length=REASON_LENGTH, blank=True)
    waivers = ArrayField(models.BigIntegerField(), default=list)  # that went over to the one that stays

    class Meta:
        verbose_name = "疑似重复处理"
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "other"],
                condition=Q(voided_at=None),
                name="duplicate_ruled_once",
                violation_error_message="这两条登记已处理过，请刷新页面",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "id"], name="duplicate_ruling_in"),
            models.Index(fields=["other"], name="duplicate_ruling_other"),
        ]


@tracked
class Move(RegisterRow):
    """A move between communities as one of the two offices sees it: a row lies with each of them.

    What is said, objected and decided stands in both alike. The row of the office that lost the person stays
    with it, whatever becomes of the person.
    """

    class Direction(models.TextChoices):
        IN = "in", "迁入"
        OUT = "out", "迁出"

    class Decision(models.TextChoices):
        STANDS = "stands", "维持迁移"
        TAKEN_BACK = "taken_back", "撤回迁移"

    resident = models.ForeignKey(Resident, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    other = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    twin = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    on = models.DateField("迁移日期")
    reason = models.CharField("迁入原因", max_length=REASON_LENGTH)
    papers = models.CharField("证明材料", max_length=REASON_LENGTH, blank=True)
    objection = models.CharField("异议理由", max_length=REASON_LENGTH, blank=True)
    objected_on = models.DateField("异议日期", null=True)
    objected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField("裁定", max_length=10, choices=Decision.choices, blank=True)
    decided_on = models.DateField("裁定日期", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("裁定意见", max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = "迁移"
        indexes = [
            models.Index(fields=["path", "direction", "-known_on", "-id"], name="move_in"),
            models.Index(fields=["resident"], name="move_of"),
        ]
