"""Import and export of determinations and recognitions (contracts, section 3)."""

from __future__ import annotations

from jiceng.assistance import choices
from jiceng.assistance.models import Determination, Recognition
from jiceng.core import parsing, scope
from jiceng.core.codes import CodeList
from jiceng.core.importing import (
    Check,
    Column,
    Context,
    Fault,
    Field,
    Ledger,
    LookUp,
    RegisterWriter,
    Source,
    Spells,
)
from jiceng.core.importing import columns as kinds
from jiceng.policy.force import areas
from jiceng.regions.imports import community
from jiceng.regions.models import Region
from jiceng.residents.imports import HOUSEHOLD_HEADER, PERSON, PERSON_ON_FILE, household, person

DETERMINED, EXITED = "认定日期", "退出日期"
_ENDS_BEFORE = Check(EXITED, "w.stop < w.start", "不能早于认定日期")


def _category() -> Column:
    """类别: what every deployment knows, and what the packs in force say."""

    def known(context: Context) -> CodeList:
        return choices.hardship_categories(*_labels_in_force(context))

    return Column(
        "类别",
        (Field("category"),),
        lambda context: parsing.code(known(context)),
        required=True,
        offers=lambda context: known(context).labels,
        stored="t.category",
    )


def _labels_in_force(context: Context) -> list[str]:
    if context.region is not None:
        regions = [Region.objects.get(pk=context.region.pk)]
    else:
        regions = list(scope.in_scope(Region.objects.filter(parent=None)))
    return [
        entry.determination
        for region in regions
        for area in areas(region, context.today)
        for entry in area.policy.all("category")
        if entry.determination
    ]


def _dates_and_reason() -> tuple[Column, ...]:
    return (
        kinds.event_day("start", DETERMINED, required=True),
        kinds.event_day("stop", EXITED),
        kinds.code(choices.EXIT_REASON, "exit_reason", "退出原因"),
    )


_ENDING = {"stop": "w.stop", "exit_reason": "w.exit_reason"}

DETERMINATIONS = Ledger(
    code="determinations",
    title="困难认定",
    columns=(person(), _category(), *_dates_and_reason()),
    key=("number_digest", "category", "start"),
    key_header=DETERMINED,
    look_up=PERSON,
    checks=(*PERSON_ON_FILE, _ENDS_BEFORE),
    writer=RegisterWriter(
        model=Determination,
        key={"resident_id": "w.resident_id", "category": "w.category", "start": "w.start"},
        values=_ENDING,
        own_day="w.start",
        spells=Spells(DETERMINED, ("resident_id", "category"), "该类别的认定时间"),
    ),
    source=Source(
        tables="assistance_determination t join residents_resident r on r.id = t.resident_id",
        path="t.path",
        where="t.voided_at is null and t.start <= %(on)s",
        order="t.path, t.resident_id, t.start, t.id",
    ),
)

RECOGNITIONS = Ledger(
    code="recognitions",
    title="零就业家庭认定",
    columns=(community(required=True), household(required=True), *_dates_and_reason()),
    key=("region_id", "household", "start"),
    key_header=DETERMINED,
    look_up=LookUp(
        joins="""
            left join residents_household h on h.region_id = s.region_id and h.number = s.household
            left join lateral (
                select f.resident_id from residents_facts f join residents_resident r on r.id = f.resident_id
                where f.household_id = h.id and f.voided_at is null and r.voided_at is null limit 1
            ) m on true
        """,
        finds={"household_id": "h.id", "has_members": "m.resident_id is not null"},
    ),
    checks=(
        Check(HOUSEHOLD_HEADER, "not w.has_members", "应为本社区已登记居民的家庭编号", Fault.REGISTER),
        _ENDS_BEFORE,
    ),
    writer=RegisterWriter(
        model=Recognition,
        key={"household_id": "w.household_id", "start": "w.start"},
        values=_ENDING,
        own_day="w.start",
        spells=Spells(DETERMINED, ("household_id",), "该家庭的认定时间"),
    ),
    source=Source(
        tables="assistance_recognition t join residents_household h on h.id = t.household_id"
        " join regions_region g on g.id = t.region_id",
        path="t.path",
        where="t.voided_at is null and t.start <= %(on)s",
        order="t.path, h.number, t.start",
    ),
)
