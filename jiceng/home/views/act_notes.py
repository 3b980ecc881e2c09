"""What an act tells before it is saved: what it will end, and whether the rule of the policy is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jiceng.assistance.forms import DetermineForm, RecogniseForm
from jiceng.assistance.models import Determination
from jiceng.assistance.services import Candidacy
from jiceng.employment.forms import RecordEmploymentForm
from jiceng.employment.models import Employment, Registration


@dataclass(frozen=True)
class Note:
    """A line above a form; `tone` is a colour."""

    text: str
    tone: str = "blue"


def of_employment(form: RecordEmploymentForm) -> Iterator[Note]:
    """The registration that the job will end."""
    for ending in form.endings:
        yield Note(f"保存后，{ending.registration.start}的失业登记自{ending.on}起失效。", "orange")


def of_determination(form: DetermineForm) -> Iterator[Note]:
    """Each category with its rule."""
    for category, rule in form.candidacies:
        yield _of_rule(category, rule)


def of_recognition(form: RecogniseForm) -> Iterable[Note]:
    """Whether the household is found."""
    rule = form.found
    return [_of_rule("零就业家庭", rule)] if rule is not None else []


def of_number(form: Any) -> Iterator[Note]:
    """Who decides, and what then follows."""
    yield Note("提交后由上级机构审批；批准后号码、出生日期和性别一并更正，批准前登记不变。")


def of_departure(form: Any) -> Iterator[Note]:
    """What a death ends in all rooms at once."""
    resident, today = form.row, form.today
    open_now = [
        (register._meta.verbose_name, register.objects.filter(resident=resident).open_on(today).count())
        for register in (Employment, Registration, Determination)
    ]
    ended = "、".join(f"{name}{count}条" for name, count in open_now if count)
    if ended:
        yield Note(f"登记死亡后，以下未结束的登记一并终止，原因记为“死亡”：{ended}。", "orange")


def of_row(form: Any) -> Iterator[Note]:
    """The spell that the act is about."""
    row = form.row
    what = getattr(row, "category", "") or getattr(row, "employer_name", "") or row._meta.verbose_name
    yield Note(f"{what}，自{row.start}起")


def _of_rule(what: str, rule: Candidacy) -> Note:
    if rule.holds:
        return Note(f"{what}：登记信息符合条件（{rule.article}）", "green")
    return Note(f"{what}：登记信息不符合条件（{rule.article}）", "secondary")
