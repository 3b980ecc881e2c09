"""What an act on the page of a resident or a household is: its names, form, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jiceng.accounts.roles import Action
from jiceng.core.forms import ActForm
from jiceng.home.views import act_notes
from jiceng.home.views.act_forms import Opening
from jiceng.home.views.standing import Open
from jiceng.residents.models import Household


def no_notes(form: Any) -> Iterable[act_notes.Note]:
    """An act that tells nothing before."""
    return ()


@dataclass(frozen=True)
class Situation:
    """What decides which acts are offered: whether the person is here, what is open, and the household."""

    is_here: bool
    opened: Open
    household: Household | None

    @property
    def is_idle(self) -> bool:
        """Here, and without a job."""
        return self.is_here and self.opened.job is None


@dataclass(frozen=True)
class ActKind:
    """One kind of act: how it is named, opened and offered, its form, and what it tells before."""

    code: str
    title: str
    icon: str
    key: str
    form: Callable[[Opening], ActForm]
    is_offered: Callable[[Situation], Any]
    action: Action = Action.WRITE
    notes: Callable[[Any], Iterable[act_notes.Note]] = no_notes
    has_preview: bool = False  # its notes follow the entries
    is_rare: bool = False  # stands in the menu behind the row of buttons
    renews_page: bool = False  # changes what stands above the part that htmx replaces


@dataclass(frozen=True)
class Button:
    """An act as the page offers it."""

    title: str
    icon: str
    key: str
    url: str
    is_rare: bool
