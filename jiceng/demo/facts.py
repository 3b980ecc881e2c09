"""What surveys find out about residents: the first one, and what changed by a later one."""

from __future__ import annotations

from datetime import date
from random import Random

from jiceng.demo.days import text
from jiceng.demo.households import HEAD, MALE, SPOUSE, Person
from jiceng.demo.people import Weighted, phone
from jiceng.demo.rows import COMMUNITY, HOUSEHOLD, NUMBER, SURVEYED, Row

_COUNTIES = {
    "210502": "平山区", "210503": "溪湖区", "210504": "明山区", "210505": "南芬区",
    "210521": "本溪满族自治县", "210522": "桓仁满族自治县",
}  # fmt: skip
_PEOPLES = Weighted({"汉族": 62, "满族": 33, "朝鲜族": 1.5, "回族": 1.5, "蒙古族": 1, "锡伯族": 0.5, "": 2})
_TOWN = Weighted({"非农业户口": 70, "城镇": 12, "11": 4, "12": 3, "居民户口": 8, "": 3})
_COUNTRY = Weighted({"农业户口": 66, "农村": 12, "21": 8, "22": 5, "居民户口": 6, "30": 0.2, "": 3})
_SCHOOLING = (
    (1975, Weighted({
        "小学": 25, "初中": 48, "高中": 15, "中等专科": 5, "技工学校": 4, "大学专科": 3,
        "文盲或半文盲": 3, "": 2,
    })),
    (1992, Weighted({
        "初中": 45, "高中": 18, "中等专科": 10, "技工学校": 6, "大学专科": 13, "大学本科": 8, "": 3,
    })),
    (2100, Weighted({
        "初中": 18, "高中": 17, "职业高中": 12, "大学专科": 28, "大学本科": 24, "研究生": 2, "": 2,
    })),
)  # fmt: skip
_SINGLE_LATER = Weighted({"未婚": 3, "离婚": 4, "丧偶": 3})
_POLITICS = Weighted({"群众": 80, "中共党员": 8, "共青团员": 6, "": 6})
_GRADES = Weighted({"": 88, "5": 5, "4": 4, "3": 2, "2": 1})
_TRADES = ("电工", "焊工", "厨师", "钳工", "缝纫工", "美容美发师", "计算机操作员", "养老护理员")
_NO_WORD = 0.04  # the share of questions that were not asked


def _flag(rng: Random, said: bool) -> str:
    return "" if rng.random() < _NO_WORD else "是" if said else "否"


def _schooling(rng: Random, person: Person, years_old: float) -> str:
    if years_old < 18:
        return "小学" if 7 <= years_old < 13 else "初中" if 13 <= years_old < 17 else ""
    year = date.fromordinal(person.birth).year
    return next(lots for until, lots in _SCHOOLING if year < until).draw(rng)


def _marriage(rng: Random, person: Person, years_old: float) -> str:
    if person.relation == SPOUSE:
        return "已婚"
    if years_old < 26:
        return "未婚"
    return "已婚" if rng.random() < 0.6 else _SINGLE_LATER.draw(rng)


def _wish(rng: Random) -> str:
    lot = rng.random()
    return "有" if lot < 0.7 else "无" if lot < 0.8 else ""


def first_survey(rng: Random, person: Person, on: int, worker: str) -> Row:
    """The row of a person's first survey."""
    place = person.community
    years_old = (on - person.birth) / 365.25
    county = _COUNTIES.get(place.code[:6], "")
    door = f"{1 + int(rng.random() * 40)}号楼{1 + int(rng.random() * 6)}单元{1 + int(rng.random() * 18)}室"
    adult = years_old >= 16
    schooling = _schooling(rng, person, years_old)
    graduate = schooling in ("大学专科", "大学本科") and 20 <= years_old <= 25 and not person.student
    grade = _GRADES.draw(rng) if adult else ""
    return {
        "姓名": person.name, NUMBER: person.number, HOUSEHOLD: person.household,
        "与户主关系": person.relation, "民族": _PEOPLES.draw(rng), "文化程度": schooling,
        "户口性质": (_COUNTRY if person.rural else _TOWN).draw(rng),
        "户籍地址": f"辽宁省本溪市{county}{place.name}" if rng.random() < 0.8 else "",
        "现住址": f"{place.name}{door}", "联系电话": phone(rng) if adult and rng.random() < 0.85 else "",
        "婚姻状况": _marriage(rng, person, years_old), "政治面貌": _POLITICS.draw(rng) if adult else "",
        "是否低保": _flag(rng, rng.random() < 0.04),
        "是否残疾": _flag(rng, person.ability in ("丧失", "部分丧失") or rng.random() < 0.01),
        "是否棚改回迁": "是" if person.shack_resettled else _flag(rng, False),
        "是否退役军人": _flag(rng, adult and person.sex == MALE and rng.random() < 0.08),
        "是否高校毕业生": _flag(rng, graduate),
        "毕业日期": f"{date.fromordinal(person.birth).year + 22}-07-01" if graduate else "",
        "是否失地农民": _flag(rng, person.rural and rng.random() < 0.05),
        "国有集体企业下岗失业": "是" if person.laid_off else _flag(rng, False),
        "职业技能等级": grade, "工种": _TRADES[int(rng.random() * len(_TRADES))] if grade else "",
        "劳动能力": person.ability if person.ability != "正常" or rng.random() > _NO_WORD else "",
        "在校学生": "是" if person.student else _flag(rng, False), "求职意愿": _wish(rng) if adult else "",
        COMMUNITY: place.code, SURVEYED: text(on), "核实人": worker,
    }  # fmt: skip


def later_survey(rng: Random, before: Row, on: int, worker: str) -> Row:
    """A later row of the same person: often nothing new, sometimes less was asked, sometimes a change."""
    row = dict(before)
    row[SURVEYED], row["核实人"] = text(on), worker
    lot = rng.random()
    if lot < 0.35:
        return row
    if lot < 0.50:
        row["联系电话"] = phone(rng)
    elif lot < 0.60:
        row["求职意愿"] = _wish(rng)
    elif lot < 0.70:
        rural = row["户口性质"] in ("农业户口", "农村")
        row["户口性质"] = "居民户口" if rural else row["户口性质"] or "非农业户口"
    elif lot < 0.80:
        for header in ("民族", "文化程度", "政治面貌", "是否低保"):
            row[header] = ""
    elif lot < 0.90:
        row["在校学生"] = "否" if row["在校学生"] == "是" and row["与户主关系"] != HEAD else row["在校学生"]
    else:
        row["职业技能等级"], row["工种"] = "4", _TRADES[int(rng.random() * len(_TRADES))]
    return row
