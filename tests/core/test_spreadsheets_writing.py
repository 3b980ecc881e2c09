"""Writing spreadsheets: what goes out and comes back, and rejected rows with their reasons."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jiceng.core.spreadsheets import (
    RejectedRow,
    neutralised,
    read_table,
    undo_neutralised,
    write_rejects,
    write_table,
)
from tests.core.workbooks import rows_of

FORMULAS = ["=1+1", "+86", "-5", "@SUM(A1)", "'=1", "''-", "'引号", "普通"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised_and_undone(text: str) -> None:
    safe = neutralised(text)
    assert not safe.startswith(("=", "+", "-", "@"))
    assert undo_neutralised(safe) == text


@given(st.text("'=+-@\t\rab", max_size=8) | st.text(max_size=20))
def test_neutralising_is_always_undone(text: str) -> None:
    safe = neutralised(text)
    assert undo_neutralised(safe) == text
    assert safe[:1] not in ("=", "+", "-", "@", "\t", "\r") or not safe


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_reads_back_as_it_was(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"居民.{kind}"
    rows = [[text, "11010519491231002X", "一\n二", None] for text in FORMULAS]
    assert (
        write_table(path, ["姓名", "公民身份号码", "内容", "备注"], rows, text_columns=["公民身份号码"]) == 8
    )
    table = read_table(path)
    assert table.headers == ["姓名", "公民身份号码", "内容", "备注"]
    assert [cells for _, cells in table.rows] == [
        [text, number, lines, ""] for text, number, lines, _ in rows
    ]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_values_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells = [date(2026, 9, 30), Decimal("3500.50"), 12, True, False, date(1, 1, 1), "文"]
    write_table(path, list("甲乙丙丁戊己庚"), [cells])
    assert rows_of(path.read_bytes()) == [
        (2, [date(2026, 9, 30), 3500.5, 12.0, "是", "否", "0001-01-01", "文"])
    ]
    page = load_workbook(path).active
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page["B2"].number_format == "0.00"


def test_values_of_a_text_file() -> None:
    file = io.BytesIO()
    write_table(file, ["甲", "乙"], [[date(2026, 9, 30), Decimal("3500.50")], [True, None]], kind="csv")
    assert file.getvalue() == "\ufeff甲,乙\r\n2026-09-30,3500.50\r\n是,\r\n".encode()


def test_columns_of_numbers_keep_text_when_typed_into(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["姓名", "公民身份号码"], [], text_columns=["公民身份号码"])
    page = load_workbook(path).active
    assert page.column_dimensions["B"].width >= 14
    with zipfile.ZipFile(path) as archive:
        assert 'min="2" max="2"' in archive.read("xl/worksheets/sheet1.xml").decode()
        assert 'numFmtId="49"' in archive.read("xl/styles.xml").decode()


def test_torn_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("旧")

    def rows() -> object:
        yield ["张三"]
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        write_table(path, ["姓名"], rows())  # type: ignore[arg-type]
    assert path.read_text() == "旧"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_only_two_kinds_are_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx或\.csv"):
        write_table(tmp_path / "a.pdf", ["姓名"], [])
    with pytest.raises(ValueError, match=r"\.xlsx或\.csv"):
        write_table(io.BytesIO(), ["姓名"], [])


texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=40
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(texts, min_size=3, max_size=3).filter(lambda row: not "".join(row).isspace()), max_size=6
    )
)
def test_any_text_survives_a_round_trip(kind: str, rows: list[list[str]]) -> None:
    file = io.BytesIO()
    write_table(file, ["甲", "乙", "丙"], rows, kind=kind)
    kept = [row for row in rows if any(row)]
    assert [cells for _, cells in rows_of(file.getvalue(), f"a.{kind}")] == kept


WRONG_NUMBER = "公民身份号码“****”有误：应为18位"
REJECTED = [
    RejectedRow(["张三", "1101", "=5", 2.0], [("公民身份号码", WRONG_NUMBER), ("日期", "日期缺失")]),
    RejectedRow(["李四", 210502199003071236.0, "", ""], [(None, "与第2行重复")]),
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rejects_keep_the_layout_and_say_why(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"退回.{kind}"
    headers = ["姓名", "公民身份号码", "备注", "日期"]
    assert write_rejects(path, headers, REJECTED) == 2
    table = read_table(path)
    assert table.headers == [*headers, "退回原因"]
    [(_, first), (_, second)] = table.rows
    assert first[:3] == ["张三", "1101", "=5"]
    assert first[4] == f"{WRONG_NUMBER}；日期缺失"
    assert second[4] == "与第2行重复"
    assert isinstance(second[1], float if kind == "xlsx" else str)


def test_cells_at_fault_stand_out(tmp_path: Path) -> None:
    path = tmp_path / "退回.xlsx"
    write_rejects(path, ["姓名", "公民身份号码", "备注", "日期"], REJECTED)
    page = load_workbook(path).active
    marked = {
        cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFE699"
    }
    assert marked == {"B2", "D2"}


def test_reasons_of_an_earlier_round_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "退回.csv"
    write_rejects(path, ["姓名", "退回原因", "电话"], [RejectedRow(["张三", "旧", "1"], [("电话", "新")])])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["姓名", "电话", "退回原因"], ["张三", "1", "新"]]
