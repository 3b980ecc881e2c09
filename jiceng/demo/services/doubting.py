"""What is in doubt in the demo and waits for somebody: corrections, objections, waivers, refusals, hints.

Those concerned are past working age, as far as it matters, so that figures stay what they are.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from jiceng.accounts.actors import Actor
from jiceng.assistance.models import Recognition
from jiceng.assistance.populations import hardship_employed
from jiceng.core.secrets import cipher
from jiceng.core.spans import holding
from jiceng.demo.people import identity_number
from jiceng.demo.rows import COMMUNITY, NUMBER, SURVEYED
from jiceng.demo.services.desk import Desk
from jiceng.demo.services.founding import CITY, STREETS
from jiceng.home.imports import run_import
from jiceng.policy.models import Waiver
from jiceng.policy.waivers import ask_waiver
from jiceng.regions.models import Region
from jiceng.residents.choices import Political
from jiceng.residents.models import Facts, Move, Resident, Sighting
from jiceng.residents.services import (
    claim_of,
    move_resident,
    object_to_move,
    propose_number,
    record_facts,
    register_resident,
)

TWICE = 3  # people who are on file twice
RETIRED = 62 * 366  # days
DECLINED = ("phone", "education", "low_income")
ZERO_HOUSEHOLD_DAYS, MORE_DAYS = 20, 50


def propose_a_number(desk: Desk) -> None:
    """A worker found that a number does not match the identity card."""
    for facts in _retired(desk)[:1]:
        given = {
            "number": _another_number(facts.resident, 3),
            "reason": "与居民身份证原件核对，登记时录错一位",
        }
        desk.act(facts.path, propose_number, resident=facts.resident, **given)


def register_some_twice(desk: Desk) -> None:
    """A neighbouring community enters people who are on file, with a digit wrong: likely duplicates."""
    for facts in _retired(desk)[1 : 1 + TWICE]:
        region = _next_to(desk, facts.path)
        desk.act(
            region.path,
            register_resident,
            as_of=desk.day(2),
            region=region,
            number=_another_number(facts.resident, 2),
            name=facts.resident.name,
            phone=facts.phone,
            ethnicity=facts.ethnicity,
            hukou=facts.hukou,
        )


def object_to_a_move(desk: Desk) -> None:
    """A community took somebody over, and the one before says that the person still lives there."""
    for facts in _retired(desk)[1 + TWICE : 2 + TWICE]:
        person, day, after = facts.resident, max(desk.day(4), facts.start), _next_to(desk, facts.path)
        claim = claim_of(cipher().decrypt(bytes(person.number_cipher)), day)
        given = {"claim": claim, "to_region": after, "on": day, "reason": "本人租住本社区"}
        desk.act(after.path, move_resident, as_of=day, **given)
        moved = Move.objects.filter(resident=person, direction=Move.Direction.OUT).order_by("pk").last()
        if moved is not None:
            reason = "入户核实，本人仍在原址居住，近期只是到子女家中短住"
            desk.act(facts.path, object_to_move, as_of=max(desk.day(1), day), move=moved, reason=reason)


def ask_for_waivers(desk: Desk) -> None:
    """A follow-up that cannot be made this month, and a household that needs more time."""
    month = holding(desk.today, "month")
    working = desk.people(hardship_employed, CITY)
    for person in working[:1]:
        about = {"duty": "bx-follow-up", "subject": "resident", "subject_id": person.pk, "path": person.path}
        reason = "本人随工程队赴外地施工，下月返回，本月无法见面"
        desk.act(person.path, _ask, **about, start=month.first, last=month.last, reason=reason)
    recognition = Recognition.objects.open_on(desk.today).order_by("start", "pk").last()
    if recognition is not None:
        path, due = recognition.path, recognition.start + dt.timedelta(days=ZERO_HOUSEHOLD_DAYS)
        about = {"duty": "bx-zero-household", "subject": "household", "path": path}
        about |= {"subject_id": recognition.household_id, "postponed_to": desk.day(-MORE_DAYS, due)}
        desk.act(
            path, _ask, **about, start=due, last=due, reason="唯一有就业意愿的成员正在参加为期两个月的培训"
        )


def decline_some_questions(desk: Desk) -> None:
    """People who were asked and would not say (拒答)."""
    grown, day = desk.day(RETIRED // 3), desk.day(9)
    seen_since = Sighting.objects.filter(on__gt=day).values("resident")
    for path in desk.communities():
        here = Facts.objects.open_on(desk.today).filter(path=path, resident__birth__lt=grown, start__lte=day)
        here = here.exclude(resident__in=seen_since)
        for name in DECLINED:
            facts = here.filter(**{name: None}).select_related("resident").order_by("resident").first()
            if facts is not None:
                given = {"resident": facts.resident, "on": day, "changes": {}, "declined": [name]}
                desk.act(path, record_facts, as_of=day, **given)


def make_a_column_uniform(desk: Desk) -> None:
    """Of one community everybody is said to be of no party, by a file: a hint to the street."""
    path = desk.communities(STREETS[1])[0]
    region = Region.objects.get(path=path)
    here = Facts.objects.open_on(desk.today).filter(path=path, political__isnull=False)
    otherwise = here.exclude(political=Political.MASSES).select_related("resident").order_by("resident")
    rows = [_said_to_be_of_no_party(facts, region, desk.day(3)) for facts in otherwise]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "补录政治面貌.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerows([("姓名", NUMBER, "政治面貌", COMMUNITY, SURVEYED), *rows])
        given = {"ledger": "residents", "data": file, "file_name": file.name, "region": region}
        desk.act(path, run_import, **given)


def _said_to_be_of_no_party(facts: Facts, region: Region, day: dt.date) -> tuple[str, ...]:
    number = cipher().decrypt(bytes(facts.resident.number_cipher))
    on = max(day, facts.surveyed_on).isoformat()
    return facts.resident.name, number, str(Political.MASSES.label), region.code, on


def _retired(desk: Desk) -> list[Facts]:
    """The facts of people of the first street who are past working age, the longest on file first."""
    here = Facts.objects.open_on(desk.today).filter(path__startswith=STREETS[0])
    old = here.filter(resident__birth__lt=desk.day(RETIRED), household__isnull=False)
    return list(old.select_related("resident").order_by("resident")[: 2 + TWICE])


def _next_to(desk: Desk, path: str) -> Region:
    """The next community of the same street."""
    others = desk.communities(path[:9])
    return Region.objects.get(path=others[(others.index(path) + 1) % len(others)])


def _another_number(person: Resident, further: int) -> str:
    """A number that differs from the person's in one digit, and in the check."""
    number = cipher().decrypt(bytes(person.number_cipher))
    sequence = (int(number[14:17]) + 100 * further) % 1000
    return identity_number(number[:6], person.birth, sequence)


def _ask(*, actor: Actor, today: dt.date, **given: Any) -> Waiver:
    """A waiver is dated by real time: no business date is said."""
    return ask_waiver(actor=actor, **given)
