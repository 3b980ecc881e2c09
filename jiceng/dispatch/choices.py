"""Code lists of tasks and meetings."""

from __future__ import annotations

from django.db.models import TextChoices


class Judgement(TextChoices):
    """What the giver of a task says of a reply."""

    ACCEPTED = "accepted", "通过"
    RETURNED = "returned", "退回"


class Attendance(TextChoices):
    """Whether an office came to a meeting."""

    ATTENDED = "attended", "到会"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"
