"""People who sign in, the posts they hold, and the log of what they did."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiceng.accounts.roles import Role
from jiceng.core.models import CText, days_of_spell
from jiceng.regions.models import Office


class User(AbstractUser):
    """An officer (工作人员) or the operating-system user behind a command."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)

    def __str__(self) -> str:
        return self.name or self.username


class PostQuerySet(models.QuerySet["Post"]):
    """Posts."""

    def held_on(self, day: object) -> PostQuerySet:
        """Posts held on a day."""
        return self.filter(Q(stop=None) | Q(stop__gt=day), start__lte=day)


class Post(models.Model):
    """A post (岗位) of an officer in an office: its role, over [start, stop)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    start = models.DateField("任职日期")
    stop = models.DateField("离任日期", null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="post_once",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("office"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (days_of_spell(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="同一人员在同一机构的同一角色，任职时间不能重叠",
            )
        ]


class AuditEntry(models.Model):
    """An act worth answering for: who, in which post, did what to which row. Holds no personal data."""

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    path = CText(max_length=12)
    reason = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["path", "-at"], name="audit_of_region")]


class AccessEntry(models.Model):
    """A page that was looked at; written outside the transaction of the page."""

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    path = CText(max_length=12)
    page = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
