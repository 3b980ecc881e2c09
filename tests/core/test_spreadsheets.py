"""Reading spreadsheets: headers, rows and the types of cells."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from jiceng.core.spreadsheets import read_table
from tests.core.workbooks import OLD_WORKBOOK, rows_of, sheet, workbook


def test_cells_keep_their_types() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "号码", "日期", "时刻", "是否"])
        page.write_row(1, 0, ["张三", 210502199003071236])
        page.write_datetime(1, 2, date(2026, 9, 30), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_datetime(
            1, 3, datetime(2026, 9, 30, 8, 5), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        page.write_boolean(1, 4, True)

    table = read_table(workbook(fill), "人员.xlsx")
    assert table.headers == ["姓名", "号码", "日期", "时刻", "是否"]
    assert table.expected_rows == 1
    [(number, cells)] = table.rows
    assert number == 2
    assert cells[0] == "张三"
    assert isinstance(cells[1], float)
    assert cells[2:] == [date(2026, 9, 30), datetime(2026, 9, 30, 8, 5), True]


def test_rows_are_numbered_as_in_the_sheet_and_empty_ones_skipped() -> None:
    content = sheet(["姓名", "电话"], ["张三"], [], ["  ", "　"], [None, 0], ["李四", "1"])
    assert rows_of(content) == [(2, ["张三", ""]), (5, ["", 0.0]), (6, ["李四", "1"])]


def test_only_the_first_visible_worksheet_is_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        hidden, shown, last = (
            book.add_worksheet("代码"),
            book.add_worksheet("人员"),
            book.add_worksheet("其他"),
        )
        for page, text in ((hidden, "码"), (shown, "姓名"), (last, "无")):
            page.write(0, 0, text)
        shown.activate()
        hidden.hide()

    assert read_table(workbook(fill), "a.xlsx").headers == ["姓名"]


def test_headers_are_cleaned() -> None:
    content = sheet(["★姓 名", " 公民身份号码\n", "*备注", "Phone  No", "", ""], ["张三"])
    assert read_table(content, "a.xlsx").headers == ["姓名", "公民身份号码", "备注", "Phone No"]


def test_cells_beyond_the_headers_are_left_out_of_a_workbook() -> None:
    assert rows_of(sheet(["姓名", "", "电话", ""], ["张三", "x", "1", "旁注"])) == [(2, ["张三", "x", "1"])]


def test_old_workbook() -> None:
    table = read_table(OLD_WORKBOOK)
    assert table.headers == ["姓名", "公民身份号码", "调查日期", "月收入", "是否低保"]
    assert list(table.rows) == [
        (2, ["张伟明", "11010519491231002X", date(2026, 9, 30), 3500.5, "是"]),
        (4, ["李娜", 210502199003071236.0, "2026.9.30", 0, False]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_text_files(encoding: str, tmp_path: Path) -> None:
    content = '姓名,住址\r\n张三,"平山区,站前\n1号"\r\n\r\n㐂𠮷,x\r\n'.encode(encoding)
    expected = [(2, ["张三", "平山区,站前\n1号"]), (4, ["㐂𠮷", "x"])]
    assert rows_of(content, "人员.CSV") == expected
    path = tmp_path / "人员.csv"
    path.write_bytes(content)
    table = read_table(path)
    assert table.headers == ["姓名", "住址"]
    assert list(table.rows) == expected


def test_kind_goes_by_content() -> None:
    content = sheet(["姓名"], ["张三"])
    assert rows_of(content, "其实是工作簿.csv") == [(2, ["张三"])]
    assert rows_of(content, "") == [(2, ["张三"])]
