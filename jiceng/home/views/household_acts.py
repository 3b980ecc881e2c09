"""The acts by which a household changes: split, merged, joined, another head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jiceng.assistance.models import Recognition
from jiceng.core.forms import ActForm
from jiceng.home.services.household_changes import NEAR
from jiceng.home.views.act_forms import Opening
from jiceng.home.views.act_kinds import ActKind
from jiceng.home.views.act_notes import Note
from jiceng.residents import forms


def _form(kind: type[forms.HouseholdForm]) -> Callable[[Opening], ActForm]:
    return lambda opening: kind(**opening.call, household=opening.household)


def _notes(form: Any) -> Iterator[Note]:
    """That the supervisor will be shown the change, near a recognition."""
    near = Recognition.objects.filter(household=form.household, start__gte=form.today - NEAR)
    recognition = near.order_by("start").last()
    if recognition is not None:
        yield Note(
            f"本户于{recognition.start}认定为零就业家庭，前后{NEAR.days}天内的成员变动会提示业务主管核查。",
            "orange",
        )


def _change(code: str, title: str, icon: str, key: str, form: type[forms.HouseholdForm]) -> ActKind:
    return ActKind(code, title, icon, key, _form(form), lambda now: now.is_here, notes=_notes, is_rare=True)


HOUSEHOLD_CHANGES = (
    _change("relations", "户主与关系", "users", "H", forms.RelationsForm),
    _change("join", "入户", "user-plus", "J", forms.JoinForm),
    _change("split", "分户", "arrows-split", "S", forms.SplitForm),
    _change("merge", "并户", "arrows-join", "B", forms.MergeHouseholdsForm),
)
