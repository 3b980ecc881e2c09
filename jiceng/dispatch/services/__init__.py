"""Changes of state of tasks and meetings, and what an office may read of those of an office above it."""

from jiceng.dispatch.services.calling import (
    MeetingRefused,
    call_meeting,
    meeting_of,
    record_attendance,
    record_minutes,
)
from jiceng.dispatch.services.filing import File, content_of
from jiceng.dispatch.services.giving import (
    TaskRefused,
    give_task,
    judge_reply,
    offices_below,
    reply_to,
    task_of,
)

__all__ = [
    "File",
    "MeetingRefused",
    "TaskRefused",
    "call_meeting",
    "content_of",
    "give_task",
    "judge_reply",
    "meeting_of",
    "offices_below",
    "record_attendance",
    "record_minutes",
    "reply_to",
    "task_of",
]
