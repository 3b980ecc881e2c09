"""The ledgers of this room as files know them: residents and visits."""

from __future__ import annotations

from jiceng.core import parsing
from jiceng.core.cells import Cell
from jiceng.core.chinese import initials, pinyin_key
from jiceng.core.importing import Column, Field, Ledger, RegisterWriter, Source
from jiceng.core.importing import columns as kinds
from jiceng.regions.imports import community
from jiceng.residents import choices
from jiceng.residents.imports.facts import FACT_COLUMNS
from jiceng.residents.imports.people import NUMBER_HEADER, PERSON, PERSON_ON_FILE, new_person, person
from jiceng.residents.imports.surveys import SURVEY_CHECKS, SURVEYED, SURVEYED_HEADER, SurveyWriter
from jiceng.residents.models import Facts, Household, Resident, Visit

HOUSEHOLD_HEADER = "家庭编号"


def _longest(name: str) -> int:
    return Resident._meta.get_field(name).max_length or 0


def _name() -> Column:
    """A name, with the keys by which it is sorted and searched."""
    name = parsing.limited(parsing.person_name, _longest("name"))
    longest_pinyin, longest_initials = _longest("pinyin"), _longest("initials")

    def convert(cell: Cell) -> tuple[str, str, str] | None:
        text = name(cell)
        if text is None:
            return None
        return text, pinyin_key(text)[:longest_pinyin], initials(text)[:longest_initials]

    fields = (Field("name"), Field("pinyin"), Field("initials"))
    return Column("姓名", fields, lambda context: convert, required=True, stored="r.name")


def household(*, required: bool = False) -> Column:
    """The number of a household, unique within its community."""
    limit = Household._meta.get_field("number").max_length or 0
    convert = parsing.limited(parsing.text, limit)
    return Column(
        HOUSEHOLD_HEADER, (Field("household"),), lambda context: convert, required, stored="h.number"
    )


RESIDENTS = Ledger(
    code="residents",
    title="居民",
    columns=(
        _name(),
        new_person(),
        household(),
        *FACT_COLUMNS,
        community(),
        kinds.event_day("surveyed_on", SURVEYED_HEADER, default_today=True),
        kinds.text(Facts, "surveyor"),
    ),
    key=("number_digest",),
    key_header=NUMBER_HEADER,
    look_up=SURVEYED,
    checks=SURVEY_CHECKS,
    writer=SurveyWriter(),
    source=Source(
        tables="residents_facts t join residents_resident r on r.id = t.resident_id"
        " join regions_region g on g.id = t.region_id"
        " left join residents_household h on h.id = t.household_id"
        " left join (select s.resident_id, array_agg(distinct f.name) as declined"
        " from residents_sighting s, unnest(s.declined) f(name)"
        " where s.declined <> '{}' and s.voided_at is null and s.\"on\" <= %(on)s"
        " group by s.resident_id) d on d.resident_id = t.resident_id",
        path="t.path",
        where="t.voided_at is null and r.voided_at is null"
        " and t.start <= %(on)s and (t.stop is null or t.stop > %(on)s)",
        order="t.path, h.number, r.id",
    ),
    # Who is no longer on file may be registered anew, here or elsewhere.
    after_undo="delete from residents_identityclaim c using residents_resident r"
    " where r.id = c.resident_id and r.entered_at = any(%(stamps)s) and r.voided_at is not null",
)

VISITS = Ledger(
    code="visits",
    title="走访",
    columns=(
        person(),
        kinds.event_day("on", "日期", required=True),
        kinds.code(choices.VISIT_WAY, "way", "方式", required=True),
        kinds.several_codes(choices.VISIT_REASON, "reasons", "事由", required=True),
        kinds.code(choices.VISIT_OUTCOME, "outcome", "走访结果"),
        kinds.text(Visit, "content"),
        kinds.text(Visit, "visitor"),
    ),
    key=("number_digest", "on", "way", "reasons", "outcome", "content", "visitor"),
    key_header=NUMBER_HEADER,
    look_up=PERSON,
    checks=PERSON_ON_FILE,
    writer=RegisterWriter(
        model=Visit,
        key={
            "resident_id": "w.resident_id",
            "on": 'w."on"',
            "way": "w.way",
            "reasons": "w.reasons",
            "outcome": "w.outcome",
            "content": "w.content",
            "visitor": "w.visitor",
        },
        values={},
        own_day='w."on"',
    ),
    source=Source(
        tables="residents_visit t join residents_resident r on r.id = t.resident_id",
        path="t.path",
        where='t.voided_at is null and t."on" <= %(on)s',
        order='t.path, t."on", t.id',
    ),
)
