"""The rules of an import (contracts 3), said again in plain Python: what a generated row must not break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stdnum.cn import uscc

from jiceng.demo.people import identity_number
from jiceng.demo.rows import HEADERS, City, Row

NUMBER = "公民身份号码"
REQUIRED = {
    "residents": ("姓名", NUMBER, "所属社区代码"),
    "employers": ("单位名称", "统一社会信用代码"),
    "employment": (NUMBER, "就业形式", "就业日期"),
    "unemployment": (NUMBER, "失业登记日期"),
    "determinations": (NUMBER, "类别", "认定日期"),
    "recognitions": ("所属社区代码", "家庭编号", "认定日期"),
    "visits": (NUMBER, "日期", "方式", "事由"),
}
KEYS = {
    "employers": ("统一社会信用代码",),
    "employment": (NUMBER, "就业日期"),
    "unemployment": (NUMBER, "失业登记日期"),
    "determinations": (NUMBER, "类别", "认定日期"),
    "recognitions": ("所属社区代码", "家庭编号", "认定日期"),
    "visits": HEADERS["visits"],
}
# (first, last): the last day may not lie before the first.
ORDERED = {
    "employment": (("就业日期", "终止日期"), ("合同起始日期", "合同终止日期")),
    "unemployment": (("失业日期", "失业登记日期"), ("失业登记日期", "注销日期")),
    "determinations": (("认定日期", "退出日期"),),
    "recognitions": (("认定日期", "退出日期"),),
}
MAY_BE_FUTURE = ("合同终止日期", "毕业日期")
FLAGS = ("是", "否", "")
ENDINGS = ("本人申请", "稳定就业", "条件消失", "退休", "死亡", "迁出", "其他", "")
LISTS = {
    ("residents", "户口性质"): (
        "非农业户口", "城镇", "10", "11", "12", "农业户口", "农村", "20", "21", "22", "30", "居民户口", "",
    ),
    ("residents", "劳动能力"): ("正常", "部分丧失", "丧失", "有", "无", ""),
    ("residents", "在校学生"): FLAGS,
    ("residents", "求职意愿"): ("有", "无", ""),
    ("residents", "国有集体企业下岗失业"): FLAGS,
    ("residents", "是否棚改回迁"): FLAGS,
    ("employment", "就业形式"): ("单位就业", "个体经营", "灵活就业", "公益性岗位", "转移就业"),
    ("unemployment", "注销原因"): (
        "单位就业", "个体就业", "灵活就业", "退休", "丧失劳动能力", "退出市场", "判刑劳教", "不接受服务",
        "未主动联系", "死亡", "其他", "",
    ),
    ("determinations", "类别"): ("4050人员", "零就业家庭成员", "棚改回迁"),
    ("determinations", "退出原因"): ENDINGS,
    ("recognitions", "退出原因"): ENDINGS,
    ("visits", "方式"): ("上门", "电话", "窗口", "远程"),
    ("visits", "走访结果"): ("见面", "通话", "未遇", "拒访", "空号", ""),
}  # fmt: skip


def broken_rules(city: City) -> list[str]:
    """One line for each rule broken by a row; at most a hundred."""
    found = [*_shape(city), *_keys(city), *_days(city), *_lists(city), *_references(city), *_overlaps(city)]
    return found[:100]


def _shape(city: City) -> Iterator[str]:
    for ledger, rows in city.rows().items():
        for row in rows:
            if tuple(row) != HEADERS[ledger] and set(row) != set(HEADERS[ledger]):
                yield f"{ledger}: headers {set(row) ^ set(HEADERS[ledger])}"
            for header in REQUIRED[ledger]:
                if not row[header]:
                    yield f"{ledger}: {header} is blank in {row}"
            if row.get("统一社会信用代码") and not uscc.is_valid(row["统一社会信用代码"]):
                yield f"{ledger}: {row['统一社会信用代码']} is no credit code"


def _keys(city: City) -> Iterator[str]:
    for wave in city.surveys():
        if len({row[NUMBER] for row in wave}) != len(wave):
            yield "residents: a number twice in one file"
    for ledger, headers in KEYS.items():
        rows = city.rows()[ledger]
        if len({tuple(row[header] for header in headers) for row in rows}) != len(rows):
            yield f"{ledger}: a key twice"


def _days(city: City) -> Iterator[str]:
    today = city.today.isoformat()
    for ledger, rows in city.rows().items():
        dated = [name for name in HEADERS[ledger] if name.endswith("日期") and name not in MAY_BE_FUTURE]
        for row in rows:
            late = [header for header in dated if row[header] > today]
            if late:
                yield f"{ledger}: {late} in the future in {row}"
            for first, last in ORDERED.get(ledger, ()):
                if row[last] and row[first] > row[last]:
                    yield f"{ledger}: {last} before {first} in {row}"


def _lists(city: City) -> Iterator[str]:
    for (ledger, header), accepted in LISTS.items():
        strange = {row[header] for row in city.rows()[ledger]} - set(accepted)
        if strange:
            yield f"{ledger}: {header} has {strange}"
    for row in city.employment:
        wrong = "否" if row["就业形式"] == "公益性岗位" else "是"
        if row["是否公益性岗位"] == wrong:
            yield f"employment: 是否公益性岗位 contradicts 就业形式 in {row}"


def _references(city: City) -> Iterator[str]:
    places = {community.code for community in city.communities}
    surveyed: dict[str, Row] = {}
    homes = set()
    for row in city.residents:
        number = row[NUMBER]
        birth = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
        again = identity_number(number[:6], birth, int(number[14:17]))
        before = surveyed.setdefault(number, row)
        if again != number or row["所属社区代码"] not in places:
            yield f"residents: number or community of {row}"
        if before["所属社区代码"] != row["所属社区代码"] or before["调查日期"] > row["调查日期"]:
            yield f"residents: {number} moved, or surveys out of order"
        homes.add((row["所属社区代码"], row["家庭编号"]))
    for ledger in ("employment", "unemployment", "determinations", "visits"):
        if not {row[NUMBER] for row in city.rows()[ledger]} <= set(surveyed):
            yield f"{ledger}: somebody is not on file"
    if not {(row["所属社区代码"], row["家庭编号"]) for row in city.recognitions} <= homes:
        yield "recognitions: a household nobody has"


def _overlaps(city: City) -> Iterator[str]:
    yield from _overlapping(city.employment, (NUMBER,), "就业日期", "终止日期", last_day=True)
    cancelled = [row for row in city.unemployment if row["注销日期"]]
    yield from _overlapping(cancelled, (NUMBER,), "失业登记日期", "注销日期")
    yield from _overlapping(city.determinations, (NUMBER, "类别"), "认定日期", "退出日期")
    yield from _overlapping(city.recognitions, ("所属社区代码", "家庭编号"), "认定日期", "退出日期")


def _overlapping(
    rows: Iterable[Row], key: Sequence[str], start: str, end: str, *, last_day: bool = False
) -> Iterator[str]:
    spells: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        spells[tuple(row[header] for header in key)].append((row[start], row[end] or "9999-12-31"))
    for who, found in spells.items():
        found.sort()
        for (_, before), (after, _) in zip(found, found[1:], strict=False):
            if before > after or (last_day and before == after):
                yield f"{start}: spells of {who} overlap"
