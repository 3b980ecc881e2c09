"""Files that cannot be taken: broken, too large, or made to do harm."""

import contextlib
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.core.spreadsheets import (
    EmptyFile,
    FileTooLarge,
    HeaderError,
    Limits,
    SpreadsheetError,
    UnreadableFile,
    read_table,
)
from tests.core.workbooks import OLD_WORKBOOK, rows_of, sheet, with_part, workbook

SMALL = sheet(["姓名", "电话"], ["张三", 1], ["李四", 2])


@pytest.mark.parametrize(
    ("content", "name", "error", "said"),
    [
        (b"", "a.xlsx", EmptyFile, "空"),
        (b"", "a.csv", EmptyFile, "空"),
        (sheet(), "a.xlsx", EmptyFile, "空"),
        (sheet([], ["姓名"]), "a.xlsx", HeaderError, "第1行应为表头"),
        (b"\xef\xbb\xbf", "a.csv", EmptyFile, "空"),
        (b",,\n1,2,3\n", "a.csv", HeaderError, "第1行应为表头"),
        (sheet(["姓名", "姓 名"]), "a.xlsx", HeaderError, "重复的列：姓名"),
        (b"<html><table></table></html>", "a.xls", UnreadableFile, "另存为"),
        ("姓名\n张三".encode(), "a.xlsx", UnreadableFile, "另存为"),
        ("姓名\n张三".encode(), "a.txt", UnreadableFile, "只接受"),
        (b"PK\x03\x04 broken", "a.xlsx", UnreadableFile, "损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.xls", UnreadableFile, "损坏"),
        (sheet(["姓名"])[:-200], "a.xlsx", UnreadableFile, "损坏"),
        ("姓名\n张三".encode("utf-16"), "a.csv", UnreadableFile, "文本"),
        ("姓名".encode() + b"\n\xff\xff", "a.csv", UnreadableFile, "编码"),
    ],
)
def test_refused_files(content: bytes, name: str, error: type[SpreadsheetError], said: str) -> None:
    with pytest.raises(error, match=said):
        read_table(content, name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('姓名,住址\n张三,"没有收尾\n李四,x\n', "第2行的引号"),
        ("姓名,住址\n张三,平山区,站前\n", "第2行的列数多于"),
        (f"姓名\n张三\n{'长' * 200_000}\n", "第3行"),
    ],
)
def test_broken_rows_of_text_files(text: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        rows_of(text.encode(), "a.csv")


def test_zip_that_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableFile, match="不是Excel工作簿"):
        read_table(file.getvalue(), "a.xlsx")


@pytest.mark.parametrize("place", [30, 600, 1500, 1974, 3000])
def test_damaged_old_workbook_harms_nobody(place: int) -> None:
    content = bytearray((OLD_WORKBOOK).read_bytes())
    content[place : place + 4] = b"\xff" * 4
    with contextlib.suppress(SpreadsheetError):
        list(read_table(bytes(content), "a.xls").rows)


def test_old_workbook_that_asks_for_too_much_memory() -> None:
    content = bytearray((OLD_WORKBOOK).read_bytes())
    # The number of columns: without a process of its own, the reader would end this one.
    content[1748:1752] = b"\xff" * 4
    with pytest.raises(UnreadableFile, match="损坏"):
        read_table(bytes(content), "a.xls")


def test_bytes_and_rows_are_limited() -> None:
    with pytest.raises(FileTooLarge, match="MB"):
        read_table(b"x" * 101, "a.csv", limits=Limits(file_bytes=100))
    with pytest.raises(FileTooLarge, match="超过2行"):
        read_table(sheet(["姓名"], ["一"], ["二"], ["三"]), "a.xlsx", limits=Limits(rows=2))
    table = read_table("姓名\n一\n二\n三\n".encode(), "a.csv", limits=Limits(rows=2))
    with pytest.raises(FileTooLarge, match="超过2行"):
        list(table.rows)


def test_archive_that_unpacks_to_too_much() -> None:
    bomb = with_part(sheet(["姓名"]), "xl/styles.xml", lambda text: text + " " * 3_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(FileTooLarge, match="解压后"):
        read_table(bomb, "a.xlsx", limits=Limits(unpacked_bytes=1_000_000))


def test_archive_that_lies_about_its_size() -> None:
    honest = sheet(["姓名"], *([f"张{number}"] for number in range(2000)))
    size = zipfile.ZipFile(io.BytesIO(honest)).getinfo("xl/worksheets/sheet1.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    with pytest.raises(UnreadableFile):
        rows_of(lying)


@pytest.mark.parametrize("declared", ['<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:B2"/>', ""])
def test_far_off_cell_is_found_before_memory_is_taken(declared: str) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "姓名")
        page.write(1_048_575, 16_383, "远")

    true = '<dimension ref="A1:XFD1048576"/>'
    content = with_part(workbook(fill), "xl/worksheets/sheet1.xml", lambda text: text.replace(true, declared))
    with pytest.raises(FileTooLarge, match="1048576行、16384列"):
        read_table(content, "a.xlsx")


def test_entities_are_not_expanded() -> None:
    declaration = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    content = with_part(
        sheet(["姓名"], ["张三"]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("<worksheet", declaration, 1).replace("<v>1</v>", "<v>&e;</v>"),
    )
    with contextlib.suppress(SpreadsheetError):
        assert "root" not in str(rows_of(content))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        rows_of(bytes(content))
    except SpreadsheetError as error:
        assert str(error)
