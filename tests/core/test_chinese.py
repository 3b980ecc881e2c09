"""Pinyin keys of names."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.core.chinese import initials, pinyin_key

SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha",
    "尉迟": "yuchi", "朴": "piao", "盖": "ge", "任": "ren", "华": "hua", "翟": "zhai",
    "乐": "yue", "员": "yun", "宁": "ning", "覃": "qin", "缪": "miao", "洗": "xian",
    "冼": "xian", "逄": "pang", "万俟": "moqi", "长孙": "zhangsun", "欧阳": "ouyang", "澹台": "tantai",
    "令狐": "linghu", "牟": "mu", "卜": "bu", "肖": "xiao", "贾": "jia", "吕": "lv",
    "万": "wan",
}  # fmt: skip


@pytest.mark.parametrize(("surname", "reading"), SURNAMES.items())
def test_surnames(surname: str, reading: str) -> None:
    assert pinyin_key(surname + "伟明") == reading + "weiming"


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("张伟明", "zhangweiming", "zwm"),
        ("李长春", "lichangchun", "lcc"),
        ("王乐", "wangle", "wl"),
        ("陈略", "chenlue", "cl"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("尉迟", "weichi", "wc"),
        ("Tom 李", "tomli", "toml"),
        ("李Ａ1", "lia1", "la1"),
        ("刘〇", "liuling", "ll"),
        ("□", "", ""),
        ("", "", ""),
    ],
)
def test_names(name: str, key: str, letters: str) -> None:
    assert pinyin_key(name) == key
    assert initials(name) == letters


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8) | st.text(max_size=8))
def test_keys_are_what_a_keyboard_types(name: str) -> None:
    assert all(sign.isascii() and sign.isalnum() and sign == sign.lower() for sign in pinyin_key(name))
    assert len(initials(name)) <= len(pinyin_key(name))


def test_the_dictionary_of_words_is_not_loaded() -> None:
    code = (
        "import sys; from jiceng.core.chinese import pinyin_key; pinyin_key('张');"
        "print('pypinyin.phrases_dict' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
