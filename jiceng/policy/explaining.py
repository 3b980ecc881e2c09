"""What an entry of a pack says, in words for people to read; the sets in it as in `jiceng.policy.wording`."""

from __future__ import annotations

from typing import Any

from jiceng.policy.force import Origin, Policy
from jiceng.policy.layouts import columns_of
from jiceng.policy.schema import Category, Duty, Form, Indicator, LedgerLayout, Measure
from jiceng.policy.vocabulary import EVENTS, SUBJECTS
from jiceng.policy.wording import Clause, cited, in_words, note_of

KIND_WORDS = {
    "category": "人员和家庭类别",
    "duty": "应办事项",
    "form": "报表",
    "ledger": "台账格式",
    "indicator": "指标",
}
LEVEL_WORDS = {
    "community": "社区",
    "street": "街道（乡镇）",
    "county": "县（区）",
    "city": "市",
    "province": "省",
}
EVERY_WORDS = {"month": "每月", "quarter": "每季度", "half": "每半年", "year": "每年"}


def explained(origin: Origin, policy: Policy) -> list[Clause]:
    """The entry as clauses."""
    match origin.entry:
        case Category():
            return _category(origin.entry, policy)
        case Duty():
            return _duty(origin.entry, policy)
        case Form():
            return _form(origin.entry)
        case LedgerLayout():
            return _ledger(origin.entry, policy)
        case Indicator():
            return [_measure(origin.entry, policy)]
    raise TypeError(origin.entry)


def article_of(origin: Origin) -> str:
    """The article with the number of the document."""
    return f"{origin.enactment.document} {origin.entry.article}".strip()


def _category(entry: Category, policy: Policy) -> list[Clause]:
    clauses = [in_words(policy.build(entry.tree, entry.subject), policy)]
    if entry.determination:
        clauses.append(Clause(f"符合条件的，经认定记为“{entry.determination}”"))
    return clauses


def _duty(entry: Duty, policy: Policy) -> list[Clause]:
    clauses = [
        Clause(f"由{LEVEL_WORDS[entry.level]}承办，对象为{SUBJECTS[entry.subject].label}"),
        _timing(entry),
    ]
    if entry.who is not None:
        owed_by = in_words(policy.build(entry.who, entry.subject), policy)
        clauses.append(Clause("属于以下范围的应当办理", parts=(owed_by,)))
    if entry.window:
        clauses.append(Clause(f"只在每年{entry.window[0]}至{entry.window[1]}期间办理"))
    proofs = tuple(_event(code) for code in entry.evidence)
    clauses.append(Clause("凭以下任一记录办结，不需另行填报", parts=proofs))
    if entry.after:
        clauses.append(Clause(f"记录不得早于最近一次“{EVENTS[entry.after].label}”"))
    clauses.append(
        Clause("到期未办的记为未办，不再补办" if entry.final else "到期未办的记为逾期，补办的记为逾期办结")
    )
    return clauses


def _timing(entry: Duty) -> Clause:
    if entry.every is not None:
        due = f"期满后{entry.due_days}日内办结" if entry.due_days else "当期最后一日前办结"
        return Clause(f"{EVERY_WORDS[entry.every]}一次，{due}")
    within = (
        f"{entry.within_days}日" if entry.within_days is not None else f"{entry.within_working_days}个工作日"
    )
    event = EVENTS[entry.since or ""]
    return Clause(f"自“{event.label}”之日起{within}内办结", cited(event.article), note_of(event))


def _event(code: str) -> Clause:
    return Clause(EVENTS[code].label, cited(EVENTS[code].article), note_of(EVENTS[code]))


def _form(entry: Form) -> list[Clause]:
    rows = tuple(Clause(row.label, row.article) for row in entry.row)
    checks = tuple(Clause(f"不得出现：{check.message}") for check in entry.check)
    clauses = [
        Clause(
            f"{EVERY_WORDS[entry.period]}一次，期满后{entry.due_days}日内由{LEVEL_WORDS[entry.level]}上报"
        ),
        Clause("栏目：" + "、".join(column.label for column in entry.column)),
        Clause("项目", parts=rows),
    ]
    return [*clauses, Clause("表内核对", parts=checks)] if checks else clauses


def _ledger(entry: LedgerLayout, policy: Policy) -> list[Clause]:
    return [
        Clause("列入台账的范围", parts=(in_words(policy.build(entry.population, entry.subject), policy),)),
        Clause("栏目：" + "、".join(c.title for c in columns_of(entry.subject, entry.columns))),
    ]


def _measure(entry: Measure, policy: Policy) -> Clause:
    if entry.formula is not None:
        return Clause(f"计算公式：{entry.formula}")
    if entry.duty is not None:
        return Clause(f"统计事项“{policy.get('duty', entry.duty.duty).label}”的件数")
    counted: Any = policy.build(entry.count, entry.subject)
    return Clause("统计以下范围的数量", parts=(in_words(counted, policy),))
