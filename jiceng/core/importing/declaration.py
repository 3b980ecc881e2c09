"""What a ledger declares so that files can be imported into it; the machinery knows no ledger.

A row goes through: cell converters (Python, one call a value) -> the staging table `s` -> look-ups, which
make the table `w` of rows ready to be written -> checks in SQL -> the writer. Names of fields and SQL here
come from the code of the rooms, never from a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import TextChoices

from jiceng.core.cells import Cell, typed
from jiceng.core.importing.work import Work


class ImportRefused(ValueError):
    """The file as a whole cannot be imported; nothing was changed. The message is for users."""


class MissingColumns(ImportRefused):
    """A file without columns that the ledger needs; `unknown` are those it has and the ledger does not."""

    def __init__(self, missing: Sequence[str], unknown: Sequence[str]) -> None:
        self.unknown = list(unknown)
        super().__init__(f"表头缺少必填列：{'、'.join(missing)}")


class Fault(TextChoices):
    """What a rejected row is at odds with: itself, another row of its file, or what is on file."""

    CELL = "cell", "填写有误"
    FILE = "file", "文件内重复或矛盾"
    REGISTER = "register", "与在册记录不符"


class Place(Protocol):
    """The region that an import is limited to."""

    @property
    def pk(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_community(self) -> bool: ...


@dataclass(frozen=True)
class Context:
    """What an import knows before it reads a row.

    `today` is the business date. `region` limits the import and fills blank communities; the scope entered by
    the caller is the same or narrower. With `is_history` rows count as known on their own days.
    """

    user_id: int
    today: dt.date
    region: Place | None = None
    is_history: bool = False


Converter = Callable[[Cell], Any]


@dataclass(frozen=True)
class Field:
    """A column of the staging table: its name and SQL type. What is `salted` differs for equal cells."""

    name: str
    kind: str = "text"
    salted: bool = False


def as_is(value: Any) -> Any:
    """Show a stored value as it is."""
    return value


@dataclass(frozen=True)
class Column:
    """A column of the file: how its cells become fields, and how the register's values become cells again.

    The converter gives a value for one field, else a tuple; None for a blank. It raises InvalidValue, and
    asks the database nothing: the connection is busy with the rows (what made it may have asked). With
    `fills_blanks` it is asked also where the file has no such column. `show` is how a cell appears in a
    reason found after conversion. `offers` are the values to choose from in an empty workbook, several of
    them if it `takes_several`. `stored` is SQL over the source of the export, `unstored` makes its cell.
    """

    header: str
    fields: tuple[Field, ...]
    convert: Callable[[Context], Converter]
    required: bool = False
    fills_blanks: bool = False
    show: Callable[[Cell, Context], str] = lambda cell, context: typed(cell)
    offers: Callable[[Context], Sequence[str]] = lambda context: ()
    takes_several: bool = False
    stored: str = ""
    unstored: Callable[[Any], Any] = as_is
    is_identity: bool = False


@dataclass(frozen=True)
class LookUp:
    """What the database knows about the staged rows.

    `beyond` are temporary tables (name -> query) filled within the scope of the whole deployment, for answers
    that tell nothing about a person; `joins` follow `from import_staged s`; `finds` are the columns that `w`
    has besides those of `s` (name -> expression).
    """

    joins: str = ""
    finds: Mapping[str, str] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A condition over `w` under which a row is rejected, at a header, with what was expected."""

    header: str
    fails: str
    expected: str
    fault: Fault = Fault.CELL


@dataclass(frozen=True)
class LateReject:
    """A row that its writer rejects; what was expected, in words."""

    row: int
    header: str
    expected: str
    fault: Fault


@dataclass(frozen=True)
class Written:
    """How many rows were created and changed; all others left the registers as they were."""

    created: int
    updated: int


class Writer(Protocol):
    """Brings the good rows of `w` into the registers.

    Every row that it creates or changes carries `%(now)s` as `entered_at` or `changed_at`: by this the import
    is undone.
    """

    @property
    def headers(self) -> tuple[str, ...]:
        """Where it may reject rows."""
        ...

    def conflicts(self, work: Work) -> list[LateReject]:
        """Rows that cannot stand beside each other, or beside what is on file."""
        ...

    def forecast(self, work: Work) -> Written:
        """Count what `write` will do with the rows of `w`; asked once after `conflicts`."""
        ...

    def write(self, work: Work) -> None:
        """Write all rows of `w`."""
        ...


@dataclass(frozen=True)
class Source:
    """Where an export reads: the FROM clause, the path column that is limited, a condition and the order.

    `%(on)s` stands for the day of the export.
    """

    tables: str
    path: str
    where: str
    order: str


@dataclass(frozen=True)
class Ledger:
    """A ledger that files can be imported into and exported from (contracts, section 3).

    `key` names the fields by which rows of one file are the same; a second, different one is rejected at
    `key_header`. `after_undo` is SQL that takes along what is no register when an import is undone;
    `%(stamps)s` are the moments at which it wrote.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    key_header: str
    look_up: LookUp
    checks: tuple[Check, ...]
    writer: Writer
    source: Source
    after_undo: str = ""

    @property
    def fields(self) -> list[Field]:
        """All fields of the staging table."""
        return [each for column in self.columns for each in column.fields]

    @property
    def headers(self) -> list[str]:
        """The headers in the order of the layout."""
        return [column.header for column in self.columns]

    @property
    def late_headers(self) -> list[str]:
        """Headers at which rows may be rejected after conversion."""
        late = {self.key_header, *self.writer.headers, *(check.header for check in self.checks)}
        return [header for header in self.headers if header in late]
