"""Officers' meetings (工作调度会, BX 三(三)8, D2): called, attended, minuted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.dispatch.choices import Attendance
from jiceng.dispatch.models import Meeting, Seat
from jiceng.dispatch.services.filing import File, keep
from jiceng.dispatch.services.giving import wrong_offices
from jiceng.regions.models import Office, Region

CALLED = sentence("meeting_called", "召集了工作调度会")
ATTENDED = sentence("attendance_recorded", "登记了会议出席情况")
MINUTED = sentence("minutes_recorded", "登记了会议纪要")


class MeetingRefused(Refused):
    """A meeting that cannot be called or recorded like this."""


def call_meeting(
    *,
    actor: Actor,
    offices: Sequence[Office],
    title: str,
    on: dt.date,
    at: str,
    place: str,
    agenda: str = "",
    today: dt.date,
) -> Act[Meeting]:
    """Call offices below the own one to a meeting, which may also have been held already.

    Raises NotAllowed, MeetingRefused.
    """
    actor.require(Action.REVIEW, actor.path)
    refuse(wrong_offices(actor, offices), MeetingRefused)
    with acting(actor, today) as work:
        here = Region.objects.select_related("office").get(path=actor.path)
        said = {"title": title.strip(), "on": on, "at": at.strip(), "place": place.strip()}
        refuse(mistakes(title=None if said["title"] else "请填写会议名称"), MeetingRefused)
        meeting = work.create(Meeting(region=here, path=here.path, **said, agenda=agenda.strip()))
        for office in offices:
            there = {"region": office.region, "path": office.region.path}
            work.create(Seat(**there, **said, meeting=meeting, office=office, caller=here.office.name))
        return work.done(CALLED, meeting, offices=len(offices))


def record_attendance(
    *, actor: Actor, meeting: Meeting, came: Mapping[int, tuple[str, str]], today: dt.date
) -> Act[Meeting]:
    """Record who came: {id of the seat: (attendance, note)}, by the caller, from the day of the meeting on.

    Raises NotAllowed, MeetingRefused.
    """
    actor.require(Action.REVIEW, meeting.path)
    if meeting.on > today:
        raise MeetingRefused(f"会议定于{meeting.on}召开，届时再登记出席情况")
    with acting(actor, today) as work:
        meeting = work.lock(meeting)
        for seat in Seat.objects.filter(meeting=meeting, pk__in=came).order_by("pk"):
            attendance, note = came[seat.pk]
            if attendance and attendance not in Attendance.values:
                raise MeetingRefused("出席情况应为到会、请假或缺席")
            work.amend(work.lock(seat), attendance=attendance, note=note.strip())
        return work.done(ATTENDED, meeting)


def record_minutes(
    *, actor: Actor, meeting: Meeting, minutes: str, file: File | None = None, today: dt.date
) -> Act[Meeting]:
    """Record the minutes, for all who were called; a new file takes the place of the old one.

    Raises NotAllowed, MeetingRefused.
    """
    actor.require(Action.REVIEW, meeting.path)
    with acting(actor, today) as work:
        meeting = work.lock(meeting)
        if meeting.on > today:
            raise MeetingRefused(f"会议定于{meeting.on}召开，届时再登记纪要")
        kept = keep(work, file, {"region_id": meeting.region_id, "path": meeting.path})
        if not minutes.strip() and kept is None and meeting.attachment_id is None:
            raise MeetingRefused("请填写会议纪要或上传附件", "minutes")
        changes = {"minutes": minutes.strip()} | ({"attachment": kept} if kept else {})
        return work.done(MINUTED, work.amend(meeting, **changes))


def meeting_of(seat: Seat) -> Meeting:
    """The whole meeting of a seat that lies in the scope; it lies with the caller, who may be above."""
    with scope.widened(scope.WHOLE, reason="who is called to a meeting reads its agenda and minutes"):
        return Meeting.every.select_related("attachment", "region").get(pk=seat.meeting_id)
