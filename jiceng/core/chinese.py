"""Pinyin of people's names, for sorting and for search by what a keyboard types.

Readings of single characters come from pypinyin; surnames have readings of their own. Its dictionary of
words is left out: it would read names as words.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache, lru_cache

# Where a surname is read otherwise than the character usually is.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao",
    "盖": "ge", "翟": "zhai", "乐": "yue", "员": "yun", "覃": "qin", "缪": "miao", "洗": "xian",
    "秘": "bi", "种": "chong", "繁": "po", "黑": "he", "郇": "xun", "折": "she", "召": "shao",
    "牟": "mu", "佴": "nai", "阚": "kan", "都": "du", "祭": "zhai", "句": "gou", "炅": "gui",
    "圈": "juan", "薄": "bo", "么": "yao", "乜": "nie", "卜": "bu", "粘": "nian", "逢": "pang",
    "长": "zhang", "隽": "juan", "角": "jue", "合": "ge", "晟": "cheng",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"), "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"), "乐正": ("yue", "zheng"), "宰父": ("zai", "fu"), "令狐": ("ling", "hu"),
}  # fmt: skip
# Where given names use another reading than pypinyin puts first.
_IN_NAMES = {"长": "chang", "晟": "sheng", "都": "du", "珩": "heng", "泊": "bo", "〇": "ling"}
_PLAIN_LETTERS = str.maketrans("ɑɡ", "ag")
_NAMES_REMEMBERED = 20_000


def pinyin_key(name: str) -> str:
    """Return the name in toneless lower-case pinyin without spaces: 欧阳吕 -> ouyanglv.

    Latin letters and digits stay; what has no reading is left out. ü is v, as keyboards type it.
    """
    return "".join(_syllables(name))


def initials(name: str) -> str:
    """Return the first letters of the name's syllables: 张伟明 -> zwm."""
    return "".join([syllable[0] for syllable in _syllables(name)])


@lru_cache(maxsize=_NAMES_REMEMBERED)
def _syllables(name: str) -> tuple[str, ...]:
    double = _DOUBLE_SURNAMES.get(name[:2]) if len(name) > 2 else None
    read: list[str] = list(double) if double else [_SURNAMES.get(name[:1]) or _reading(name[:1])]
    read.extend(map(_reading, name[len(read) :]))
    return tuple(filter(None, read))


@cache
def _reading(sign: str) -> str:
    """The usual reading in a name; a letter or digit reads as itself, anything else as nothing."""
    if sign in _IN_NAMES:
        return _IN_NAMES[sign]
    toned = _readings().get(ord(sign), "").split(",")[0] if sign else ""
    if toned:
        # ü is a u with a combining mark of its own: kept as v, but lue and nue are typed with u.
        parts = unicodedata.normalize("NFD", toned).replace("u\u0308", "v").replace("ve", "ue")
        return "".join(part for part in parts if not unicodedata.combining(part)).translate(_PLAIN_LETTERS)
    plain = unicodedata.normalize("NFKC", sign).lower()
    return plain if plain.isascii() and plain.isalnum() else ""


@cache
def _readings() -> dict[int, str]:
    """Readings by code point, the most usual first. Loaded on first use: 42,000 entries."""
    # Without this the package also loads its words: half a second and 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
