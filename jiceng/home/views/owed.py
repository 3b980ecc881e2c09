"""What is owed for one person or household: the derived duties, cut to one subject."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiceng.policy.duties import Owed, Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import Area, Policy
from jiceng.policy.schema import Duty

LOOKING_BACK = dt.timedelta(days=180)
# Words and colours of the statuses; an open duty is the only one that asks for something by itself.
STATUSES = {
    "overdue": ("逾期", "red"),
    "open": ("待办", "blue"),
    "missed": ("未完成", "red"),
    "late": ("逾期完成", "yellow"),
    "done": ("已完成", "green"),
    "waived": ("免办", "secondary"),
}


@dataclass(frozen=True)
class Line:
    """One duty as the page shows it."""

    owed: Owed
    word: str
    tone: str
    days_left: int

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.owed.status in ("open", "overdue")

    @property
    def days_overdue(self) -> int:
        """How many days too late it is by now."""
        return max(0, -self.days_left)


@dataclass(frozen=True)
class Owing:
    """What one duty of the policy asks of the subject: what is open, and what was due lately."""

    code: str
    label: str
    article: str
    subject: str
    is_periodic: bool
    open: list[Line]
    past: list[Line]


def duties_of(policy: Policy, subject: str, subject_id: int, today: dt.date) -> list[Owing]:
    """The duties of a subject that are open, or were due in the last half year, oldest first.

    The caller has checked the right to the subject: proofs count wherever they lie, as in the figures.
    """
    area = Area(policy.region, policy, only=subject_id)
    window = Window(today - LOOKING_BACK, dt.date.max, today)  # also done before its day has come
    found = []
    with reading_all():
        for duty in policy.all("duty"):
            if duty.subject == subject:
                lines = [_line(owed, today) for owed in derive(area, duty, window)]
                found += [_owing(duty, lines)] if lines else []
    return found


def _owing(duty: Duty, lines: list[Line]) -> Owing:
    opened = [line for line in lines if line.is_open]
    past = [line for line in lines if not line.is_open]
    return Owing(duty.code, duty.label, duty.article, duty.subject, bool(duty.every), opened, past)


def _line(owed: Owed, today: dt.date) -> Line:
    word, tone = STATUSES[owed.status]
    return Line(owed, word, tone, (owed.due - today).days)
