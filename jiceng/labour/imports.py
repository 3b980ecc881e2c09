"""Import and export of the ledgers of people on the move, of the laid-off and of flexible workers.

They lie beside those of the contract and read files by the same rules; docs/definitions.md has their headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiceng.core.importing import Check, Column, Ledger, LookUp, RegisterWriter, Source, Spells
from jiceng.core.importing import columns as kinds
from jiceng.core.models import RegisterRow
from jiceng.employers.imports import KNOWN_EMPLOYERS, credit_code
from jiceng.labour import choices
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.residents.imports import PERSON, PERSON_ON_FILE, person

_OF_PERSON = {"resident_id": "w.resident_id"}


def _values(*names: str) -> dict[str, str]:
    return {name: f"w.{name}" for name in names}


def _source(model: type[RegisterRow], day: str) -> Source:
    return Source(
        tables=f"{model._meta.db_table} t join residents_resident r on r.id = t.resident_id",
        path="t.path",
        where=f't.voided_at is null and t."{day}" <= %(on)s',
        order=f't.path, t.resident_id, t."{day}"',
    )


def _spells(
    code: str,
    title: str,
    model: type[RegisterRow],
    started: str,
    ended: str,
    columns: tuple[Column, ...],
    values: Mapping[str, str],
    **more: Any,
) -> Ledger:
    """A ledger of spells of people: one of a person begins on a day, and none overlap."""
    look_up = more.pop("look_up", PERSON)
    checks = more.pop("checks", ())
    return Ledger(
        code=code,
        title=title,
        columns=(
            person(),
            kinds.event_day("start", started, required=True),
            *columns,
            kinds.event_day("stop", ended),
            kinds.text(model, "end_reason"),
        ),
        key=("number_digest", "start"),
        key_header=started,
        look_up=look_up,
        checks=(*PERSON_ON_FILE, Check(ended, "w.stop < w.start", f"不能早于{started}"), *checks),
        writer=RegisterWriter(
            model=model,
            key={**_OF_PERSON, "start": "w.start"},
            values={**_values("stop", "end_reason"), **values},
            own_day="w.start",
            spells=Spells(started, ("resident_id",), f"{title}时间"),
            **more,
        ),
        source=_source(model, "start"),
    )


INCOMING = _spells(
    "incoming",
    "外来务工经商",
    Incoming,
    "来本地日期",
    "离开日期",
    (
        kinds.code(choices.PURSUIT, "pursuit", "务工经商", required=True),
        kinds.text(Incoming, "origin"),
        kinds.text(Incoming, "workplace"),
        kinds.text(Incoming, "trade"),
        kinds.text(Incoming, "permit"),
    ),
    _values("pursuit", "origin", "workplace", "trade", "permit"),
)

TRANSFERRED = _spells(
    "transferred",
    "转移就业",
    Transfer,
    "转移日期",
    "返回日期",
    (
        kinds.code(choices.DESTINATION, "destination", "转移去向", required=True),
        kinds.text(Transfer, "place"),
        kinds.text(Transfer, "employer_name"),
        kinds.text(Transfer, "trade"),
        kinds.code(choices.TRANSFER_WAY, "way", "转移方式"),
        kinds.amount("monthly_income", "月收入"),
    ),
    _values("destination", "place", "employer_name", "trade", "way", "monthly_income"),
)

LAIDOFF = _spells(
    "laidoff",
    "下岗职工",
    LaidOff,
    "下岗日期",
    "终止日期",
    (credit_code(), kinds.text(LaidOff, "employer_name"), kinds.text(LaidOff, "permit")),
    {**_values("credit_code", "employer_name", "permit"), "employer_id": "w.employer_id"},
    look_up=LookUp(
        beyond=KNOWN_EMPLOYERS,
        joins=f"{PERSON.joins} left join import_employers e on e.credit_code = s.credit_code",
        finds={**PERSON.finds, "employer_id": "e.id"},
    ),
    checks=(
        Check(
            "单位名称",
            "w.employer_name is null and w.credit_code is null",
            "应有所在单位名称或统一社会信用代码",
        ),
    ),
    follows={"employer_id": "credit_code"},
)

FLEXIBLE = Ledger(
    code="flexible",
    title="灵活就业认证",
    columns=(
        person(),
        kinds.event_day("on", "认证日期", required=True),
        kinds.code(choices.FLEXIBLE_KIND, "kind", "灵活就业形式", required=True),
        kinds.amount("monthly_income", "月收入"),
        kinds.flag("has_pension", "参加养老保险"),
        kinds.flag("has_medical", "参加医疗保险"),
        kinds.text(Certification, "guidance"),
        kinds.text(Certification, "certifier"),
    ),
    key=("number_digest", "on"),
    key_header="认证日期",
    look_up=PERSON,
    checks=PERSON_ON_FILE,
    writer=RegisterWriter(
        model=Certification,
        key={**_OF_PERSON, "on": 'w."on"'},
        values=_values("kind", "monthly_income", "has_pension", "has_medical", "guidance", "certifier"),
        own_day='w."on"',
    ),
    source=_source(Certification, "on"),
)

LABOUR_LEDGERS = (INCOMING, TRANSFERRED, LAIDOFF, FLEXIBLE)
