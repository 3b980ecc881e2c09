"""Templates of ledgers: empty workbooks that know where they come from, and what was changed in them since.

A workbook carries, sealed with the key of the deployment, its ledger, the region and day for which it was
made, its headers and a digest of each list of values. A change is told and never fatal: what can still be
read is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO

from jiceng.core.importing.declaration import Context, Ledger
from jiceng.core.secrets import digester
from jiceng.core.spreadsheets import REASON_HEADER, Template, TemplateColumn, write_template

LEDGER, PATH, REGION, ISSUED, HEADERS, SEAL = "台账", "路径", "区划", "日期", "表头", "校验"
LIST = "代码·"  # before the header of a column with a list of values
BETWEEN = "\n"
Marks = Mapping[str, str]


def write_template_of(ledger: Ledger, context: Context, target: IO[bytes]) -> None:
    """Write the empty workbook of a ledger for the region of the context."""
    columns = [
        TemplateColumn(each.header, each.required, each.offers(context), each.takes_several)
        for each in ledger.columns
    ]
    marks = {
        LEDGER: ledger.code,
        PATH: context.region.path if context.region else "",
        REGION: context.region.name if context.region else "",
        ISSUED: context.today.isoformat(),
        HEADERS: BETWEEN.join(ledger.headers),
        **{f"{LIST}{each.header}": _digest(each.offers) for each in columns if each.offers},
    }
    write_template(target, ledger.title, columns, {**marks, SEAL: _seal(marks)})


def remarks(ledger: Ledger, template: Template | None, headers: Sequence[str], context: Context) -> list[str]:
    """What is to be said of a file made from a template, in words for users; nothing of any other file."""
    if template is None:
        return []
    marks = template.marks
    if marks.get(SEAL) != _seal({name: text for name, text in marks.items() if name != SEAL}):
        return ["文件中的模板信息被改动，或模板不是从本系统下载的，无法核对模板；各列仍按表头读取"]
    found = [_other_ledger(ledger, marks), _other_place(marks, context), _other_lists(template)]
    if marks[LEDGER] == ledger.code:
        found.append(_other_headers(marks[HEADERS].split(BETWEEN), headers))
    return [text for text in found if text]


def _other_ledger(ledger: Ledger, marks: Marks) -> str:
    return "" if marks[LEDGER] == ledger.code else f"该文件不是由“{ledger.title}”模板填写的，请核对所选台账"


def _other_place(marks: Marks, context: Context) -> str:
    here = context.region.path if context.region else ""
    if here.startswith(marks[PATH]) or marks[PATH].startswith(here):
        return ""
    name = context.region.name if context.region else ""
    return f"模板是为{marks[REGION]}下载的，现导入{name}，请核对"


def _other_headers(issued: Sequence[str], headers: Sequence[str]) -> str:
    found = [header for header in headers if header and header != REASON_HEADER]
    missing = [header for header in issued if header not in found]
    added = [header for header in found if header not in issued]
    said = []
    if missing:
        said.append(f"缺少{'、'.join(missing)}")
    if added:
        said.append(f"多出{'、'.join(added)}")
    if not said and list(issued) != found:
        said.append("列的次序有变")
    return f"模板锁定的表头被改动：{'；'.join(said)}。能识别的列已照常读取" if said else ""


def _other_lists(template: Template) -> str:
    """Lists are told apart by their columns: the same place in the list sheet as in the headers."""
    headers = template.marks[HEADERS].split(BETWEEN)
    by_header = dict(zip(headers, template.lists, strict=False))
    changed = [
        header
        for header in headers
        if (digest := template.marks.get(f"{LIST}{header}")) and digest != _digest(by_header.get(header, []))
    ]
    if not changed:
        return ""
    return f"模板的代码列表被改动：{'、'.join(changed)}。各列仍按本系统的代码核对"


def _digest(values: Sequence[str]) -> str:
    return digester().digest(f"template list:{BETWEEN.join(values)}").hex()


def _seal(marks: Marks) -> str:
    said = BETWEEN.join(f"{name}={text}" for name, text in sorted(marks.items()))
    return digester().digest(f"template:{said}").hex()
