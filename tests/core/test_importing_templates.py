"""Templates of ledgers: filled in they import without a word; what was changed in them is told."""

import io

import pytest
from openpyxl import load_workbook

from jiceng.core import scope
from jiceng.core.importing import Context, write_template_of
from jiceng.core.spreadsheets import read_table
from jiceng.home.imports import LEDGERS
from tests.factories import ACROSS, CITY, HERE, STREET, TODAY, MiniCity
from tests.files import ANNA, NUMBER, Desk, counts, person


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        yield Desk(MiniCity(with_pack=False))


def template(desk, ledger="residents", path=HERE):
    file = io.BytesIO()
    context = Context(desk.city.officer(HERE).user.pk, TODAY, desk.city.regions[path])
    write_template_of(LEDGERS[ledger], context, file)
    return load_workbook(io.BytesIO(file.getvalue()))


def filled(book, row):
    """The workbook with one row, as a spreadsheet program saves it."""
    sheet = book.worksheets[0]
    heads = {str(cell.value).removeprefix("★"): cell.column for cell in sheet[1]}
    for header, value in row.items():
        if header in heads:
            sheet.cell(2, heads[header]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def told(desk, book, row=None, ledger="residents", region=HERE):
    row = row or person(ANNA, 民族="汉族", 是否低保="是")
    return desk.load_file(ledger, filled(book, row), "模板.xlsx", region=region)


def head(book, header):
    return next(cell for cell in book.worksheets[0][1] if str(cell.value).endswith(header))


def test_a_template_that_was_only_filled_in_says_nothing(desk):
    outcome = told(desk, template(desk))
    assert (counts(outcome), outcome.notes) == ((1, 0, 0, 0), [])
    assert told(desk, template(desk, path=STREET)).notes == []
    assert desk.load("residents", person(ANNA)).notes == []


def test_changed_heads_are_told_and_the_rest_is_read(desk):
    book = template(desk)
    head(book, "民族").value = "族别"
    outcome = told(desk, book)
    assert counts(outcome) == (1, 0, 0, 0) and outcome.unknown_columns == ["族别"]
    (note,) = outcome.notes
    assert "缺少民族" in note and "多出族别" in note
    book = template(desk)
    name, number = head(book, "姓名"), head(book, NUMBER)
    name.value, number.value = number.value, name.value
    assert "次序有变" in told(desk, book).notes[0]


def test_changed_lists_are_told(desk):
    book = template(desk)
    place = head(book, "民族").column
    book["代码"].cell(2, place).value = "地球族"
    (note,) = told(desk, book).notes
    assert "民族" in note and "文化程度" not in note


def test_a_template_of_another_ledger_or_place_is_told(desk):
    visit = template(desk, "visits")
    head(visit, "方式").value = "姓名"
    assert told(desk, visit).notes == ["该文件不是由“居民”模板填写的，请核对所选台账"]
    (note,) = told(desk, template(desk, path=ACROSS)).notes
    assert "平山社区居委会" in note and "南地社区居委会" in note


@pytest.mark.parametrize("change", ["altered", "foreign", "emptied"])
def test_marks_that_were_tampered_with_are_told(desk, change, monkeypatch):
    book = template(desk)
    marks = book["模板信息"]
    if change == "altered":
        marks.cell(1, 2).value = "visits"
    elif change == "emptied":
        marks.delete_rows(1, 40)
    else:
        monkeypatch.setattr("jiceng.core.importing.templates.SEAL", "另一系统")
    outcome = told(desk, book)
    assert counts(outcome) == (1, 0, 0, 0) and "模板信息被改动" in outcome.notes[0]


def test_the_lists_may_be_missing_altogether(desk):
    book = template(desk)
    del book["代码"]
    assert "代码列表被改动" in told(desk, book).notes[0]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_ledger_has_a_template(desk, ledger):
    book = template(desk, ledger, CITY)
    file = io.BytesIO()
    book.save(file)
    assert read_table(file.getvalue(), "a.xlsx").headers == LEDGERS[ledger].headers
