"""Pure rules of tasks and meetings: what is done, what is late, and which files are taken."""

from __future__ import annotations

import datetime as dt

from jiceng.core.registers import mistakes

LARGEST_FILE = 5 * 1024 * 1024
TAKEN = ("pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ofd", "txt", "jpg", "jpeg", "png", "zip")
# Statuses of a charge, in words and with their colours.
STATUSES = {
    "overdue": ("逾期未回复", "red"),
    "open": ("待回复", "blue"),
    "replied": ("已回复，待验收", "yellow"),
    "accepted": ("已通过", "green"),
}


def status_of(due_on: dt.date, replied_on: dt.date | None, judgement: str | None, today: dt.date) -> str:
    """The reply discharges the task; one that was returned counts as none (D1)."""
    if replied_on is not None:
        return "accepted" if judgement == "accepted" else "replied"
    return "overdue" if today > due_on else "open"


def days_late(due_on: dt.date, replied_on: dt.date | None, today: dt.date) -> int:
    """Days after the due day on which the standing reply came, or that have gone by without one."""
    return max(0, ((replied_on or today) - due_on).days)


def wrong_task(title: str, text: str, due_on: dt.date, *, given_on: dt.date) -> dict[str, str]:
    """A task says what is to be done, by a day that is still to come."""
    return mistakes(
        title=None if title.strip() else "请填写任务名称",
        text=None if text.strip() else "请填写任务要求",
        due_on=f"不能早于今天（{given_on}）" if due_on < given_on else None,
    )


def wrong_file(name: str, size: int) -> str | None:
    """Papers, tables and pictures of at most 5 MB."""
    if "." not in name or name.rsplit(".", 1)[1].lower() not in TAKEN:
        return f"附件类型应为{'、'.join(TAKEN)}之一"
    if size > LARGEST_FILE:
        return "附件不能超过5MB"
    return None if size else "附件是空的"
