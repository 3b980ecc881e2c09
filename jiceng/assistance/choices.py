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
