"""Code lists of employment and unemployment, as the ministry's systems code them."""

from __future__ import annotations

from django.db.models import TextChoices

from jiceng.core.codes import CodeList


class EmploymentForm(TextChoices):
    """就业形式."""

    UNIT = "010", "单位就业"
    OWN_ACCOUNT = "021", "个体经营"
    FLEXIBLE = "022", "灵活就业"
    PUBLIC_POST = "030", "公益性岗位"
    TRANSFERRED = "040", "转移就业"


class UnemploymentReason(TextChoices):
    """失业原因."""

    SCHOOL = "10", "年满16周岁从学校毕业、肄业未升学"
    CONTRACT_ENDED = "20", "与企业解除或终止劳动关系"
    LEFT_OFFICE = "30", "从机关事业单位辞职或被辞退解聘"
    LAND_LOST = "40", "农转非并失去承包土地"
    DISCHARGED = "50", "军人退出现役未纳入统一安置"
    RELEASED = "60", "刑满释放或假释、监外执行"
    REEDUCATED = "70", "劳动教养期满或提前解除"
    BUSINESS_CLOSED = "80", "个体/私营业主停止经营"
    OTHER = "90", "其他"


class UnemployedCategory(TextChoices):
    """失业人员类别; the list prints no codes, so the label is the code."""

    NEW = "新成长失业人员", "新成长失业人员"
    FROM_WORK = "就业转失业人员", "就业转失业人员"
    OTHER = "其他失业人员", "其他失业人员"


class CancelReason(TextChoices):
    """注销原因 of an unemployment registration; the list prints no code for a death."""

    UNIT = "010", "单位就业"
    OWN_ACCOUNT = "020", "个体就业"
    FLEXIBLE = "030", "灵活就业"
    RETIRED = "040", "退休"
    DISABLED = "050", "丧失劳动能力"
    LEFT_MARKET = "060", "退出市场"
    JAILED = "070", "判刑劳教"
    REFUSED = "080", "不接受服务"
    NOT_SEEN = "090", "未主动联系"
    DIED = "死亡", "死亡"
    OTHER = "990", "其他"


EMPLOYMENT_FORM = CodeList(
    EmploymentForm,
    dict.fromkeys(["单位", "单位吸纳", "企业吸纳", "企业就业"], "010")
    | dict.fromkeys(["个体", "个体就业", "自主创业", "自谋职业", "个体工商户"], "021")
    | {"灵活": "022", "灵活就业人员": "022"}
    | dict.fromkeys(["公益性岗位安置", "公益岗位", "公益性岗位就业", "公岗"], "030")
    | dict.fromkeys(["转移", "劳动力转移", "农村劳动力转移", "转移就业人员"], "040"),
)
UNEMPLOYMENT_REASON = CodeList(
    UnemploymentReason,
    dict.fromkeys(["毕业未就业", "从学校毕业", "年满16周岁从学校毕业或肄业未升学"], "10")
    | dict.fromkeys(
        ["解除劳动合同", "终止劳动合同", "解除劳动关系", "终止劳动关系", "解除或终止劳动关系"], "20"
    )
    | dict.fromkeys(["辞职", "辞退", "解聘"], "30")
    | dict.fromkeys(["失去土地", "失地", "农转非"], "40")
    | dict.fromkeys(["退出现役", "退役"], "50")
    | dict.fromkeys(["刑满释放", "假释", "监外执行"], "60")
    | {"解除劳教": "70", "劳动教养期满": "70"}
    | dict.fromkeys(["停止经营", "停业", "个体私营业主停止经营", "个体或私营业主停止经营"], "80")
    | {"其它": "90"},
)
UNEMPLOYED_CATEGORY = CodeList(
    UnemployedCategory,
    dict.fromkeys(["新成长失业", "新成长", "新成长失业青年"], UnemployedCategory.NEW)
    | dict.fromkeys(["就业转失业"], UnemployedCategory.FROM_WORK)
    | dict.fromkeys(["其他失业", "其他", "其它失业人员", "其它"], UnemployedCategory.OTHER),
)
CANCEL_REASON = CodeList(
    CancelReason,
    {"个体经营": "020", "达到退休年龄": "040", "完全丧失劳动能力": "050", "退出劳动力市场": "060"}
    | {"判刑": "070", "劳教": "070", "判刑或劳教": "070", "拒绝接受服务": "080", "未联系": "090"}
    | {"连续未主动联系": "090", "其它": "990"},
)
