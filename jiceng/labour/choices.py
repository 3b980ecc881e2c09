"""Code lists of incoming and transferred labour and of flexible employment.

No list prints codes for them, so the label is the code. The ten forms of flexible employment are those of
粤劳社[2005]21号, chapter 2.
"""

from __future__ import annotations

from django.db.models import TextChoices

from jiceng.core.codes import CodeList


class Pursuit(TextChoices):
    """What an incoming person does here (BX 四(二): 务工经商)."""

    WORK = "务工", "务工"
    TRADE = "经商", "经商"


class Destination(TextChoices):
    """How far from home a transferred worker works."""

    TOWNSHIP = "乡镇内", "乡镇内"
    COUNTY = "县内乡外", "县内乡外"
    CITY = "市内县外", "市内县外"
    PROVINCE = "省内市外", "省内市外"
    COUNTRY = "省外", "省外"
    ABROAD = "境外", "境外"


AWAY = (Destination.CITY, Destination.PROVINCE, Destination.COUNTRY, Destination.ABROAD)


class TransferWay(TextChoices):
    """Who brought a transfer about."""

    OWN = "自发", "自发"
    ORGANISED = "政府组织", "政府组织"
    AGENCY = "中介介绍", "中介介绍"
    RELATIVES = "亲友介绍", "亲友介绍"
    UNIT = "单位招收", "单位招收"
    OTHER = "其他", "其他"


class FlexibleKind(TextChoices):
    """灵活就业形式."""

    TEMPORARY = "临时性就业", "临时性、短期性、季节性就业"
    PART_TIME = "非全日制就业", "非全日制就业"
    DISPATCHED = "劳务派遣", "劳务派遣"
    OWN_ACCOUNT = "个体经营", "个体经营"
    FREELANCE = "自由职业", "自由职业"
    HOME = "家庭就业", "家庭就业"
    CONTRACTING = "承包就业", "承包就业"
    SECOND_JOB = "兼职", "兼职"
    INDEPENDENT = "独立服务", "独立服务"
    OTHER = "其他", "其他"


PURSUIT = CodeList(
    Pursuit,
    dict.fromkeys(["打工", "务工人员", "外来务工"], Pursuit.WORK)
    | dict.fromkeys(["做生意", "经商人员", "个体经营", "外来经商"], Pursuit.TRADE),
)
DESTINATION = CodeList(
    Destination,
    {"乡内": "乡镇内", "镇内": "乡镇内", "本乡镇": "乡镇内", "县内": "县内乡外", "区内": "县内乡外"}
    | {"本县": "县内乡外", "市内": "市内县外", "本市": "市内县外", "省内": "省内市外", "本省": "省内市外"}
    | {"外省": "省外", "国外": "境外"},
)
TRANSFER_WAY = CodeList(
    TransferWay,
    {"自谋": "自发", "组织输出": "政府组织", "有组织": "政府组织", "中介": "中介介绍", "其它": "其他"}
    | {"亲友": "亲友介绍", "单位招用": "单位招收"},
)
FLEXIBLE_KIND = CodeList(
    FlexibleKind,
    dict.fromkeys(["临时", "临时工", "短期性就业", "季节性就业", "季节工", "短工"], FlexibleKind.TEMPORARY)
    | {"非全日制": "非全日制就业", "小时工": "非全日制就业", "派遣": "劳务派遣", "派遣就业": "劳务派遣"}
    | {"个体": "个体经营", "个体户": "个体经营", "自由职业者": "自由职业", "家庭手工": "家庭就业"}
    | {"居家就业": "家庭就业", "承包": "承包就业", "第二职业": "兼职", "独立服务人员": "独立服务"}
    | {"其它": "其他"},
)
