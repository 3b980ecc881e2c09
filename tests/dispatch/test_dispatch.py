"""Tasks discharged by a reply, meetings with attendance; an office sees its own and those below."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.dispatch import rules
from jiceng.dispatch.models import Attachment, Charge, Meeting, Reply, Seat, Task
from jiceng.dispatch.services import (
    File,
    TaskRefused,
    call_meeting,
    content_of,
    give_task,
    judge_reply,
    meeting_of,
    record_attendance,
    reply_to,
    task_of,
)
from jiceng.regions.services import change_parent
from tests.factories import ACROSS, COUNTY, HERE, NEXT, OTHER_STREET, STREET, TODAY, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 9, 20)
LATE = dt.date(2026, 9, 22)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", str(TODAY))


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def street(city):
    return city.officer(STREET, Role.CLERK)


@pytest.fixture
def worker(city):
    return city.officer()


def offices(city, *paths):
    return [city.regions[path].office for path in paths]


def given(city, street, *paths, **more):
    entries = {"title": "摸底零就业家庭", "text": "逐户核实", "due_on": DUE, "today": TODAY} | more
    with scope.entered(street.scope):
        return give_task(actor=street, offices=offices(city, *paths or (HERE, NEXT)), **entries)


def charge_of(actor, **wanted):
    with scope.entered(actor.scope):
        return Charge.objects.with_reply().get(**wanted)


def status(actor, on=TODAY):
    found = charge_of(actor)
    return rules.status_of(found.due_on, found.replied_on, found.judgement, on)


def answered(actor, on=TODAY, **more):
    charge = charge_of(actor)
    with scope.entered(actor.scope):
        return reply_to(actor=actor, charge=charge, text="已核实3户", today=on, **more)


def test_the_reply_discharges_the_task_and_a_return_opens_it_again(city, street, worker):
    given(city, street)
    assert (status(worker, DUE), status(worker, LATE)) == ("open", "overdue")
    reply = answered(worker, on=LATE).row
    assert status(worker, LATE) == "replied"
    with pytest.raises(TaskRefused, match="已有回复"):
        answered(worker, on=LATE)
    with scope.entered(street.scope):
        judging = {"actor": street, "reply": reply, "today": LATE}
        with pytest.raises(TaskRefused, match="退回原因"):
            judge_reply(**judging, judgement="returned")
        act = judge_reply(**judging, judgement="returned", remark="缺名单")
    assert status(worker, LATE) == "overdue" and charge_of(worker).was_returned
    with scope.entered(street.scope):
        undo(actor=street, entry=act.entry, now=timezone.now(), today=LATE)
    assert status(worker, LATE) == "replied"
    with scope.entered(street.scope):
        reply.refresh_from_db()
        judge_reply(**judging, judgement="accepted")
    assert status(worker, LATE) == "accepted"
    assert rules.days_late(DUE, LATE, LATE) == 2


def test_tasks_go_down_and_only_the_giver_judges(city, street, worker):
    county = city.officer(COUNTY, Role.CLERK)
    for paths in ((OTHER_STREET,), (STREET,), (COUNTY,)):
        with pytest.raises(TaskRefused, match="不是下级机构"):
            given(city, street, *paths)
    with pytest.raises(NotAllowed):
        given(city, worker, HERE)
    given(city, county, HERE)
    reply = answered(worker).row
    with scope.entered(street.scope), pytest.raises(NotAllowed):
        judge_reply(actor=street, reply=reply, judgement="accepted", today=TODAY)
    with scope.entered(street.scope), pytest.raises(TaskRefused, match="由承办机构回复"):
        reply_to(actor=street, charge=Charge.objects.get(), text="代为回复", today=TODAY)


def test_an_office_sees_its_own_and_those_below(city, street, worker):
    given(city, street, file=File("名单.xlsx", b"secret"))
    assert charge_of(worker).path == HERE
    with scope.entered(worker.scope):
        assert not Task.objects.exists() and not Attachment.objects.exists()
        task = task_of(Charge.objects.get())  # the text is read by who is charged with it
        assert task.text == "逐户核实" and content_of(task.attachment) == b"secret"
        assert bytes(task.attachment.content) != b"secret"
    stranger = city.officer(ACROSS)
    with scope.entered(stranger.scope):
        assert not Charge.objects.exists() and not Seat.objects.exists()
    with scope.entered(street.scope):
        assert Charge.objects.count() == 2
    client = client_of(stranger)
    assert client.get(f"/tasks/{charge_of(worker).pk}/").status_code == 404
    assert "摸底" not in body(client.get("/tasks/"))


@pytest.mark.parametrize(
    ("name", "size", "taken"),
    [("a.pdf", 1, True), ("a.PDF", 1, True), ("a.exe", 1, False), ("pdf", 1, False), ("a.pdf", 0, False)]
    + [("a.pdf", rules.LARGEST_FILE, True), ("a.pdf", rules.LARGEST_FILE + 1, False)],
)
def test_files_that_are_taken(name, size, taken):
    assert (rules.wrong_file(name, size) is None) == taken


def test_a_task_on_its_pages_from_giving_to_withdrawal(city, street, worker):
    giver, receiver = client_of(street), client_of(worker)
    entries = {"title": "摸底", "text": "逐户核实", "due_on": "2026-09-20"}
    sent = SimpleUploadedFile("<b>.pdf", b"%PDF")
    entries |= {"offices": [each.pk for each in offices(city, HERE, NEXT)], "file": sent}
    reply = giver.post("/tasks/new/", entries)
    assert "撤销" in body(giver.get(reply.headers["Location"]))
    assert "摸底" in body(receiver.get("/")) and "9月20日前回复" in body(receiver.get("/"))
    page = f"/tasks/{charge_of(worker).pk}/"
    assert "逐户核实" in body(receiver.get(page)) and "完成情况" in body(receiver.get(page))
    file = receiver.get(f"{page}file/")
    assert (file.content, file["X-Content-Type-Options"]) == (b"%PDF", "nosniff")
    assert file["Content-Type"] == "application/octet-stream"
    assert receiver.post(f"{page}reply/", {"text": ""}).status_code == 422
    assert receiver.post(f"{page}reply/", {"text": "完成"}).status_code == 302
    assert "摸底" not in body(receiver.get("/"))
    assert "交办任务待验收" in body(giver.get("/"))
    with scope.entered(scope.WHOLE):
        version = Reply.objects.get().lock_version
    judging = {"judgement": "returned", "lock_version": version}
    assert giver.post(f"{page}judge/", judging).status_code == 422
    assert giver.post(f"{page}judge/", judging | {"remark": "缺名单"}).status_code == 302
    assert "缺名单" in body(receiver.get(page)) and "曾退回" in body(receiver.get("/tasks/"))
    assert receiver.post(f"{page}withdraw/", {"reason": "不做了"}).status_code == 404
    for wrong in ("", "不\0做", "长" * 201):
        assert giver.post(f"{page}withdraw/", {"reason": wrong}).status_code == 400
    assert giver.post(f"{page}withdraw/", {"reason": "任务取消"}).status_code == 302
    assert receiver.get(page).status_code == 404
    assert client_of(worker).get("/tasks/new/").status_code == 403


def called(city, street, on=TODAY):
    entries = {"title": "九月调度会", "on": on, "at": "9:00", "place": "会议室", "agenda": "进度"}
    with scope.entered(street.scope):
        return call_meeting(actor=street, offices=offices(city, HERE, NEXT), today=TODAY, **entries)


def test_attendance_is_recorded_by_the_caller_and_counted_by_office(city, street, worker):
    meeting = called(city, street).row
    with scope.entered(worker.scope):
        seat = Seat.objects.get()
        assert meeting_of(seat).agenda == "进度" and not Meeting.objects.exists()
        with pytest.raises(NotAllowed):
            record_attendance(actor=worker, meeting=meeting, came={seat.pk: ("attended", "")}, today=TODAY)
    caller, guest = client_of(street), client_of(worker)
    assert "九月调度会" in body(guest.get("/"))
    with scope.entered(street.scope):
        seats = list(Seat.objects.order_by("path"))
    entries = {f"came_{seats[0].pk}": "attended", f"note_{seats[0].pk}": "李干事"}
    entries |= {f"came_{seats[1].pk}": "leave"}
    page = f"/meetings/{meeting.pk}/"
    assert caller.post(f"{page}attendance/", entries).status_code == 302
    minutes = {"minutes": "加快进度", "file": SimpleUploadedFile("纪要.docx", b"PK")}
    assert caller.post(f"{page}minutes/", minutes).status_code == 302
    notice = body(guest.get(f"/meetings/notices/{seat.pk}/"))
    assert "加快进度" in notice and "到会（李干事）" in notice
    assert guest.get(f"/meetings/notices/{seat.pk}/file/").content == b"PK"
    assert guest.get(page).status_code == 404
    assert client_of(city.officer(ACROSS)).get(f"/meetings/notices/{seat.pk}/file/").status_code == 404
    told = body(caller.get("/meetings/attendance/"))
    assert "南地社区" in told and "东进社区" in told
    assert "东进社区" not in body(guest.get("/meetings/attendance/?year=0000"))
    assert "加快进度" in body(caller.get(page)) and "九月调度会" in body(caller.get("/meetings/"))


def test_a_meeting_to_come_has_no_attendance_yet(city, street):
    meeting = called(city, street, on=DUE).row
    reply = client_of(street).post(f"/meetings/{meeting.pk}/attendance/", {})
    assert reply.status_code == 422 and "届时再登记" in reply.content.decode()


def test_tasks_go_along_when_a_community_changes_its_street(city, street, worker):
    given(city, street)
    answered(worker)
    admin = city.officer("2105", Role.ADMINISTRATOR)
    with scope.entered(scope.WHOLE):
        change_parent(
            actor=admin, region=city.regions[HERE], parent=city.regions[OTHER_STREET], on=TODAY,
            reason="区划调整", today=TODAY,
        )  # fmt: skip
    with scope.entered(city.officer(OTHER_STREET, Role.CLERK).scope):
        moved = Charge.objects.get()
        assert moved.path == moved.region.path and Reply.objects.get().path == moved.path
