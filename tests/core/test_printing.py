"""Printing: what a register holds is text on paper and nothing else; what cannot be set says so."""

import io
import os

import pypdf
import pytest

from jiceng.core.printing import PrintFailed, typesetting
from jiceng.core.printing.dialog import asking_to_be_printed
from jiceng.core.printing.typesetting import PRODUCT, typeset

HOSTILE = [
    '#panic("x")',
    "$ x $",
    "*粗* _斜_ `码`",
    '"#eval("1")',
    "<标签> @引用",
    r"\ / // /* */",
    "]]#]",
]
TEMPLATE = """#import "/core/printing/page.typ": *
#show: paper.with(foot: data.title)
#title(data.title)
#listing(("甲", "乙"), data.rows)
#facts(data.pairs)
"""


@pytest.fixture
def template():
    """A template of the test, set with the product as root."""
    path = PRODUCT / "core" / "printing" / f".test-{os.getpid()}.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    yield str(path.relative_to(PRODUCT))
    path.unlink()


def read(paper: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages]


def test_whatever_a_register_holds_is_text(template):
    rows = [[text, "李小红"] for text in HOSTILE]
    pages = read(typeset(template, {"title": HOSTILE[0], "rows": rows, "pairs": [["姓名", HOSTILE[1]]]}))
    text = pages[0].replace(" ", "").replace("\n", "")
    assert [each for each in HOSTILE if each.replace(" ", "") not in text] == []


def test_heads_and_page_numbers_stand_on_every_page(template):
    pages = read(typeset(template, {"title": "台账", "rows": [["1", "2"]] * 120, "pairs": []}))
    assert len(pages) > 2
    assert all("甲" in page and f"第 {n} 页 共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))


def test_a_template_that_cannot_be_set_is_told_in_chinese(template):
    with pytest.raises(PrintFailed, match="未能生成") as failed:
        typeset(template, {"title": "没有行"})
    assert "rows" in str(failed.value.__cause__)


def test_missing_fonts_are_told(template, monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(PrintFailed, match="make install"):
        typeset(template, {"title": "", "rows": [], "pairs": []})


def test_a_paper_in_the_browser_opens_the_print_dialog(template):
    data = {"title": "证明", "rows": [["1", "2"]] * 120, "pairs": []}
    paper = typeset(template, data)
    asking = asking_to_be_printed(paper)
    assert asking.startswith(paper) and read(asking) == read(paper)
    opened = pypdf.PdfReader(io.BytesIO(asking), strict=True).trailer["/Root"]["/OpenAction"]
    assert (opened["/S"], opened["/JS"]) == ("/JavaScript", "this.print()")


def test_a_file_of_another_make_is_left_alone():
    assert asking_to_be_printed(b"%PDF-1.7 something else") == b"%PDF-1.7 something else"
