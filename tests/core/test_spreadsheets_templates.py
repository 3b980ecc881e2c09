"""Empty workbooks: required headers are marked, code lists become drop-downs, notes tell what to fill in."""

import io
import re
import zipfile

from jiceng.core.spreadsheets import TemplateColumn, read_table, write_template

COLUMNS = [
    TemplateColumn("公民身份号码", is_required=True),
    TemplateColumn("事由", is_required=True, offers=("回访", "调查"), takes_several=True),
    TemplateColumn("民族", offers=[f"第{number}族" for number in range(300)]),
]


def written():
    file = io.BytesIO()
    write_template(file, "走访", COLUMNS, {"台账": "visits"})
    return file.getvalue()


def part(name):
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        return archive.read(name).decode()


def test_the_first_sheet_reads_back_without_marks_or_rows():
    table = read_table(written(), "template.xlsx")
    assert table.headers == ["公民身份号码", "事由", "民族"] and list(table.rows) == []
    assert "★公民身份号码" in part("xl/sharedStrings.xml")


def test_lists_of_any_length_are_offered_from_a_hidden_sheet():
    rules = re.findall(
        r'<dataValidation [^>]*sqref="(\w+:\w+)"[^>]*><formula1>(.*?)</formula1>',
        part("xl/worksheets/sheet1.xml"),
    )
    assert rules == [("B2:B20001", "代码!$B$1:$B$2"), ("C2:C20001", "代码!$C$1:$C$300")]
    assert 'name="代码" sheetId="2" state="hidden"' in part("xl/workbook.xml")


def test_what_is_not_listed_may_still_be_typed():
    assert part("xl/worksheets/sheet1.xml").count('errorStyle="information"') == 1
    assert part("xl/worksheets/sheet1.xml").count('errorStyle="warning"') == 1


def test_every_column_keeps_what_is_typed_as_text():
    columns = re.findall(
        r'<col min="(\d)" max="(\d)" width="[\d.]+" style="(\d)"', part("xl/worksheets/sheet1.xml")
    )
    assert [(int(low), int(high)) for low, high, _ in columns] == [(1, 1), (2, 3)]
    (style,) = {style for _, _, style in columns}
    looks = re.findall(r"<xf [^>]*>", part("xl/styles.xml").partition("<cellXfs")[2])
    assert 'numFmtId="49"' in looks[int(style)]


def test_heads_and_lists_are_locked_and_what_is_filled_in_is_not():
    assert "<sheetProtection" in part("xl/worksheets/sheet1.xml")
    assert "<sheetProtection" in part("xl/worksheets/sheet2.xml")
    looks = re.findall(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>", part("xl/styles.xml").partition("<cellXfs")[2])
    column = re.search(r'<col min="1" max="1" width="[\d.]+" style="(\d)"', part("xl/worksheets/sheet1.xml"))
    head = re.search(r'<c r="A1" s="(\d)"', part("xl/worksheets/sheet1.xml"))
    assert 'protection locked="0"' in looks[int(column[1])] and "locked" not in looks[int(head[1])]


def test_a_workbook_carries_its_marks_and_lists_on_hidden_sheets():
    template = read_table(written(), "template.xlsx").template
    assert template.marks == {"台账": "visits"}
    assert template.lists[:2] == [[], ["回访", "调查"]] and len(template.lists[2]) == 300
    assert 'name="模板信息" sheetId="4" state="veryHidden"' in part("xl/workbook.xml")
