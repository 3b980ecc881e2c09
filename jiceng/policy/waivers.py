"""Waivers and extensions of duties (免办, 延期): asked for with a reason, answered by the level above.

They are all that is stored of duties besides what had come of closed ones. A ruling whose duty a later
correction took away stays, and is listed as orphaned.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused
from jiceng.core.scope import AFTER_ALL_PATHS, in_scope
from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area, areas
from jiceng.policy.models import Waiver
from jiceng.policy.schema import Duty
from jiceng.regions.models import Region

ASKED = sentence("ask_waiver", "申请免办或延期")
AGREED = sentence("agree_waiver", "同意免办或延期")
REFUSED = sentence("refuse_waiver", "不同意免办或延期")
LOOKING_BACK = dt.timedelta(days=400)  # older rulings are history


class WaiverRefused(Refused):
    """A waiver that cannot be asked for or ruled on; the message is for users."""


def ask_waiver(
    *,
    actor: Actor,
    duty: str,
    subject: str,
    subject_id: int,
    path: str,
    start: dt.date,
    last: dt.date,
    reason: str,
    postponed_to: dt.date | None = None,
) -> Waiver:
    """Ask that a duty be waived for a subject while its due days lie in the span, or be due on a later day.

    It holds once agreed. Raises NotAllowed, WaiverRefused without a reason, for days the wrong way round, or
    while another one waits for an answer.
    """
    actor.require(Action.WRITE, path)
    if not reason.strip():
        raise WaiverRefused("请填写理由", "reason")
    if last < start:
        raise WaiverRefused("免办的截止日期不能早于起始日期", "last")
    if postponed_to is not None and postponed_to <= last:
        raise WaiverRefused("延期后的日期应晚于原定的到期日", "postponed_to")
    of_it = Waiver.objects.filter(duty=duty, subject=subject, subject_id=subject_id, start__lte=last)
    if of_it.filter(last__gte=start, agreed_at=None, refused_at=None).exists():
        raise WaiverRefused("已有一份申请等待审批")
    waiver = Waiver(duty=duty, subject=subject, subject_id=subject_id, path=path, start=start, last=last)
    waiver.reason, waiver.asked_by, waiver.postponed_to = reason.strip(), actor.user, postponed_to
    with transaction.atomic():
        waiver.save()
        record(actor, ASKED, path=path, subject=waiver, reason=waiver.reason, duty=duty)
    return waiver


def may_rule(actor: Actor, waiver: Waiver) -> bool:
    """Whether the actor is at a level above, has the right, and is somebody else."""
    is_above = actor.may(Action.WAIVE, waiver.path) and actor.path != waiver.path
    return is_above and actor.user.pk != waiver.asked_by_id


def agree_waiver(*, actor: Actor, waiver: Waiver) -> Waiver:
    """Agree, from a level above the one that answers for the subject.

    Raises NotAllowed, and WaiverRefused to the same office or officer, or when it was answered already.
    """
    with transaction.atomic():
        waiver = _unanswered(actor, waiver)
        waiver.agreed_by, waiver.agreed_at = actor.user, timezone.now()
        waiver.save(update_fields=["agreed_by", "agreed_at"])
        record(actor, AGREED, path=waiver.path, subject=waiver, reason=waiver.reason, duty=waiver.duty)
    return waiver


def refuse_waiver(*, actor: Actor, waiver: Waiver, answer: str) -> Waiver:
    """Refuse with an answer for whoever asked; raises as agreeing does, and without an answer."""
    if not answer.strip():
        raise WaiverRefused("请填写不同意的理由", "answer")
    with transaction.atomic():
        waiver = _unanswered(actor, waiver)
        waiver.refused_by, waiver.refused_at, waiver.answer = actor.user, timezone.now(), answer.strip()
        waiver.save(update_fields=["refused_by", "refused_at", "answer"])
        record(actor, REFUSED, path=waiver.path, subject=waiver, reason=waiver.answer, duty=waiver.duty)
    return waiver


def _unanswered(actor: Actor, waiver: Waiver) -> Waiver:
    """The waiver, locked; two officers above do not answer it both."""
    actor.require(Action.WAIVE, waiver.path)
    if not may_rule(actor, waiver):
        raise WaiverRefused("免办或延期应由上一级机构的其他人员审批")
    fresh = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if fresh.state != Waiver.State.ASKED:
        raise WaiverRefused("这份申请已经审批")
    return fresh


def waivers_in(region: Region, today: dt.date) -> QuerySet[Waiver]:
    """Those of a region that wait for an answer or are not over for long, the latest first."""
    rows = in_scope(Waiver.objects.filter(path__gte=region.path, path__lt=region.path + AFTER_ALL_PATHS))
    rows = rows.filter(last__gte=today - LOOKING_BACK) | rows.filter(agreed_at=None, refused_at=None)
    found: QuerySet[Waiver] = rows.select_related("asked_by", "agreed_by", "refused_by")
    return found.order_by("-asked_at", "-pk")


def orphaned(region: Region, today: dt.date) -> set[int]:
    """The ids of rulings agreed to that cover no duty any more: a correction has taken it away.

    One that lasts is none before its last day. The caller has checked the right to the region.
    """
    rows = waivers_in(region, today).exclude(agreed_at=None)
    agreed = [waiver for waiver in rows if waiver.start == waiver.last or waiver.last < today]
    if not agreed:
        return set()
    window = Window(min(w.start for w in agreed), max(w.postponed_to or w.last for w in agreed), today)
    wanted = {waiver.duty for waiver in agreed}
    with reading_all():
        owed = [
            o
            for area in areas(region, today)
            for duty in area.policy.all("duty")
            if duty.code in wanted
            for o in derive(area, duty, window)
        ]
    covered = {w.pk for w in agreed for o in owed if w.is_about(o) and w.covers(o.due)}
    return {waiver.pk for waiver in agreed} - covered


def duty_of(area: Area, duty: Duty, since: str, today: dt.date) -> Owed | None:
    """The duty of the one subject of an area that began on a day, as it stands; None when none is owed."""
    window = Window(today - LOOKING_BACK, today + LOOKING_BACK, today)
    with reading_all():
        found = [o for o in derive(area, duty, window) if o.since.isoformat() == since]
    return found[0] if found else None
