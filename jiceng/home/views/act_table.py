"""The acts that can be done from the page of a resident or a household, in one plain table.

The letter is the key that opens an act; what is not possible now is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.core.forms import ActForm
from jiceng.core.models import Spell
from jiceng.employment.choices import EmploymentForm
from jiceng.home.views import act_forms, act_notes, assist_forms
from jiceng.home.views.act_forms import Opening
from jiceng.home.views.act_kinds import ActKind, Button, Situation, no_notes
from jiceng.home.views.household_acts import HOUSEHOLD_CHANGES
from jiceng.labour.models import Incoming, LaidOff, Transfer


def _begun_and_ended(
    register: type[Spell], code: str, title: str, icon: str, keys: str
) -> tuple[ActKind, ActKind]:
    """The two acts on a spell of which a person has one at a time; `keys` begin and end it."""
    name = code.replace("-", "_")
    begin, end = getattr(act_forms, f"record_{name}"), getattr(act_forms, f"end_{name}")
    return (
        ActKind(
            f"record-{code}",
            f"登记{title}",
            icon,
            keys[0],
            begin,
            lambda now: now.is_here and not now.opened.other(register),
            is_rare=True,
        ),
        ActKind(
            f"end-{code}",
            f"终止{title}",
            "circle-minus",
            keys[1],
            end,
            lambda now: now.opened.other(register),
            notes=act_notes.of_row,
            is_rare=True,
        ),
    )


RECOGNISE = ActKind(
    "recognise",
    "零就业家庭认定",
    "home-heart",
    "L",
    act_forms.recognise,
    lambda now: now.is_here and now.household and not now.opened.recognition,
    Action.DETERMINE,
    notes=act_notes.of_recognition,
)
END_RECOGNITION = ActKind(
    "end-recognition",
    "退出零就业认定",
    "home-x",
    "E",
    act_forms.end_recognition,
    lambda now: now.opened.recognition,
    Action.DETERMINE,
    notes=act_notes.of_row,
)

# Spells beside jobs and registrations: each is begun and, once open, ended, from the menu.
LABOUR_ACTS = (
    *_begun_and_ended(Incoming, "incoming", "外来务工经商", "user-down", "WV"),
    *_begun_and_ended(Transfer, "transfer", "转移就业", "plane-departure", "OU"),
    *_begun_and_ended(LaidOff, "laid-off", "下岗职工", "user-pause", "HI"),
)

_PERSON = (
    ActKind("visit", "走访", "door-enter", "F", act_forms.visit, lambda now: now.is_here),
    ActKind(
        "register-unemployment",
        "失业登记",
        "user-search",
        "S",
        act_forms.register_unemployment,
        lambda now: now.is_idle and not now.opened.registration,
    ),
    ActKind(
        "record-employment",
        "就业登记",
        "briefcase",
        "J",
        act_forms.record_employment,
        lambda now: now.is_idle,
        notes=act_notes.of_employment,
        has_preview=True,
    ),
    ActKind(
        "cancel-registration",
        "注销失业登记",
        "user-x",
        "Z",
        act_forms.cancel_registration,
        lambda now: now.opened.registration,
        notes=act_notes.of_row,
    ),
    ActKind(
        "end-employment",
        "终止就业",
        "circle-minus",
        "T",
        act_forms.end_employment,
        lambda now: now.opened.job,
        notes=act_notes.of_row,
    ),
    ActKind(
        "determine",
        "困难认定",
        "certificate",
        "K",
        act_forms.determine,
        lambda now: now.is_here,
        Action.DETERMINE,
        notes=act_notes.of_determination,
    ),
    ActKind(
        "end-determination",
        "退出认定",
        "certificate-off",
        "C",
        act_forms.end_determination,
        lambda now: now.opened.determinations,
        Action.DETERMINE,
        notes=act_notes.of_row,
    ),
    RECOGNISE,
    END_RECOGNITION,
    ActKind(
        "certify-flexible",
        "灵活就业认证",
        "rosette-discount-check",
        "Y",
        act_forms.certify_flexible,
        lambda now: now.opened.job and now.opened.job.form == EmploymentForm.FLEXIBLE,
    ),
    *LABOUR_ACTS,
    ActKind("return", "重新在册", "user-check", "B", act_forms.come_back, lambda now: not now.is_here),
    ActKind(
        "correct-employment",
        "变更就业信息",
        "pencil",
        "G",
        act_forms.correct_employment,
        lambda now: now.opened.job,
        notes=act_notes.of_row,
        is_rare=True,
    ),
    ActKind(
        "assign", "指定责任人", "user-check", "R", act_forms.assign, lambda now: now.is_here, is_rare=True
    ),
    ActKind(
        "rename",
        "更正姓名",
        "id",
        "N",
        act_forms.rename,
        lambda now: now.is_here,
        is_rare=True,
        renews_page=True,
    ),
    ActKind(
        "propose-number",
        "更正号码",
        "id-badge-2",
        "",
        act_forms.propose_number,
        lambda now: True,
        notes=act_notes.of_number,
        is_rare=True,
    ),
    ActKind(
        "depart",
        "死亡或迁离",
        "user-minus",
        "Q",
        act_forms.depart,
        lambda now: now.is_here,
        notes=act_notes.of_departure,
        is_rare=True,
    ),
)


def _from_card(
    code: str,
    title: str,
    form: Callable[[Opening], ActForm],
    notes: Callable[[Any], Iterable[act_notes.Note]],
) -> ActKind:
    """An act that the card of assistance offers, where its plan, step or job stands."""
    return ActKind(code, title, "clipboard", "", form, lambda now: False, notes=notes)


_OF_PLANS = (
    _from_card("make-plan", "制定援助计划", assist_forms.make_plan, no_notes),
    _from_card("add-step", "添加援助措施", assist_forms.add_step, assist_forms.of_plan),
    _from_card("finish-step", "登记措施完成", assist_forms.finish_step, assist_forms.of_step),
    _from_card("review-plan", "复核援助计划", assist_forms.review_plan, assist_forms.of_plan),
    _from_card("close-plan", "援助计划结案", assist_forms.close_plan, assist_forms.of_plan),
)
_OF_URGENCY = (
    _from_card("mark-urgent", "标记急需就业", assist_forms.mark_urgent, assist_forms.of_urgent),
    _from_card("end-urgent", "终止即时就业安置", assist_forms.end_urgent, act_notes.of_row),
)
_CHECK = _from_card("check-stability", "核查稳定就业", assist_forms.check_stability, assist_forms.of_job)
_HOUSEHOLD = (
    ActKind("visit", "走访全户", "door-enter", "F", act_forms.visit_household, lambda now: now.is_here),
    ActKind(
        "assign",
        "指定责任人",
        "user-check",
        "R",
        act_forms.assign_household,
        lambda now: now.is_here,
        is_rare=True,
    ),
    RECOGNISE,
    END_RECOGNITION,
    *HOUSEHOLD_CHANGES,
)
PERSON_ACTS = {kind.code: kind for kind in (*_PERSON, *_OF_PLANS, *_OF_URGENCY)}
HOUSEHOLD_ACTS = {kind.code: kind for kind in (*_HOUSEHOLD, *_OF_PLANS, _CHECK)}


def offered_to_person(actor: Actor, pk: int, path: str, now: Situation) -> list[Button]:
    """What the officer can do for a resident now; each open determination is ended by a button of its own."""
    buttons = []
    for kind in _offered(PERSON_ACTS, actor, path, now):
        url = reverse("person-act", args=[pk, kind.code])
        if kind.code == "end-determination" and len(now.opened.determinations) > 1:
            buttons += [_one_of_several(kind, url, row) for row in now.opened.determinations]
        else:
            buttons.append(_button(kind, url))
    return buttons


def offered_to_household(actor: Actor, pk: int, path: str, now: Situation) -> list[Button]:
    """What the officer can do for a household now."""
    kinds = _offered(HOUSEHOLD_ACTS, actor, path, now)
    return [_button(kind, reverse("household-act", args=[pk, kind.code])) for kind in kinds]


def _offered(kinds: dict[str, ActKind], actor: Actor, path: str, now: Situation) -> list[ActKind]:
    return [kind for kind in kinds.values() if kind.is_offered(now) and actor.may(kind.action, path)]


def _button(kind: ActKind, url: str) -> Button:
    return Button(kind.title, kind.icon, kind.key, url, kind.is_rare)


def _one_of_several(kind: ActKind, url: str, row: Any) -> Button:
    return Button(f"{kind.title}：{row.category}", kind.icon, "", f"{url}?row={row.pk}", kind.is_rare)
