"""Columns of ledgers by kind: text, codes, flags, days, amounts and counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Field as ModelField
from django.db.models import Model

from jiceng.core import parsing
from jiceng.core.cells import Cell
from jiceng.core.codes import CodeList
from jiceng.core.importing.declaration import Column, Converter, Field

TextConverter = Callable[[Cell], str | None]
FLAGS = ("是", "否")


def text(
    model: type[Model],
    name: str,
    header: str = "",
    *,
    required: bool = False,
    convert: TextConverter = parsing.text,
    stored: str = "",
) -> Column:
    """A column of text as long as the model's field takes; the header is the field's name unless given."""
    field = _field(model, name)
    header = header or header_of(model, name)
    limit = field.max_length or 0
    converter = parsing.limited(convert, limit)
    return Column(header, (Field(name),), lambda context: converter, required, stored=stored or f't."{name}"')


def code(codes: CodeList, name: str, header: str, *, required: bool = False, stored: str = "") -> Column:
    """A column of one code of a list, shown by its label."""
    converter = parsing.code(codes)
    return Column(
        header,
        (Field(name),),
        lambda context: converter,
        required,
        offers=lambda context: codes.labels,
        stored=stored or f't."{name}"',
        unstored=codes.label,
    )


def several_codes(codes: CodeList, name: str, header: str, *, required: bool = False) -> Column:
    """A column of several codes of a list, separated by 、."""
    converter = parsing.several_codes(codes)

    def listed(cell: Cell) -> list[str] | None:
        found = converter(cell)
        return None if found is None else list(found)

    def shown(stored: list[str] | None) -> str:
        return "、".join(map(codes.label, stored or ()))

    return Column(
        header,
        (Field(name, "varchar[]"),),
        lambda context: listed,
        required,
        offers=lambda context: codes.labels,
        takes_several=True,
        stored=f't."{name}"',
        unstored=shown,
    )


def flag(name: str, header: str, *, convert: Converter = parsing.flag, stored: str = "") -> Column:
    """A column of 是 and 否."""
    return Column(
        header,
        (Field(name, "boolean"),),
        lambda context: convert,
        offers=lambda context: FLAGS,
        stored=stored or f't."{name}"',
    )


def event_day(
    name: str, header: str, *, required: bool = False, default_today: bool = False, stored: str = ""
) -> Column:
    """A column of days on which something happened, so none in the future."""

    def converter(context: Any) -> Converter:
        past = parsing.past_day(context.today)
        return (lambda cell: past(cell) or context.today) if default_today else past

    return Column(
        header,
        (Field(name, "date"),),
        converter,
        required,
        fills_blanks=default_today,
        stored=stored or f't."{name}"',
    )


def last_day(name: str, header: str) -> Column:
    """A column of last days of spells that end on the day before their stop; the field holds the last day."""
    return event_day(name, header, stored="t.stop - 1")


def any_day(name: str, header: str, *, stored: str = "") -> Column:
    """A column of days that may lie ahead."""
    return Column(header, (Field(name, "date"),), lambda context: parsing.day, stored=stored or f't."{name}"')


def amount(name: str, header: str) -> Column:
    """A column of money in yuan."""
    return Column(header, (Field(name, "numeric"),), lambda context: parsing.amount, stored=f't."{name}"')


def count(name: str, header: str) -> Column:
    """A column of whole numbers."""
    return Column(header, (Field(name, "integer"),), lambda context: parsing.count, stored=f't."{name}"')


def header_of(model: type[Model], name: str) -> str:
    """The name of a model's field, where it is the header as well."""
    return str(_field(model, name).verbose_name)


def _field(model: type[Model], name: str) -> ModelField[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, ModelField)
    return found
