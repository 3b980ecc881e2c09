"""Code lists of employment assistance; none of them prints codes, so the label is the code."""

from __future__ import annotations

from django.db.models import TextChoices

from jiceng.core.codes import CodeList


class HardshipCategory(TextChoices):
    """类别 of a determination that every deployment knows; the packs in force add theirs (BX 三(三)3(1))."""

    AGE_4050 = "4050人员", "4050人员"
    ZERO_HOUSEHOLD = "零就业家庭成员", "零就业家庭成员"
    SHACK_RESETTLED = "棚改回迁", "棚改回迁"


class ExitReason(TextChoices):
    """退出原因 of a determination or a recognition."""

    REQUESTED = "本人申请", "本人申请"
    STABLE_JOB = "稳定就业", "稳定就业"
    CONDITION_GONE = "条件消失", "条件消失"
    RETIRED = "退休", "退休"
    DIED = "死亡", "死亡"
    MOVED = "迁出", "迁出"
    OTHER = "其他", "其他"


class StepKind(TextChoices):
    """援助方式 of a step of a plan (the list of a live terminal of the ministry's coding, with 职业指导)."""

    GUIDANCE = "职业指导", "职业指导"
    REFERRAL = "岗位推荐", "岗位推荐"
    TRAINING = "技能培训", "技能培训"
    PUBLIC_POST = "公益性岗位", "公益性岗位安置"
    SUBSIDY = "社会保险补贴", "社会保险补贴"
    OTHER = "其他", "其他"


class PlanEnd(TextChoices):
    """Why a plan was closed."""

    REACHED = "目标实现", "目标实现"
    CONDITION_GONE = "条件消失", "条件消失"
    GIVEN_UP = "本人放弃", "本人放弃"
    MOVED = "死亡或迁离", "死亡或迁离"
    OTHER = "其他", "其他"


class UrgentEnd(TextChoices):
    """Why urgent placement ended without a job; a job ends it by itself."""

    REFUSED = "本人不接受", "本人不接受"
    CONDITION_GONE = "不再急需", "不再急需"
    MOVED = "死亡或迁离", "死亡或迁离"
    OTHER = "其他", "其他"


# How often a plan is looked at again, in months.
REVIEW_EVERY = [(1, "每月"), (2, "每两个月"), (3, "每季度"), (6, "每半年")]

EXIT_REASON = CodeList(
    ExitReason,
    {"实现稳定就业": ExitReason.STABLE_JOB, "迁移": ExitReason.MOVED, "其它": ExitReason.OTHER},
)
_HARDSHIP_SYNONYMS = {
    "4050": HardshipCategory.AGE_4050,
    "零就业家庭": HardshipCategory.ZERO_HOUSEHOLD,
    "棚改回迁人员": HardshipCategory.SHACK_RESETTLED,
    "棚改回迁居民": HardshipCategory.SHACK_RESETTLED,
}


def hardship_categories(*further: str) -> CodeList:
    """Return the list of 类别: those every deployment knows, and the labels that the packs in force add."""
    labels = dict.fromkeys([*HardshipCategory.values, *further])
    return CodeList([(label, label) for label in labels], _HARDSHIP_SYNONYMS)
