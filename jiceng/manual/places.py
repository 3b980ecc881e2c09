"""Which place of the handbook belongs to which page: what `?` and F1 open.

A place is `chapter#section`. Every named page has one here (tests/manual); the form of an act has its own.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

# By the name of the URL.
PAGES = {
    # accounts
    "login": "first-day#登录",
    "unlock": "security#锁定页面",
    "password": "offices#口令",
    "officers": "offices#添加工作人员",
    "officer-new": "offices#添加工作人员",
    "officer": "offices#岗位变动",
    "officer-post": "offices#岗位变动",
    "officer-password": "offices#口令",
    "offices": "offices#机构名录",
    "audit": "supervision#审计日志",
    # regions and policy
    "regions": "offices#行政区划",
    "region": "offices#行政区划",
    "region-change": "offices#行政区划",
    "region-merge": "offices#合并区划",
    "policy": "policy#在本地生效的政策",
    "policy-entry": "policy#条目来自哪里",
    "pack-upload": "policy#颁行新的政策包",
    "pack-people": "policy#颁行新的政策包",
    "pack-enact": "policy#颁行新的政策包",
    "holidays": "policy#工作日",
    # the desk
    "home": "visits#工作台",
    "desk-around": "visits#工作台",
    "trends": "supervision#走势和对照",
    "sketch": "supervision#走势和对照",
    "population-changes": "visits#为什么变",
    "search": "finding#按姓名或号码查找",
    "duty-next": "visits#下一项",
    "duty-list": "visits#按名单办理",
    "duty-act": "visits#按名单办理",
    "waiver-ask": "visits#申请免办",
    "waivers": "supervision#审批免办与延期",
    "waiver-agree": "supervision#审批免办与延期",
    "waiver-refuse": "supervision#审批免办与延期",
    "change-list": "visits#变动清单",
    "visits": "visits#登记走访",
    # tasks and meetings
    "tasks": "tasks#交办任务",
    "task-new": "tasks#交办任务",
    "charge": "tasks#回复任务",
    "charge-reply": "tasks#回复任务",
    "charge-judge": "tasks#验收",
    "charge-withdraw": "tasks#交办任务",
    "meetings": "tasks#召集会议",
    "meeting-new": "tasks#召集会议",
    "meeting": "tasks#出席和纪要",
    "meeting-attendance": "tasks#出席和纪要",
    "meeting-minutes": "tasks#出席和纪要",
    "seat": "tasks#出席和纪要",
    "attendances": "tasks#出席统计",
    # residents and households
    "residents": "ledgers#筛选和排序",
    "person": "residents#居民的页面",
    "person-why": "assistance#可享受的政策",
    "person-number": "residents#查看完整号码",
    "person-fact": "residents#修改登记信息",
    "person-act": "residents#居民的页面",
    "person-undo": "corrections#撤销刚才的操作",
    "person-void": "corrections#作废一条记录",
    "person-papers": "ledgers#打印证明和卡片",
    "intake": "residents#登记新来的居民",
    "moves": "corrections#异议和裁定",
    "move": "corrections#异议和裁定",
    "move-new": "corrections#迁入",
    "data-checks": "supervision#数据核实提示",
    "data-check": "supervision#数据核实提示",
    "duplicates": "corrections#疑似重复",
    "duplicate": "corrections#疑似重复",
    "separation": "corrections#疑似重复",
    "number-proposals": "corrections#更正公民身份号码",
    "number-proposal": "corrections#更正公民身份号码",
    "household": "residents#家庭的页面",
    "household-changes": "supervision#零就业认定前后的成员变动",
    "household-why": "assistance#零就业家庭",
    "household-act": "residents#家庭的页面",
    "household-undo": "corrections#撤销刚才的操作",
    "household-void": "corrections#作废一条记录",
    "household-papers": "ledgers#一人一档和一户一档",
    "employers": "ledgers#用人单位",
    # employment and labour
    "unemployment": "employment#失业登记台账和就业登记台账",
    "employment": "employment#失业登记台账和就业登记台账",
    "flexible": "employment#灵活就业认证",
    "laid-off": "employment#外来人员和转移就业",
    "incoming": "employment#外来人员和转移就业",
    "transferred": "employment#外来人员和转移就业",
    # assistance
    "candidates": "assistance#困难认定",
    "determinations": "assistance#困难认定",
    "zero-households": "assistance#零就业家庭",
    "recognitions": "assistance#零就业家庭",
    "plans": "assistance#援助计划",
    "plan-steps": "assistance#援助计划",
    "urgent": "assistance#即时就业安置",
    "followed-households": "assistance#稳定就业",
    "caseloads": "assistance#责任人与片区",
    "caseload": "assistance#责任人与片区",
    "caseload-assign": "assistance#责任人与片区",
    "caseload-hand-over": "assistance#责任人与片区",
    "handover": "assistance#责任人与片区",
    # imports
    "imports": "imports#导入一个文件",
    "import-run": "imports#改正退回的行",
    "import-correct": "imports#改正退回的行",
    "import-columns": "imports#列名与台账不同",
    "import-undo": "imports#撤销一次导入",
    "import-log": "imports#导入记录",
    # reports and official ledgers
    "reports": "reports#看报表",
    "report": "reports#看报表",
    "report-submit": "reports#上报",
    "report-accept": "supervision#审核报表",
    "report-return": "supervision#审核报表",
    "report-children": "supervision#审核报表",
    "report-late": "reports#补录",
    "report-cell": "reports#数字由哪些人构成",
    "report-changes": "reports#数字由哪些人构成",
    "report-definition": "reports#口径",
    "report-revision": "reports#更正已上报的报表",
    "official-ledgers": "ledgers#官方台账",
    "official-ledger": "ledgers#官方台账",
}

# By the code of the act, for the forms that open beside a person or household.
ACTS = {
    "visit": "visits#登记走访",
    "register-unemployment": "employment#失业登记",
    "cancel-registration": "employment#注销失业登记",
    "record-employment": "employment#就业登记",
    "correct-employment": "employment#就业登记",
    "end-employment": "employment#就业登记",
    "certify-flexible": "employment#灵活就业认证",
    "record-incoming": "employment#外来人员和转移就业",
    "end-incoming": "employment#外来人员和转移就业",
    "record-transfer": "employment#外来人员和转移就业",
    "end-transfer": "employment#外来人员和转移就业",
    "record-laid-off": "employment#外来人员和转移就业",
    "end-laid-off": "employment#外来人员和转移就业",
    "determine": "assistance#困难认定",
    "end-determination": "assistance#困难认定",
    "recognise": "assistance#零就业家庭",
    "end-recognition": "assistance#零就业家庭",
    "make-plan": "assistance#援助计划",
    "add-step": "assistance#援助计划",
    "finish-step": "assistance#援助计划",
    "review-plan": "assistance#援助计划",
    "close-plan": "assistance#援助计划",
    "mark-urgent": "assistance#即时就业安置",
    "end-urgent": "assistance#即时就业安置",
    "check-stability": "assistance#稳定就业",
    "assign": "assistance#责任人与片区",
    "relations": "corrections#家庭的变更",
    "join": "corrections#家庭的变更",
    "split": "corrections#家庭的变更",
    "merge": "corrections#家庭的变更",
    "rename": "corrections#更正登记信息",
    "propose-number": "corrections#更正公民身份号码",
    "depart": "corrections#死亡和迁离",
    "return": "corrections#死亡和迁离",
}
OF_ACTS = ("person-act", "household-act")


def here(request: HttpRequest) -> dict[str, str]:
    """Context processor: the address of the handbook for the page that is shown."""
    return {"help_url": address(request)}


def address(request: HttpRequest) -> str:
    """Where the handbook tells of the page of a request; its contents for what is no page."""
    match = request.resolver_match
    if match is None or match.url_name is None:
        return reverse("help")
    place = PAGES.get(match.url_name, "")
    if match.url_name in OF_ACTS:
        place = ACTS.get(match.kwargs["code"], place)
    if not place:
        return reverse("help")
    slug, _, anchor = place.partition("#")
    return iri_to_uri(reverse("help-chapter", args=[slug]) + f"#{anchor}")
