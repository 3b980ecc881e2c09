"""The columns of a residents file that become dated facts."""

from __future__ import annotations

from jiceng.core import parsing
from jiceng.core.codes import CodeList
from jiceng.core.importing import Column
from jiceng.core.importing import columns as kinds
from jiceng.residents import choices
from jiceng.residents.models import Facts


def _header(name: str) -> str:
    return kinds.header_of(Facts, name)


def _code(codes: CodeList, name: str) -> Column:
    return kinds.code(codes, name, _header(name))


def _text(name: str, convert: kinds.TextConverter = parsing.text) -> Column:
    return kinds.text(Facts, name, convert=convert)


def _flag(name: str) -> Column:
    return kinds.flag(name, _header(name))


FACT_COLUMNS = (
    _code(choices.HOUSEHOLD_RELATION, "relation"),
    _code(choices.ETHNICITY, "ethnicity"),
    _code(choices.EDUCATION, "education"),
    _code(choices.HUKOU, "hukou"),
    _text("hukou_address"),
    _text("address"),
    _text("phone", parsing.phone),
    _code(choices.MARITAL, "marital"),
    _code(choices.POLITICAL, "political"),
    _flag("low_income"),
    _flag("disabled"),
    _flag("resettled"),
    _flag("veteran"),
    _flag("graduate"),
    kinds.any_day("graduated_on", _header("graduated_on")),
    _flag("landless"),
    _flag("laid_off"),
    _code(choices.SKILL_LEVEL, "skill_level"),
    _text("trade"),
    _code(choices.LABOUR_ABILITY, "ability"),
    _flag("student"),
    kinds.flag("job_wish", _header("job_wish"), convert=parsing.wish),
)
FACTS = tuple(column.fields[0].name for column in FACT_COLUMNS)
