"""The columns of a residents file that become dated facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jiceng.core import parsing
from jiceng.core.cells import Cell, remembered, squeezed
from jiceng.core.codes import CodeList
from jiceng.core.importing import Column, Context, Field
from jiceng.core.importing import columns as kinds
from jiceng.residents import choices
from jiceng.residents.choices import DECLINED
from jiceng.residents.models import Facts


def _header(name: str) -> str:
    return kinds.header_of(Facts, name)


def _code(codes: CodeList, name: str) -> Column:
    return _declinable(kinds.code(codes, name, _header(name)))


def _text(name: str, convert: kinds.TextConverter = parsing.text) -> Column:
    return _declinable(kinds.text(Facts, name, convert=convert), repeats=False)


def _flag(name: str, convert: Callable[[Cell], bool | None] = parsing.flag) -> Column:
    column = _declinable(kinds.flag(name, _header(name), convert=convert))
    return replace(column, unstored=lambda stored: _STORED_FLAGS.get(stored, stored))


def _day(name: str) -> Column:
    column = _declinable(kinds.any_day(name, _header(name)))
    return replace(column, unstored=lambda stored: parsing.day(stored) if stored != DECLINED else stored)


_STORED_FLAGS = {"true": True, "false": False}


def _declinable(column: Column, *, repeats: bool = True) -> Column:
    """A column that takes 拒答 as well: no value, and a mark of its own (docs/definitions.md).

    Where values repeat the answers are remembered.
    """
    name = column.fields[0].name

    def converter(context: Context) -> Callable[[Cell], tuple[Any, bool | None]]:
        convert = column.convert(context)

        def answer(cell: Cell) -> tuple[Any, bool | None]:
            # Looking for one character first spares nearly every address the squeezing.
            if isinstance(cell, str) and DECLINED[0] in cell and squeezed(cell) == DECLINED:
                return None, True
            return convert(cell), None

        return remembered(answer) if repeats else answer

    return replace(
        column,
        fields=(*column.fields, Field(declined_field(name), "boolean")),
        convert=converter,
        offers=lambda context: [*offered, DECLINED] if (offered := column.offers(context)) else (),
        stored=f"coalesce(t.\"{name}\"::text, case when '{name}' = any(d.declined) then '{DECLINED}' end)",
    )


def declined_field(name: str) -> str:
    """The staged mark that a fact was declined."""
    return f"{name}_declined"


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
    _day("graduated_on"),
    _flag("landless"),
    _flag("laid_off"),
    _code(choices.SKILL_LEVEL, "skill_level"),
    _text("trade"),
    _code(choices.LABOUR_ABILITY, "ability"),
    _flag("student"),
    _flag("job_wish", parsing.wish),
)
FACTS = tuple(column.fields[0].name for column in FACT_COLUMNS)
