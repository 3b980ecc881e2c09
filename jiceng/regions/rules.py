"""Codes and paths of regions, and the names that offices must have: pure functions.

A code is official (12 digits, as published) or local (`L` and 11 digits, for regions without an official
one). A path is ours: segments of fixed width, one for each level, under which a region's rows are found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

CODE_LENGTH = 12
LEVELS = (2, 4, 6, 9, 12)  # characters of a path, and of a code without its zeros, by level 1 to 5
SEGMENTS = (2, 2, 2, 3, 3)  # characters of the last segment, by level
STREET, COMMUNITY = 4, 5

LOCAL = "L"
LOCAL_CODE = re.compile(r"L[0-9]{11}")
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# The body at the end of a published name, with slips that occur there (居民委会, 村民委员, 居委会会).
COMMITTEE = re.compile(r"(?P<of>居民|居|村民?|村?牧民?|家属?|民)?(管理)?委(员会|会|员)?会?$")
STREET_OFFICE = re.compile(r"办(事处)?$")
SETTLEMENT = ("村", "社区", "嘎查")
# City levels that only say that there is no city: municipalities, counties directly under a province.
UNNAMED_CITIES = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


class InvalidCode(ValueError):
    """A text that is no region code; the message is for the person who typed it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"区划代码“{text}”不正确，应为2至12位数字（如 2105、210502），或以 L 开头的本地代码")


class PathsExhausted(ValueError):
    """A region has no room for another local region below it."""

    def __init__(self, parent_path: str) -> None:
        super().__init__(f"{parent_path} 下的本地区划数量已达上限")


def parse_code(text: str) -> str:
    """The 12-character code meant by 2 to 12 digits or by a local code; zero levels at the end are optional.

    Raises InvalidCode, also when the digits end inside a level, as in `2105021`.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if LOCAL_CODE.fullmatch(code):
        return code
    if not re.fullmatch(r"[0-9]{2,12}", code) or len(significant(code)) > len(code):
        raise InvalidCode(text)
    return code.ljust(CODE_LENGTH, "0")


def significant(code: str) -> str:
    """An official code without the zero levels at its end: 2, 4, 6, 9 or 12 digits."""
    full = code.ljust(CODE_LENGTH, "0")
    for length, width in zip(reversed(LEVELS), reversed(SEGMENTS), strict=True):
        if full[length - width : length].strip("0"):
            return full[:length]
    raise InvalidCode(code)


def level_of(code: str) -> int:
    """The level of an official code, 1 (province) to 5 (community)."""
    return LEVELS.index(len(significant(code))) + 1


def path_like(path: str, parent_path: str, level: int) -> str:
    """The path below a parent that keeps the last segment of another path or code of the level.

    A level that is missing between the two stands as zeros, as in the official codes of cities without
    counties: `441900003` lies directly below `4419`.
    """
    segment = path[LEVELS[level - 1] - SEGMENTS[level - 1] : LEVELS[level - 1]]
    return parent_path.ljust(LEVELS[level - 1] - SEGMENTS[level - 1], "0") + segment


def local_paths(parent_path: str, level: int) -> Iterator[str]:
    """Paths below a parent that no official code has: `L01` to `LZZ`; `L1` to `LZ` from the county up."""
    width = SEGMENTS[level - 1] - len(LOCAL)
    before = parent_path.ljust(LEVELS[level - 1] - SEGMENTS[level - 1], "0") + LOCAL
    for number in range(1, len(SYMBOLS) ** width):
        high, low = divmod(number, len(SYMBOLS))
        yield before + (SYMBOLS[high] + SYMBOLS[low])[-width:]


def free_path(parent_path: str, level: int, *, wished: str, taken: Container[str]) -> str:
    """The wished path, or the next local one when a region has or had it: old rows keep the old paths.

    Raises PathsExhausted: 1,295 local streets or communities fit below a parent, 35 cities or counties.
    """
    if wished and wished not in taken:
        return wished
    for path in local_paths(parent_path, level):
        if path not in taken:
            return path
    raise PathsExhausted(parent_path)


def office_name(level: int, name: str, parent_name: str = "") -> str:
    """The name of the office that answers for a region, from the region's published name.

    本政办发〔2009〕71号 三(四)1: every office of a community is called 社区劳动保障工作站.
    """
    if level == COMMUNITY:
        return f"{_community(name)}劳动保障工作站"
    if level == STREET:
        return f"{STREET_OFFICE.sub('', name) or name}劳动保障事务所"
    return f"{parent_name if name in UNNAMED_CITIES else ''}{name}人力资源和社会保障局"


def _community(name: str) -> str:
    """`南地社区居委会` and `南地居委会` give `南地社区`; `台沟村委会` gives `台沟村社区`."""
    place = COMMITTEE.sub("", name) or name
    committee = COMMITTEE.search(name)
    is_village = committee is not None and (committee["of"] or "").startswith("村")
    if is_village and not place.endswith(SETTLEMENT):
        place += "村"
    return place if place.endswith("社区") else f"{place}社区"
