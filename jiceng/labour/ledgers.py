"""The ledgers of incoming workers, transferred labour, laid-off workers and flexible employment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from jiceng.core.filters import LedgerFilters, choice, day
from jiceng.core.ledgers import Ledger
from jiceng.core.tables import Column
from jiceng.employment.choices import EmploymentForm
from jiceng.employment.models import Employment
from jiceng.labour.choices import AWAY, Destination, FlexibleKind, Pursuit
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.regions.ledgers import PlaceFilter
from jiceng.residents.ledgers import PERSON_COLUMNS, add_person

OPEN, OVER = "open", "over"
STATES = {OPEN: "有效", OVER: "已终止"}
AWAY_ANY = "away"
CERTIFIED, UNCERTIFIED = "yes", "no"


def add_state(rows: list[Any], today: dt.date) -> None:
    """Give spells their person and their state of today."""
    add_person(rows, today)
    for row in rows:
        row.state = STATES[OPEN if row.stop is None or row.stop > today else OVER]


class SpellFilters(LedgerFilters):
    """By place, state of today and the days on which they began."""

    place = PlaceFilter()
    state = choice("状态", list(STATES.items()), method="in_state")
    first = day("开始日期自", "start", "gte")
    last = day("开始日期至", "start", "lte")

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """Those that hold today, or are over."""
        return rows.open_on(self.today) if value == OPEN else rows.filter(stop__lte=self.today)


class IncomingFilters(SpellFilters):
    """Also by what they do."""

    pursuit = choice("务工经商", Pursuit.choices, field_name="pursuit")


class TransferFilters(SpellFilters):
    """Also by how far they went."""

    destination = choice(
        "转移去向", [(AWAY_ANY, "县外（合计）"), *Destination.choices], method="to_destination"
    )

    def to_destination(self, rows: Any, name: str, value: str) -> Any:
        """One destination, or all beyond the county."""
        return rows.filter(destination__in=AWAY if value == AWAY_ANY else [value])


INCOMING = Ledger(
    code="incoming",
    title="外来务工经商人员台账",
    rows=lambda today: Incoming.objects.select_related("resident", "region"),
    filters=IncomingFilters,
    prepare=add_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("pursuit", "务工经商", kind="code"),
        Column("origin", "来自地", secondary=True),
        Column("workplace", "工作单位或经营场所", secondary=True),
        Column("trade", "工种或项目", secondary=True),
        Column("permit", "居住证号", kind="code", secondary=True),
        Column("start", "来本地日期", kind="day", sort="start"),
        Column("stop", "离开日期", kind="day", secondary=True),
        Column("state", "状态", kind="code"),
    ),
)

TRANSFERRED = Ledger(
    code="transferred",
    title="转移就业台账",
    rows=lambda today: Transfer.objects.select_related("resident", "region"),
    filters=TransferFilters,
    prepare=add_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("destination", "转移去向", kind="code"),
        Column("place", "流入地", secondary=True),
        Column("employer_name", "就业单位", secondary=True),
        Column("trade", "工种", secondary=True),
        Column("way", "转移方式", kind="code", secondary=True),
        Column("monthly_income", "月收入(元)", kind="number", secondary=True),
        Column("start", "转移日期", kind="day", sort="start"),
        Column("stop", "返回日期", kind="day", secondary=True),
        Column("state", "状态", kind="code"),
    ),
)


def _unit(row: LaidOff) -> str:
    # A unit registered beyond the scope is not found; its code is kept with the row.
    return row.employer_name or row.credit_code


LAIDOFF = Ledger(
    code="laidoff",
    title="下岗职工台账",
    rows=lambda today: LaidOff.objects.select_related("resident", "region"),
    filters=SpellFilters,
    prepare=add_state,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("unit", "所在单位", _unit),
        Column("permit", "下岗证号", kind="code", secondary=True),
        Column("start", "下岗日期", kind="day", sort="start"),
        Column("stop", "终止日期", kind="day", secondary=True),
        Column("end_reason", "终止原因", secondary=True),
        Column("state", "状态", kind="code"),
    ),
)


def flexible_jobs(today: dt.date) -> Any:
    """The flexible jobs held today."""
    jobs = Employment.objects.open_on(today).filter(form=EmploymentForm.FLEXIBLE)
    return jobs.select_related("resident", "region")


def add_certification(rows: list[Any], today: dt.date) -> None:
    """Give jobs their person and the latest certification, which counts for its calendar year."""
    add_person(rows, today)
    found = Certification.objects.filter(resident__in=[row.resident_id for row in rows], on__lte=today)
    latest = {each.resident_id: each for each in found.order_by("on", "pk")}
    for row in rows:
        last = latest.get(row.resident_id)
        is_valid = last is not None and last.on.year == today.year
        row.certified_on = last.on if last else None
        row.certified = "已认证" if is_valid else "未认证"
        row.flexible_kind = FlexibleKind(last.kind).label if last and last.kind else ""
        row.income = last.monthly_income if last and last.monthly_income is not None else row.monthly_income
        row.insured = _insured(last)


def _insured(last: Certification | None) -> str:
    if last is None:
        return ""
    words = {"养老": last.has_pension, "医疗": last.has_medical}
    return "、".join(f"{name}{'是' if said else '否'}" for name, said in words.items() if said is not None)


class FlexibleFilters(LedgerFilters):
    """By place, certification of this year, and the days on which the jobs began."""

    place = PlaceFilter()
    certified = choice("本年认证", [(CERTIFIED, "已认证"), (UNCERTIFIED, "未认证")], method="is_certified")
    first = day("就业日期自", "start", "gte")
    last = day("就业日期至", "start", "lte")

    def is_certified(self, rows: Any, name: str, value: str) -> Any:
        """Those certified this year up to today, or not (BX 三(三)2(2))."""
        this_year = Certification.objects.filter(
            resident=OuterRef("resident"), on__gte=self.today.replace(month=1, day=1), on__lte=self.today
        )
        return rows.filter(Exists(this_year) if value == CERTIFIED else ~Exists(this_year))


FLEXIBLE = Ledger(
    code="flexible",
    title="灵活就业人员台账",
    rows=flexible_jobs,
    filters=FlexibleFilters,
    prepare=add_certification,
    begins="-start",
    columns=(
        *PERSON_COLUMNS,
        Column("flexible_kind", "灵活就业形式", secondary=True),
        Column("occupation", "岗位工种", secondary=True),
        Column("start", "就业日期", kind="day", sort="start"),
        Column("income", "月收入(元)", kind="number", secondary=True),
        Column("insured", "参保", secondary=True),
        Column("certified_on", "最近认证", kind="day", secondary=True),
        Column("certified", "本年认证", kind="code"),
    ),
)
