"""Forms of tasks and meetings. Offices offered are those below the own one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jiceng.accounts.acts import Act
from jiceng.core.forms import ActForm, ChosenField, DayField, RowActForm, TextField
from jiceng.core.registers import mistakes
from jiceng.dispatch import rules
from jiceng.dispatch.choices import Attendance, Judgement
from jiceng.dispatch.models import TITLE_LENGTH, Charge, Meeting, Reply, Seat, Task
from jiceng.dispatch.services import (
    File,
    call_meeting,
    give_task,
    judge_reply,
    offices_below,
    record_attendance,
    record_minutes,
    reply_to,
)
from jiceng.regions.models import Office

TEXT_LENGTH = 2000
MINUTES_LENGTH = Meeting._meta.get_field("minutes").max_length or 0
AGENDA_LENGTH = Meeting._meta.get_field("agenda").max_length or 0
NOTE_LENGTH = Seat._meta.get_field("note").max_length or 0
FILE_HELP = "可不传；文档、表格、图片，不超过5MB"


def lines(rows: int) -> forms.Textarea:
    """An entry of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class FileField(forms.FileField):
    """A file of a kind that is taken; the value is what services take."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{kind}" for kind in rules.TAKEN)
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(label="附件", required=False, help_text=FILE_HELP, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> File | None:
        """The file, if any."""
        sent = super().clean(data, initial)
        if not sent:
            return None
        if wrong := rules.wrong_file(sent.name, sent.size):
            raise forms.ValidationError(wrong)
        return File(sent.name, sent.read())


class OfficesField(forms.ModelMultipleChoiceField):
    """Offices below the own one, ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Office.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)


class TaskForm(ActForm):
    """A task for offices below."""

    title = TextField(longest=TITLE_LENGTH, label="任务名称")
    due_on = DayField(label="完成期限")
    text = TextField(longest=TEXT_LENGTH, label="任务要求", widget=lines(5))
    file = FileField()
    offices = OfficesField(label="承办机构")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = offices_below(self.actor.path, self.today)

    def mistakes(self) -> Mapping[str, str]:
        """The day to come."""
        given = self.cleaned_data
        return rules.wrong_task(given["title"], given["text"], given["due_on"], given_on=self.today)

    def act(self) -> Act[Task]:
        """Give it."""
        return give_task(**self.call, **self.cleaned_data | {"offices": list(self.cleaned_data["offices"])})


class ReplyForm(ActForm):
    """The answer of the own office."""

    text = TextField(longest=TEXT_LENGTH, label="完成情况", widget=lines(4))
    file = FileField()

    def __init__(self, *args: Any, charge: Charge, **kwargs: Any) -> None:
        self.charge = charge
        super().__init__(*args, **kwargs)

    def act(self) -> Act[Reply]:
        """Answer."""
        return reply_to(**self.call, charge=self.charge, **self.cleaned_data)


class JudgeForm(RowActForm):
    """Acceptance of a reply, or its return with a reason."""

    judgement = ChosenField(choices=Judgement.choices, nothing="请选择", label="验收")
    remark = TextField(longest=200, label="意见", required=False, help_text="退回时必须说明原因")

    def mistakes(self) -> Mapping[str, str]:
        """A return has a reason."""
        given = self.entered
        lacks = given["judgement"] == Judgement.RETURNED and not given["remark"]
        return mistakes(remark="请填写退回原因" if lacks else None)

    def act(self) -> Act[Reply]:
        """Accept or return it."""
        return judge_reply(**self.call, reply=self.row, **self.entered)


class WithdrawForm(forms.Form):
    """Why a task is withdrawn."""

    reason = TextField(longest=200, label="撤回原因")


class MeetingForm(ActForm):
    """A meeting to which offices below are called."""

    title = TextField(longest=TITLE_LENGTH, label="会议名称")
    on = DayField(label="会议日期")
    at = TextField(longest=20, label="时间", help_text="如“上午9:00”")
    place = TextField(longest=100, label="地点")
    agenda = TextField(longest=AGENDA_LENGTH, label="议题", required=False, widget=lines(3))
    offices = OfficesField(label="参会机构")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = offices_below(self.actor.path, self.today)

    def act(self) -> Act[Meeting]:
        """Call it."""
        return call_meeting(
            **self.call, **self.cleaned_data | {"offices": list(self.cleaned_data["offices"])}
        )


class AttendanceForm(ActForm):
    """Who came: a choice and a note for every seat of a meeting."""

    def __init__(self, *args: Any, meeting: Meeting, seats: list[Seat], **kwargs: Any) -> None:
        self.meeting, self.seats = meeting, seats
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"came_{seat.pk}"] = ChosenField(
                choices=Attendance.choices,
                nothing="未登记",
                required=False,
                empty_value="",
                label=f"{seat.office}出席情况",
                initial=seat.attendance,
            )
            self.fields[f"note_{seat.pk}"] = TextField(
                longest=NOTE_LENGTH, required=False, label=f"{seat.office}参会人员或原因", initial=seat.note
            )

    @property
    def lines(self) -> list[tuple[Seat, forms.BoundField, forms.BoundField]]:
        """A seat with its two entries."""
        return [(seat, self[f"came_{seat.pk}"], self[f"note_{seat.pk}"]) for seat in self.seats]

    def act(self) -> Act[Meeting]:
        """Record it."""
        given = self.cleaned_data
        came = {seat.pk: (given[f"came_{seat.pk}"], given[f"note_{seat.pk}"]) for seat in self.seats}
        return record_attendance(**self.call, meeting=self.meeting, came=came)


class MinutesForm(ActForm):
    """The minutes of a meeting."""

    minutes = TextField(longest=MINUTES_LENGTH, label="会议纪要", required=False, widget=lines(6))
    file = FileField()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.meeting = meeting
        super().__init__(*args, initial={"minutes": meeting.minutes}, **kwargs)

    def act(self) -> Act[Meeting]:
        """Record them."""
        return record_minutes(**self.call, meeting=self.meeting, **self.cleaned_data)
