"""The handbook as text: its links and pictures lead somewhere, and no HTML of it is let through."""

import re
from urllib.parse import unquote

import pytest

from jiceng.manual import chapters as reading
from jiceng.manual.chapters import FOLDER, PICTURES, chapters
from jiceng.manual.searching import find

LARGEST_FOLDER = 3_000_000  # bytes: the pictures lie in the repository
WIDEST = 1366  # pixels

EVERY = list(chapters().values())


def targets(attribute):
    """Where links or pictures lead, in readable words."""
    return {
        unquote(found) for chapter in EVERY for found in re.findall(rf'{attribute}="([^"]+)"', chapter.html)
    }


def test_chapters_are_numbered_from_one_without_a_gap():
    assert [chapter.number for chapter in EVERY] == list(range(1, len(EVERY) + 1))
    assert not {chapter.slug for chapter in EVERY} & {"whole", "search"}


@pytest.mark.parametrize("chapter", EVERY, ids=lambda chapter: chapter.slug)
def test_sections_have_anchors_of_their_own(chapter):
    """Words only, so that the anchor is the same on the pages of a code host."""
    anchors = [section.anchor for section in chapter.sections]
    assert anchors and len(set(anchors)) == len(anchors)
    assert [anchor for anchor in anchors if not re.fullmatch(r"\w+", anchor)] == []
    assert [anchor for anchor in anchors if f'<h2 id="{anchor}">' not in chapter.html] == []


def test_links_between_chapters_lead_to_sections():
    known = {chapter.url for chapter in EVERY}
    known |= {f"{chapter.url}#{section.anchor}" for chapter in EVERY for section in chapter.sections}
    assert targets("href") and targets("href") - known == set()


def test_pictures_are_shown_with_their_size_and_none_lies_idle():
    shown = targets("src")
    assert {f"/static/manual/{path.name}" for path in (FOLDER / PICTURES).glob("*.png")} == shown
    assert not re.search(r"<img(?![^>]*width=)", "".join(chapter.html for chapter in EVERY))


def test_pictures_are_small():
    files = list((FOLDER / PICTURES).iterdir())
    assert {path.suffix for path in files} <= {".png"}
    assert sum(path.stat().st_size for path in files) < LARGEST_FOLDER
    assert [path.name for path in files if reading._size(path)[0] > WIDEST] == []


def test_html_in_a_chapter_stays_text(tmp_path):
    path = tmp_path / "01-hostile.md"
    path.write_text("# 题\n\n## 节\n\n<script>alert(1)</script>\n\n[点](javascript:alert(1))\n", "utf-8")
    read = reading._read(path)
    assert "<script" not in read.html and "&lt;script&gt;" in read.html
    assert 'href="javascript' not in read.html


def test_a_file_with_another_name_is_refused(tmp_path):
    path = tmp_path / "01-第一.md"
    path.write_text("# 题\n", "utf-8")
    with pytest.raises(ValueError, match="not the name of a chapter"):
        reading._read(path)


def test_the_search_wants_every_word():
    found = find("退回 社区")
    assert found and all("退回" in hit.chapter.title + hit.section.title + hit.section.text for hit in found)
    assert find("退回 没有这个词") == [] == find("  ")
    assert find("撤销一次导入")[0].section.title == "撤销一次导入"


def test_a_picture_that_is_not_served_does_not_break_the_chapter(tmp_path, monkeypatch):
    """One may be taken while the product runs, whose list of static files is from its start."""

    def not_collected(name):
        raise ValueError("Missing staticfiles manifest entry")

    path = tmp_path / "01-pictured.md"
    path.write_text("# 题\n\n## 节\n\n![甲](pictures/login.png)\n\n![乙](pictures/none.png)\n", "utf-8")
    monkeypatch.setattr(reading, "static", not_collected)
    assert reading._read(path).html.count("<img") == 2
