"""Opening the first sheet of a workbook, and what can go wrong with it."""

from __future__ import annotations

import io
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jiceng.core.cells import Cell
from jiceng.core.spreadsheets.errors import EmptyFile, HeaderError, SpreadsheetError, UnreadableFile

Rows = Iterator[list[Cell]]

LISTS_SHEET = "代码"
MARKS_SHEET = "模板信息"

_DAMAGED = "文件已损坏或不是Excel工作簿，请用Excel或WPS另存为.xlsx"
_OLD_MEMORY_BYTES = 2 * 1024**3
_OLD_SECONDS = 120


@dataclass(frozen=True)
class Template:
    """What a workbook made from a template says of itself, as it stands there now.

    `marks` are what the template was given to carry, `lists` its lists of values by the place of the column.
    """

    marks: dict[str, str]
    lists: list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """The first sheet: its rows from row 1 on, how many there are, and the template it was made from."""

    rows: Rows
    count: int
    template: Template | None = None


def first_sheet(source: Path | bytes) -> Sheet:
    """Open the first sheet of a workbook.

    Raises UnreadableFile, EmptyFile, and HeaderError when row 1 is blank.
    """
    with _damage_told():
        book = CalamineWorkbook.from_object(source if isinstance(source, Path) else io.BytesIO(source))
        sheet, template = _pick(book), _template(book)
    if sheet is None or sheet.start is None or sheet.end is None:
        raise EmptyFile("第一张工作表是空的")
    if sheet.start[0] > 0:
        raise HeaderError("第1行应为表头，现为空行")
    return Sheet(cast(Rows, sheet.iter_rows()), sheet.end[0] + 1, template)


def first_sheet_of_old(source: Path | bytes) -> Sheet:
    """Do the same for an .xls, in a process of its own with a bound on its memory.

    The reader believes the sizes written in this old format: a damaged file can make it panic, or ask for
    more memory than there is, which ends the process. A sheet of this format has at most 65,536 rows, so
    handing them over costs little.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    command = [sys.executable, "-c", f"from {__name__} import answer_parent; answer_parent()"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        answer = subprocess.run(
            command, input=content, capture_output=True, timeout=_OLD_SECONDS, check=True, env=environment
        )
    except subprocess.SubprocessError as error:
        raise UnreadableFile(_DAMAGED) from error
    found = pickle.loads(answer.stdout)
    if isinstance(found, SpreadsheetError):
        raise found
    rows, template = found
    return Sheet(iter(rows), len(rows), template)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn the reader's errors into ours."""
    try:
        yield
    except PasswordError as error:
        raise UnreadableFile("文件设有密码，请取消密码后再导入") from error
    except CalamineError as error:
        raise UnreadableFile(_DAMAGED) from error
    except BaseException as error:
        # A panic in the reader is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(_DAMAGED) from error


def _pick(book: CalamineWorkbook) -> CalamineSheet | None:
    """The first visible worksheet: templates keep their code lists on hidden ones, sometimes in front."""
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or sheets
    return book.get_sheet_by_name(visible[0].name) if visible else None


def _template(book: CalamineWorkbook) -> Template | None:
    if MARKS_SHEET not in book.sheet_names:
        return None
    marks = {
        str(row[0]): str(row[1]) for row in book.get_sheet_by_name(MARKS_SHEET).to_python() if len(row) > 1
    }
    if LISTS_SHEET not in book.sheet_names:
        return Template(marks, [])
    rows = book.get_sheet_by_name(LISTS_SHEET).to_python(skip_empty_area=False)
    return Template(
        marks, [[str(value) for value in column if value != ""] for column in zip(*rows, strict=True)]
    )


def answer_parent() -> None:
    """In the process of its own: a workbook on standard input, its sheet or the error on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_OLD_MEMORY_BYTES, _OLD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: tuple[list[list[Cell]], Template | None] | SpreadsheetError
    try:
        sheet = first_sheet(sys.stdin.buffer.read())
        answer = list(sheet.rows), sheet.template
    except SpreadsheetError as error:
        answer = error
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
