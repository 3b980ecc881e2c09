"""Tasks from the county to the streets and from a street to its communities, and meetings (D1, D2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jiceng.demo.services.desk import Desk
from jiceng.demo.services.founding import STREETS
from jiceng.demo.services.officers import COUNTY
from jiceng.dispatch.choices import Attendance, Judgement
from jiceng.dispatch.models import Charge, Reply, Seat
from jiceng.dispatch.services import (
    call_meeting,
    give_task,
    judge_reply,
    record_attendance,
    record_minutes,
    reply_to,
)
from jiceng.regions.models import Office

SELF_CHECK = (
    "零就业家庭帮扶情况自查",
    "逐户核查近一年认定的零就业家庭，说明帮扶措施、就业结果和存在的问题，填写自查情况说明。",
)
CAMPAIGN = (
    "就业援助月活动安排",
    "结合辖区实际报送活动安排，包括时间、地点、参加单位和预计岗位数。",
)
CERTIFYING = (
    "灵活就业人员认证情况摸底",
    "核对本社区灵活就业人员名单，本年未认证的逐人联系，并说明原因。",
)
ACCOUNTED = "已汇总各社区自查情况。共性问题是求职意愿登记不全，已安排补充询问。"
PLANNED = "拟于月底在街道服务大厅举办专场招聘，预计参加单位12家、岗位80个。"
CONTACTED = "已逐人联系，未认证的均已约定办理时间；外出人员已电话告知。"
TOO_SHORT = "已核对。"
REMARK = "请写明未认证人数和原因后重新回复"
AGENDA = "一、通报上季度报表情况；二、困难人员回访进度；三、下阶段工作安排。"
MINUTES = (
    "一、各单位上季度报表均已上报，退回的已说明原因。\n"
    "二、困难人员每月回访应在月底前完成，本月未访的优先安排。\n"
    "三、人员变动清单在季度结束后十日内办结。"
)


def give_tasks(desk: Desk) -> None:
    """Of a street one part is late; of the communities some answered, one was returned, one is late."""
    first, second = STREETS
    charged = _give(desk, COUNTY, STREETS, SELF_CHECK, given=20, due=5)
    _answer(desk, charged, first, ACCOUNTED, ago=8)
    _judge(desk, COUNTY, first, Judgement.ACCEPTED, ago=6)
    charged = _give(desk, COUNTY, STREETS, CAMPAIGN, given=3, due=-9)
    _answer(desk, charged, second, PLANNED, ago=1)
    below = desk.communities(first)
    charged = _give(desk, first, below, CERTIFYING, given=15, due=2)
    for place, path in enumerate(below[:-1]):
        _answer(desk, charged, path, CONTACTED if place else TOO_SHORT, ago=7)
    for place, path in enumerate(below[:-2]):
        _judge(desk, first, path, Judgement.ACCEPTED if place else Judgement.RETURNED, ago=4)


def hold_meetings(desk: Desk) -> None:
    """Two meetings that were held, attended and minuted, and one to come."""
    first = STREETS[0]
    _hold(desk, COUNTY, STREETS, "就业工作调度会", "区人力资源和社会保障局会议室", ago=24)
    _hold(desk, first, desk.communities(first), "社区劳动保障工作例会", "街道三楼会议室", ago=10)
    _call(desk, first, desk.communities(first), "年度台账核对工作会", "街道三楼会议室", ago=-6)


def _give(
    desk: Desk, giver: str, receivers: Sequence[str], said: tuple[str, str], *, given: int, due: int
) -> dict[str, Charge]:
    """A task of so many days ago, due so many days ago; the part of each office by its path."""
    title, text = said
    day = desk.day(given)
    task = desk.act(
        giver, give_task, as_of=day, offices=_offices(receivers), title=title, text=text, due_on=desk.day(due)
    )
    return {charge.path: charge for charge in Charge.objects.filter(task=task.row)} if task else {}


def _answer(desk: Desk, charged: dict[str, Charge], path: str, text: str, *, ago: int) -> None:
    if path in charged:
        desk.act(path, reply_to, as_of=desk.day(ago), charge=charged[path], text=text)


def _judge(desk: Desk, giver: str, path: str, judgement: str, *, ago: int) -> None:
    reply = Reply.objects.filter(path=path, judgement="").order_by("pk").last()
    remark = REMARK if judgement == Judgement.RETURNED else ""
    if reply is not None:
        desk.act(giver, judge_reply, as_of=desk.day(ago), reply=reply, judgement=judgement, remark=remark)


def _hold(desk: Desk, caller: str, called: Sequence[str], title: str, place: str, *, ago: int) -> None:
    """A meeting to which all came but one, who was excused, and one more of many."""
    meeting = _call(desk, caller, called, title, place, ago=ago)
    if meeting is None:
        return
    came: dict[int, tuple[str, str]] = {}
    for place_of, seat in enumerate(Seat.objects.filter(meeting=meeting).order_by("path")):
        came[seat.pk] = _ATTENDANCE.get(place_of, (Attendance.ATTENDED, "1人"))
    day = desk.day(ago)
    desk.act(caller, record_attendance, as_of=day, meeting=meeting, came=came)
    desk.act(caller, record_minutes, as_of=day, meeting=meeting, minutes=MINUTES)


_ATTENDANCE = {
    0: (Attendance.ATTENDED, "2人"),
    3: (Attendance.LEAVE, "入户调查"),
    5: (Attendance.ABSENT, ""),
}


def _call(desk: Desk, caller: str, called: Sequence[str], title: str, place: str, *, ago: int) -> Any:
    act = desk.act(
        caller,
        call_meeting,
        as_of=desk.day(max(ago, 0) + 4),
        offices=_offices(called),
        title=title,
        on=desk.day(ago),
        at="上午9时",
        place=place,
        agenda=AGENDA,
    )
    return act and act.row


def _offices(paths: Sequence[str]) -> list[Office]:
    found = Office.objects.filter(region__path__in=paths).select_related("region")
    return list(found.order_by("region__path"))
