"""A labour-force workbook: sent, followed, its rejected rows taken out, corrected and sent again."""

from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser import people

HEADERS = ["姓名", people.NUMBER, "户口性质", "联系电话", people.COMMUNITY, people.SURVEYED]
REASON = "退回原因"
GOOD = [("钟离春", "19850203", 940), ("尉迟红", "19710506", 942), ("宇文成", "19930809", 943)]
MISTYPED = ("东方朔", people.number("19901112", 945))


def row(name, number, hukou="10"):
    return [name, number, hukou, "13800000000", people.SOUTH, "2026-11-19"]


def workbook(path: Path, rows) -> Path:
    book = Workbook()
    sheet = book.active
    for each in [HEADERS, *rows]:
        sheet.append(each)
    book.save(path)
    return path


def send(visitor, path):
    visitor.open("/imports/")
    visitor.page.select_option("#id_ledger", "residents")
    visitor.page.set_input_files("#id_file", path)
    visitor.page.get_by_role("button", name="开始导入").click()
    visitor.sees(path.name, "h1")
    expect(visitor.page.locator(".import-counts")).to_be_visible()


def counts(visitor):
    """{word: number} of the result."""
    shown = visitor.page.locator(".import-counts div")
    return {each.locator("dt").inner_text(): int(each.locator("dd").inner_text()) for each in shown.all()}


def test_rejected_rows_are_corrected_and_sent_again(enter, tmp_path):
    visitor = enter("worker1")
    name, number = MISTYPED
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    good = [row(each, people.number(birth, serial)) for each, birth, serial in GOOD]
    unknown = row("公孙策", people.number("19880214", 947), hukou="外星户口")
    send(visitor, workbook(tmp_path / "劳动力.xlsx", [*good, row(name, wrong), unknown]))
    assert counts(visitor) == {"共": 5, "新建": 3, "更新": 0, "无变化": 0, "退回": 2}
    visitor.sees("校验码")
    visitor.sees("外星户口")

    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="下载退回的行").click()
    download.value.save_as(tmp_path / "退回.xlsx")
    book = load_workbook(tmp_path / "退回.xlsx")
    headers, *rejected = [[cell.value for cell in line] for line in book.active.iter_rows()]
    assert headers == [*HEADERS, REASON]
    assert [line[0] for line in rejected] == [name, "公孙策"]
    assert "公民身份号码" in rejected[0][-1] and "外星户口" in rejected[1][-1]
    book.active.cell(2, 2).value = number
    book.active.cell(3, 3).value = "20"
    book.save(tmp_path / "改正.xlsx")

    send(visitor, tmp_path / "改正.xlsx")
    assert counts(visitor) == {"共": 2, "新建": 2, "更新": 0, "无变化": 0, "退回": 0}
    visitor.find("dfs")
    visitor.sees(name, "#search-hits")
    visitor.page.keyboard.press("Enter")
    visitor.sees(name, "h1")

    send(visitor, tmp_path / "改正.xlsx")
    assert counts(visitor)["无变化"] == 2


def test_a_file_that_cannot_be_read_is_refused_in_words(enter, tmp_path):
    visitor = enter("worker1")
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"GIF89a" + bytes(200))
    visitor.open("/imports/")
    visitor.page.set_input_files("#id_file", path)
    visitor.page.get_by_role("button", name="开始导入").click()
    visitor.sees("重新选择文件")


def test_the_empty_workbook_of_a_ledger_is_offered(enter, tmp_path):
    visitor = enter("worker1", at="/imports/")
    with visitor.page.expect_download() as download:
        visitor.page.locator(".import-templates a", has_text="居民").first.click()
    assert download.value.suggested_filename.endswith("-导入模板.xlsx")
    download.value.save_as(tmp_path / "模板.xlsx")
    headers = [cell.value for cell in next(load_workbook(tmp_path / "模板.xlsx").active.iter_rows())]
    assert any("公民身份号码" in str(header) for header in headers)
