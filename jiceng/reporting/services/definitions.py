"""The definition behind a number (口径): words, article, document, versions and fingerprints."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from jiceng.core.spans import Period, in_chinese
from jiceng.policy.force import Policy, areas, in_force
from jiceng.policy.formula import names_in
from jiceng.policy.models import Enactment
from jiceng.policy.schema import Duty, Form, Row
from jiceng.policy.sets import Set
from jiceng.policy.vocabulary import EVENTS, LEAVES
from jiceng.policy.vocabulary import Definition as Word
from jiceng.policy.wording import Clause, in_one_line, in_words, note_of, versions_in
from jiceng.regions.models import Region
from jiceng.reporting.models import Freeze
from jiceng.reporting.rules import columns_of

SIGNS = {"*": "×", "/": "÷", ">=": "≥", "<=": "≤", "==": "="}
STATUS_WORDS = {
    "owed": "应办（免办的除外）",
    "done": "按时办结",
    "late": "逾期办结",
    "missed": "未办",
    "overdue": "逾期未办",
    "open": "未到期",
}
PERIOD_WORDS = {"month": "月", "quarter": "季度", "half": "半年", "year": "年"}


@dataclass(frozen=True)
class Version:
    """A word or a pack as it was when the figure was frozen, and as it is now."""

    label: str
    then: str
    now: str

    @property
    def has_changed(self) -> bool:
        """Whether the same figure would be made otherwise today."""
        return self.then != self.now


@dataclass(frozen=True)
class Definition:
    """What a row of a form counts. `clauses` say whom, `columns` how they are divided."""

    row: Row
    article: str
    document: str
    title: str
    is_flow: bool
    clauses: list[Clause]
    formula: str
    columns: list[tuple[str, Clause]]
    packs: list[Version]
    words: list[Version]
    elsewhere: list[str]  # parts of the region with definitions of their own


def days_counted(definition: Definition, period: Period, today: dt.date) -> str:
    """Which day or days of a period a row speaks of, in words."""
    if definition.formula:
        words = "由本表其他项目计算，上级由合计数重新计算，不作平均。"
    elif definition.row.duty:
        words = f"统计{period.label}内到期的事项。"
    elif definition.is_flow:
        first, last = in_chinese(period.first), in_chinese(period.last)
        words = f"统计{first}至{last}期间；期内死亡或迁出的，计入其最后所在社区。"
    else:
        words = f"统计{in_chinese(period.last)}当日的在册情况。"
    return words + ("本期尚未结束，暂计至今日。" if period.last > today else "")


def definition(region: Region, form: Form, row: Row, period: Period, freeze: Freeze | None) -> Definition:
    """The definition of a row for a region and period; with what a freeze was made with, if there is one."""
    policy = in_force(region, period.last)
    enactment = policy.origins["form", form.code].enactment
    counted = policy.build(row.count, row.subject) if row.count is not None else None
    return Definition(
        row=row,
        article=row.article or form.article,
        document=enactment.document,
        title=enactment.title,
        is_flow=counted is not None and counted.is_flow,
        clauses=_clauses(row, counted, policy),
        formula=formula_in_words(form, row.formula) if row.formula else "",
        columns=_columns(form, row, policy),
        packs=_packs(policy, freeze),
        words=_words(form, row, policy, freeze),
        elsewhere=[area.region.name for area in areas(region, period.last) if area.region.pk != region.pk],
    )


def words_of_row(form: Form, row: Row, policy: Policy) -> str:
    """What a row counts, on one line: the same words for the same definition."""
    if row.formula is not None:
        return formula_in_words(form, row.formula)
    counted = policy.build(row.count, row.subject) if row.count is not None else None
    return "；".join(in_one_line(clause) for clause in _clauses(row, counted, policy))


def formula_in_words(form: Form, formula: str) -> str:
    """A formula or check with the labels of rows and columns in place of codes."""
    labels = {row.code: _plain(row.label) for row in form.row}
    columns = {column.code: column.label for column in form.column}

    def label(match: re.Match[str]) -> str:
        row, _, column = match[0].partition(".")
        name = labels.get(row, row)
        return f"{name}（{columns.get(column, column)}）" if column else name

    text = re.sub(r"[a-z_][a-z0-9_]*(\.[a-z_]+)?", label, formula)
    return re.sub(r">=|<=|==|[*/]", lambda match: SIGNS[match[0]], text)


def parts_of(form: Form, formula: str, column: str) -> list[tuple[Row, str]]:
    """The (row, column) that a formula reads, in the order of the form."""
    named = {name.partition(".")[0]: name.partition(".")[2] or column for name in names_in(formula)}
    return [(row, named[row.code]) for row in form.row if row.code in named]


def _plain(label: str) -> str:
    return label.removeprefix("其中：")


def _clauses(row: Row, counted: Set | None, policy: Policy) -> list[Clause]:
    if counted is not None:
        return [in_words(counted, policy)]
    return _of_duty(policy.get("duty", row.duty.duty), row.duty.status, policy) if row.duty else []


def _of_duty(duty: Duty, status: str, policy: Policy) -> list[Clause]:
    document = policy.origins["duty", duty.code].enactment.document
    proofs = [EVENTS[code] for code in duty.evidence]
    clauses = [
        Clause(f"统计“{duty.label}”中{STATUS_WORDS[status]}的件数", f"{document} {duty.article}".strip()),
        Clause("凭以下记录办结", parts=tuple(Clause(p.label, note=note_of(p)) for p in proofs)),
    ]
    if duty.who is not None:
        owed_by = in_words(policy.build(duty.who, duty.subject), policy)
        every = f"每{PERIOD_WORDS[duty.every]}末" if duty.every else "事项发生之日"
        clauses.insert(1, Clause(f"{every}属于以下人群的应当办理", parts=(owed_by,)))
    return clauses


def _columns(form: Form, row: Row, policy: Policy) -> list[tuple[str, Clause]]:
    shown = columns_of(form, row)
    return [
        (column.label, in_words(policy.build(column.where, "resident"), policy))
        for column in form.column
        if column.code in shown and column.where is not None
    ]


def _packs(policy: Policy, freeze: Freeze | None) -> list[Version]:
    now = policy.digests
    then = freeze.definition.get("packs", {}) if freeze else now
    documents = dict(Enactment.objects.filter(pack__in=[*now, *then]).values_list("pack", "document"))
    return [
        Version(
            f"{documents.get(code, '')} {code}".strip(), then.get(code, "无")[:12], now.get(code, "无")[:12]
        )
        for code in sorted({*now, *then})
    ]


def _words(form: Form, row: Row, policy: Policy, freeze: Freeze | None) -> list[Version]:
    if freeze is None:
        return []
    then = freeze.definition.get("words", {})
    return [
        Version(word.label, f"第{then[code]}版" if code in then else "无", f"第{word.version}版")
        for code, word in sorted(_words_in(form, row, policy).items())
        if code in LEAVES
    ]


def _words_in(form: Form, row: Row, policy: Policy) -> dict[str, Word]:
    if row.formula is not None:
        rows = [part for part, _ in parts_of(form, row.formula, "")]
        return {code: word for part in rows for code, word in _words_in(form, part, policy).items()}
    if row.count is not None:
        return dict(versions_in(policy.build(row.count, row.subject)))
    assert row.duty is not None
    return dict(versions_in(policy.build(policy.get("duty", row.duty.duty).who, "resident")))
