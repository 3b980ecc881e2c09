"""Employers of the city, and the place of work written on a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from jiceng.demo.people import Weighted, credit_code, given_name, phone, surname
from jiceng.demo.rows import COMMUNITY, CREDIT_CODE, Community, Row

UNIT, OWN_ACCOUNT, FLEXIBLE, PUBLIC_POST, TRANSFERRED = (
    "单位就业", "个体经营", "灵活就业", "公益性岗位", "转移就业",
)  # fmt: skip

RESIDENTS_PER_EMPLOYER = 60

_TRADES = (
    ("铁选厂", "采矿业", "有限责任公司"), ("矿山机械厂", "制造业", "有限责任公司"),
    ("水泥制品厂", "制造业", "集体企业"), ("轴承厂", "制造业", "股份有限公司"),
    ("药业", "制造业", "私营企业"), ("服装厂", "制造业", "私营企业"), ("建筑安装公司", "建筑业", "国有企业"),
    ("汽车运输公司", "交通运输、仓储和邮政业", "国有企业"), ("商贸公司", "批发和零售业", "私营企业"),
    ("超市", "批发和零售业", "私营企业"), ("饭店", "住宿和餐饮业", "私营企业"),
    ("宾馆", "住宿和餐饮业", "有限责任公司"), ("物业公司", "房地产业", "有限责任公司"),
    ("家政服务中心", "居民服务、修理和其他服务业", "私营企业"),
    ("热力公司", "电力、热力、燃气及水生产和供应业", "国有企业"),
    ("环卫处", "水利、环境和公共设施管理业", "事业单位"), ("幼儿园", "教育", "民办非企业"),
    ("养老院", "卫生和社会工作", "民办非企业"),
)  # fmt: skip
_BRANDS = (
    "华兴", "鑫源", "宏达", "恒通", "北方", "东升", "金山", "永盛", "利民", "众合", "兴隆", "盛泰",
    "天成", "荣昌",
)  # fmt: skip
_OCCUPATIONS = {
    UNIT: Weighted({"操作工": 5, "营业员": 4, "维修工": 3, "司机": 3, "会计": 2, "保安": 2, "电工": 2}),
    OWN_ACCOUNT: Weighted({"食杂店": 4, "小吃部": 3, "理发店": 2, "修理部": 2, "服装店": 2, "蔬菜摊": 2}),
    FLEXIBLE: Weighted({"家政": 4, "零工": 3, "送货": 2, "装卸": 2, "手工编织": 1, "裁缝": 1, "护工": 1}),
    PUBLIC_POST: Weighted({"保洁": 4, "治安巡逻": 2, "劳动保障协理": 1, "绿化养护": 2, "车辆看管": 1}),
    TRANSFERRED: Weighted({"建筑工": 4, "缝纫工": 2, "厨师": 1, "海员": 0.3, "采摘": 1}),
}  # fmt: skip
_ELSEWHERE = ("沈阳宏基建筑劳务公司", "大连港湾劳务公司", "鞍山钢结构安装队", "天津滨海电子厂", "")


@dataclass(frozen=True, slots=True)
class Employer:
    """What a job needs to know of its employer."""

    code: str
    name: str
    community: str


class Workplaces:
    """The employers of the city; `rows` is their ledger."""

    def __init__(self, rng: Random, communities: Sequence[Community], count: int) -> None:
        self.rows: list[Row] = []
        self.offices = {place.code: self._office(rng, place, nth) for nth, place in enumerate(communities)}
        places = [communities[int(rng.random() * len(communities))] for _ in range(count)]
        self.firms = [self._firm(rng, place, nth) for nth, place in enumerate(places)]

    def _office(self, rng: Random, place: Community, nth: int) -> Employer:
        # Codes of committees and of firms are numbered apart, so that no two are equal.
        code = credit_code("54", place.code[:6], 10_000_000 + nth)
        office = Employer(code, f"{place.name}居民委员会", place.code)
        self._add(
            rng, office, "公共管理、社会保障和社会组织", "群众自治组织", place, 5 + int(rng.random() * 8)
        )
        return office

    def _firm(self, rng: Random, place: Community, nth: int) -> Employer:
        trade, industry, ownership = _TRADES[int(rng.random() * len(_TRADES))]
        brand = _BRANDS[int(rng.random() * len(_BRANDS))]
        code = credit_code("91", place.code[:6], 30_000_000 + nth)
        firm = Employer(code, f"本溪{brand}{surname(rng)}氏{trade}", place.code)
        self._add(rng, firm, industry, ownership, place, 2 + int(rng.expovariate(1 / 40)))
        return firm

    def _add(
        self, rng: Random, employer: Employer, industry: str, ownership: str, place: Community, staff: int
    ) -> None:
        contracts = int(staff * (0.7 + 0.3 * rng.random()))
        asked = rng.random() < 0.9
        self.rows.append({
            "单位名称": employer.name, CREDIT_CODE: employer.code, "行业": industry, "经济类型": ownership,
            "地址": f"{place.name}{1 + int(rng.random() * 90)}号",
            "联系人": surname(rng) + given_name(rng, "女", 1975), "联系电话": phone(rng),
            "职工人数": str(staff), "签订劳动合同人数": str(contracts) if asked else "",
            "参保人数": str(int(contracts * (0.6 + 0.4 * rng.random()))) if asked else "",
            COMMUNITY: place.code,
        })  # fmt: skip

    def place(self, rng: Random, form: str, home: str, person: str) -> tuple[str, str, str, str]:
        """Credit code, employer's name, occupation and community of work; all but the third may be blank."""
        work = _OCCUPATIONS[form].draw(rng)
        if form == PUBLIC_POST:
            office = self.offices[home]
            return office.code, office.name, work, home
        if form == OWN_ACCOUNT:
            return "", f"{person}{work}", work, home
        if form == TRANSFERRED:
            return "", _ELSEWHERE[int(rng.random() * len(_ELSEWHERE))], work, ""
        if form == FLEXIBLE:
            return "", "", work, home if rng.random() < 0.5 else ""
        return self._unit(rng, work)

    def _unit(self, rng: Random, work: str) -> tuple[str, str, str, str]:
        lot = rng.random()
        if lot < 0.05:
            # Employers not on file are accepted as long as their code is valid.
            return credit_code("91", "210102", int(rng.random() * 100_000_000)), "沈阳市某企业", work, ""
        if lot < 0.15 or not self.firms:
            return "", f"{_BRANDS[int(rng.random() * len(_BRANDS))]}公司", work, ""
        firm = self.firms[int(rng.random() * len(self.firms))]
        return firm.code, firm.name, work, firm.community
