"""Dossiers: one bound file a person (一人一档) and a household (一户一档), from the register (BX 三(三)3).

What stands in them is what stands on the page: facts, time line, members, duties; rooms add sections. Numbers
are masked and ages stand in place of birth dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiceng.accounts import audit
from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.assistance.models import Recognition
from jiceng.core.forms import NOT_ASKED
from jiceng.core.printing import PrintFailed, typeset
from jiceng.core.printing.responses import shown_in_browser
from jiceng.core.printing.sections import sections_of
from jiceng.core.spans import in_chinese
from jiceng.home.views import fact_values, owed, standing, timeline
from jiceng.home.views.household import HOUSEHOLD, household_or_404, visits_of_members
from jiceng.home.views.person import RESIDENT, resident_or_404
from jiceng.home.views.subject import SubjectPage
from jiceng.policy.force import Policy, in_force
from jiceng.residents.models import Facts, Household, Resident, Sighting
from jiceng.residents.rules import age_on
from jiceng.residents.services import refusals_in

TEMPLATE = "home/templates/home/dossier.typ"
PRINTED = audit.sentence("dossier_printed", "打印了档案（公民身份号码已遮盖）")
# Parts of a time line by tag, in the order of a bound file.
PARTS = (
    ("就业与失业", ("work",)),
    ("困难认定与援助", ("help",)),
    ("走访回访", ("visit",)),
    ("登记信息变动", ("facts", "place")),
)
MEMBER_HEADS = ("与户主关系", "姓名", "性别", "年龄", "状态")
DUTY_HEADS = ("事项", "依据", "期限", "状态")


@require_POST
@needs(Action.EXPORT)
def person_dossier(request: AccountRequest, pk: int) -> HttpResponseBase:
    """The dossier of a resident."""
    return _printed(request, RESIDENT, resident_or_404(request, pk), of_resident)


@require_POST
@needs(Action.EXPORT)
def household_dossier(request: AccountRequest, pk: int) -> HttpResponseBase:
    """The dossier of a household."""
    return _printed(request, HOUSEHOLD, household_or_404(request, pk), of_household)


def _printed(request: AccountRequest, where: SubjectPage, row: Any, data: Any) -> HttpResponseBase:
    request.actor.require(Action.EXPORT, row.path)
    audit.record(request.actor, PRINTED, path=row.path, subject=row)
    try:
        content = typeset(TEMPLATE, data(row, request.today))
    except PrintFailed as why:
        messages.error(request, str(why))
        return redirect(where.url(row.pk))
    return shown_in_browser(request, content, f"档案-{where.whom(row)}-{request.today}")


def of_resident(resident: Resident, today: dt.date) -> dict[str, Any]:
    """What the dossier of a resident holds."""
    policy = in_force(resident.region, today)
    rows = timeline.rows_with_names(Facts).filter(resident=resident)
    versions = list(rows.select_related("household", "region", "entered_by", "changed_by"))
    latest = max((each for each in versions if each.voided_at is None), key=lambda each: each.start)
    sightings = list(timeline.rows_with_names(Sighting).filter(resident=resident))
    home = standing.in_place_today(Q(household=latest.household), policy, today) if latest.household else []
    mine = next((row for row in home if row.resident_id == resident.pk), None)
    states = "、".join(chip.label for chip in standing.chips(mine)) if mine else ""
    return _head("一人一档", resident.name, resident.region.office.name, today) | {
        "facts": [
            ("姓名", resident.name),
            ("性别", resident.get_sex_display()),
            ("年龄", str(age_on(resident.birth, today))),
            ("公民身份号码", standing.masked_number(resident)),
            ("所属社区", resident.region.name),
            ("责任人", getattr(resident, "officer", None) or resident.region.office.name),
            ("目前状态", states or "无登记状态"),
            ("最近核实", f"{latest.surveyed_on} {latest.surveyor or ''}".strip()),
        ],
        "groups": [
            {"title": title, "facts": [(cell.label, cell.text or cell.blank) for cell in cells]}
            for title, cells in fact_values.grid(latest, refusals_in(sightings, today))
        ],
        "sections": [
            *_members(home, today),
            *_time_line(timeline.of_resident(resident, versions, sightings)),
            *sections_of("resident", resident.pk, today),
            *_duties(policy, "resident", resident.pk, today),
        ],
    }


def of_household(home: Household, today: dt.date) -> dict[str, Any]:
    """What the dossier of a household holds."""
    policy = in_force(home.region, today)
    rows = standing.in_place_today(Q(household=home), policy, today)
    recognitions = list(timeline.rows_with_names(Recognition).filter(household=home))
    opened = standing.Open.on(today, recognitions).recognition
    entries = [*timeline.of_recognitions(recognitions), *visits_of_members([row.resident for row in rows])]
    return _head("一户一档", f"{home.number}户", home.region.office.name, today) | {
        "facts": [
            ("家庭编号", home.number),
            ("所属社区", home.region.name),
            ("家庭人数", str(len(rows))),
            ("零就业认定", f"{opened.start}认定" if opened else "未认定"),
        ],
        "groups": [],
        "sections": [
            *_members(rows, today),
            *_time_line(timeline.newest_first(entries)),
            *sections_of("household", home.pk, today),
            *_duties(policy, "household", home.pk, today),
        ],
    }


def _head(title: str, whom: str, office: str, today: dt.date) -> dict[str, Any]:
    return {"title": title, "whom": whom, "office": office, "day": in_chinese(today)}


def _members(rows: Iterable[Any], today: dt.date) -> list[dict[str, Any]]:
    lines = [
        [
            row.get_relation_display() or NOT_ASKED,
            row.resident.name,
            row.resident.get_sex_display(),
            str(age_on(row.resident.birth, today)),
            "、".join(chip.label for chip in standing.chips(row)),
        ]
        for row in rows
    ]
    return [_section("家庭成员", MEMBER_HEADS, (3, 4, 2, 2, 8), lines)] if lines else []


def _time_line(entries: Iterable[timeline.Entry]) -> list[dict[str, Any]]:
    """The entries that count, the oldest first, by part."""
    standing_entries = [entry for entry in reversed(list(entries)) if not entry.is_voided]
    found = []
    for title, tags in PARTS:
        lines = [
            [str(entry.on), entry.title, "；".join(filter(None, entry.notes))]
            for entry in standing_entries
            if entry.tag in tags
        ]
        if lines:
            found.append(_section(title, ("日期", "事项", "说明"), (3, 7, 10), lines))
    return found


def _duties(policy: Policy, subject: str, pk: int, today: dt.date) -> list[dict[str, Any]]:
    lines = [
        [duty.label, duty.article, str(line.owed.due), line.word]
        for duty in owed.duties_of(policy, subject, pk, today)
        for line in (*duty.past, *duty.open)
    ]
    return [_section("应办事项（近半年）", DUTY_HEADS, (7, 4, 4, 3), lines)] if lines else []


def _section(
    title: str, heads: tuple[str, ...], widths: tuple[int, ...], rows: list[list[str]]
) -> dict[str, Any]:
    return {"title": title, "heads": heads, "widths": widths, "rows": rows}
