"""Names, identity numbers and credit codes of people and employers who do not exist."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Weighted(Generic[Value]):
    """Draws values by weight, with one random number a draw."""

    def __init__(self, weights: Mapping[Value, float]) -> None:
        self.values = list(weights)
        self.bounds = list(accumulate(weights.values()))
        self.total = self.bounds[-1]

    def draw(self, rng: Random) -> Value:
        """One of the values."""
        return self.values[bisect(self.bounds, rng.random() * self.total, 0, len(self.values) - 1)]


# Shares in per mille of the north-east, roughly; the tail holds names of the Manchu and Korean people of
# Benxi, and surnames read otherwise than the same character elsewhere (曾 单 仇 解 区 查 朴 尉迟 ...).
_SURNAMES = Weighted({
    "王": 99, "李": 93, "张": 91, "刘": 79, "赵": 43, "孙": 38, "杨": 30, "陈": 28, "高": 25, "于": 24,
    "徐": 21, "郭": 18, "马": 17, "宋": 17, "吴": 16, "姜": 15, "周": 14, "朱": 13, "韩": 13, "孟": 10,
    "曲": 9, "林": 9, "崔": 9, "董": 9, "冯": 8, "田": 8, "何": 8, "金": 8, "杜": 7, "曹": 7, "任": 7,
    "许": 7, "丁": 7, "潘": 7, "郑": 7, "梁": 6, "谷": 5, "白": 5, "邹": 5, "谢": 5, "唐": 5, "佟": 5,
    "关": 5, "那": 4, "尹": 4, "侯": 4, "石": 4, "康": 4, "付": 4, "卢": 4, "邵": 3, "迟": 3, "富": 3,
    "赫": 2, "穆": 2, "鲍": 2, "历": 1, "逄": 1, "朴": 2, "曾": 2, "单": 2, "仇": 1, "解": 1, "区": 0.5,
    "查": 1, "盖": 1, "翟": 2, "乐": 0.5, "员": 0.3, "覃": 0.5, "缪": 0.5, "冼": 0.3, "种": 0.3, "折": 0.3,
    "黑": 0.3, "尉迟": 0.3, "万俟": 0.2, "欧阳": 0.8, "上官": 0.3, "司马": 0.3, "诸葛": 0.3, "肇": 2,
    "爱新觉罗": 0.1,
})  # fmt: skip

# Given names of one, and of two characters (a first and a second one), by sex and the years of birth.
_GIVEN = {
    ("男", 1965): (
        "刚 义 贵 成", "建 国 永 德 文 玉 长 振 庆 宝",
        "国 军 林 山 生 义 福 祥 明 财",
    ),
    ("女", 1965): (
        "芳 英 兰 珍", "桂 秀 淑 玉 凤 素 丽 亚 春 金",
        "兰 英 珍 芝 荣 琴 华 云 香 梅",
    ),
    ("男", 1985): (
        "伟 军 勇 强 涛 刚 磊 斌 波 辉", "志 晓 海 洪 立 建 忠 春 学 继",
        "强 东 波 军 宇 峰 明 辉 龙 刚",
    ),
    ("女", 1985): (
        "敏 静 丽 艳 娟 霞 红 玲 燕 杰", "丽 晓 艳 海 春 红 秀 雪 立 亚",
        "丽 艳 娟 梅 红 华 杰 玲 敏 云",
    ),
    ("男", 2002): (
        "鑫 宇 浩 鹏 超 帅 洋 旭 阳 博", "佳 天 俊 思 嘉 明 文 子 宏 泽",
        "宇 浩 鹏 轩 阳 博 豪 龙 涛 洋",
    ),
    ("女", 2002): (
        "婷 雪 莹 悦 爽 丹 琪 颖 慧 佳", "思 佳 雨 欣 梦 晓 诗 嘉 文 美",
        "彤 琪 涵 怡 慧 莹 婷 宁 雪 悦",
    ),
    ("男", 2100): (
        "睿 煜 宸 轩", "子 浩 梓 一 宇 俊 铭 奕 沐 皓",
        "轩 然 涵 宸 泽 睿 辰 航 霖 阳",
    ),
    ("女", 2100): (
        "玥 彤 妍 诺", "梓 欣 雨 一 诗 依 语 子 可 若",
        "涵 怡 桐 诺 萱 妍 彤 琪 晨 溪",
    ),
}  # fmt: skip
_GIVEN_LISTS = {key: tuple(text.split() for text in texts) for key, texts in _GIVEN.items()}
_ERAS = (1965, 1985, 2002, 2100)


def surname(rng: Random) -> str:
    """A surname, as frequent as in the north-east."""
    return _SURNAMES.draw(rng)


def given_name(rng: Random, sex: str, birth_year: int) -> str:
    """A given name that was in fashion at birth; `sex` is 男 or 女."""
    era = next(era for era in _ERAS if birth_year < era)
    single, first, second = _GIVEN_LISTS[sex, era]
    if rng.random() < 0.25:
        return single[int(rng.random() * len(single))]
    return first[int(rng.random() * len(first))] + second[int(rng.random() * len(second))]


_NUMBER_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(prefix: str, birth: date, sequence: int) -> str:
    """The 18 characters of GB 11643: a county, a birth date, a sequence (odd = male), the check."""
    body = f"{prefix}{birth:%Y%m%d}{sequence:03d}"
    return body + "10X98765432"[sum(map(int.__mul__, map(int, body), _NUMBER_WEIGHTS)) % 11]


# Where the numbers of Benxi's people were first given: its own counties first, then those they moved in from.
_COUNTIES = Weighted({
    "210502": 26, "210503": 16, "210504": 24, "210505": 6, "210521": 14, "210522": 10, "210103": 0.8,
    "210402": 0.8, "210603": 0.6, "210682": 0.6, "211002": 0.5, "220502": 0.4, "230103": 0.4, "370683": 0.5,
    "411525": 0.3,
})  # fmt: skip


class Numbers:
    """Gives identity numbers, each once."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def give(self, rng: Random, sex: str, birth: date) -> str:
        """A new number for a person of this sex (男 or 女) born on this day."""
        while True:
            sequence = 2 * int(rng.random() * 499) + (1 if sex == "男" else 2)
            number = identity_number(_COUNTIES.draw(rng), birth, sequence)
            if number not in self.given:
                self.given.add(number)
                return number


_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(kind: str, county: str, sequence: int) -> str:
    """The 18 characters of GB 32100: kind (91 firm, 54 residents' committee), county, 8 digits, checks."""
    digits = f"{sequence:08d}"
    check = 11 - sum(map(int.__mul__, map(int, digits), _ORGANISATION_WEIGHTS)) % 11
    body = kind + county + digits + {10: "X", 11: "0"}.get(check, str(check))
    values = map(_CREDIT_ALPHABET.index, body)
    return body + _CREDIT_ALPHABET[-sum(map(int.__mul__, values, _CREDIT_WEIGHTS)) % 31]


def phone(rng: Random) -> str:
    """Eleven digits that look like a mobile phone and ring nowhere."""
    return f"100{int(rng.random() * 100_000_000):08d}"
