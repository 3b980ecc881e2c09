"""Reading packs: typed entries, or every mistake at once with the right line, entry and reason."""

import datetime as dt

import pytest

from jiceng.policy import packs

HEAD = """[pack]
code = "trial"
title = "试行办法"
document = "本劳社发〔2026〕1号"
issued = 2026-01-01
region = "2105"
"""
BAD = """[pack]
code = "trial"
title = "试行办法"
document = "本劳社发〔2026〕1号"
issued = 2026-01-01
#! pack.region 写法不正确
region = "2105x"
#! pack.colour 不认识的项
colour = "red"

[[category]]
code = "working_age"
label = "劳动年龄"
any = [
  #! category.working_age.any.0.aged 没有参数 at_leest（可用：at_least、under、sex）
  { aged = { sex = "M", at_leest = 16 } },
  #! category.working_age.any.1.aged 参数 sex 的值 'W' 不正确：应为'F'、'M'之一
  { aged = { sex = "W", at_least = 16 } },
  # a comment with { brackets ] and "quotes
  #! category.working_age.any.2.aged 参数 at_least 的值 '16' 不正确：应为整数
  { aged = { at_least = "16" } },
]

[[category]]
code = "idle"
label = "无业"
all = [
  #! category.idle.all.0 没有名为 unemployd 的人群或类别
  "unemployd",
  #! category.idle.all.1.flag 缺少参数 field
  { flag = {} },
  #! category.idle.all.2.member member 的对象是家庭，此处应为居民
  { member = "employed" },
  #! category.idle.all.3.on 没有名为 promotion 的事件或证明
  { was = "hardship", on = "promotion" },
  #! category.idle.all.4.days_before days_before 的值 '1' 不正确：应为不小于0的整数
  { was = "hardship", on = "new_employment", days_before = "1" },
  #! category.idle.all.5.days_after 不认识的项
  { was = "hardship", on = "new_employment", days_after = 1 },
  #! category.idle.all.6 应为一个名称，或 all、any、not、was、关系、带参数的人群之一
  17,
]
#! category.idle.not.working_age 没有名为 working_age 的人群或类别
not = { working_age = { sex = "F" } }

[[category]]
#! category.idle.code idle 重复定义
code = "idle"
label = "再次"
#! category.idle.any.0.employed 参数应写成 { 名称 = 值 }
any = [{ employed = "010" }]

#! category.family 需要 all、any、not 中的至少一项
[[category]]
code = "family"
label = "家庭"
#! category.family.subject 没有名为 family 的对象（可用：resident、household、office）
subject = "family"

[[category]]
#! category.Capital.code 写法不正确
code = "Capital"
#! category.Capital.label 不能为空
label = ""
all = ["female"]

#! category.second second 由自身定义，形成循环
[[category]]
code = "second"
label = "乙"
all = ["third"]

#! category.third third 由自身定义，形成循环
[[category]]
code = "third"
label = "丙"
not = { any = ["female", "second"] }

#! category.over until 早于 from
[[category]]
code = "over"
label = "丁"
from = 2026-02-01
until = 2026-01-01
all = ["female"]

[[duty]]
code = "call"
label = "回访"
#! duty.call.every 应为'month'、'quarter'、'half'、'year'之一
every = "week"
#! duty.call.who 没有名为 nobody 的人群或类别
who = "nobody"
evidence = [
  "follow_up_visit",
  #! duty.call.evidence.1 没有名为 phone_call 的事件或证明
  "phone_call",
]
#! duty.call.after 没有名为 moved 的事件或证明
after = "moved"
#! duty.call.window 应为两个月-日，如 10-01
window = ["10-01", "13-31"]
#! duty.call.due_days 不能小于0
due_days = -1

#! duty.both 需要 every，或 since 加 within_days、within_working_days 之一
[[duty]]
code = "both"
label = "两种期限"
every = "month"
#! duty.both.since zero_household_recognised 的对象是家庭，此处应为居民
since = "zero_household_recognised"
within_days = 20

[[form]]
code = "sheet"
label = "报表"
period = "quarter"
column = [
  { code = "total", label = "合计" },
  #! form.sheet.column.1.where.aged 没有参数 over（可用：at_least、under、sex）
  { code = "old", label = "老年", where = { aged = { over = 60 } } },
]

#! form.sheet.row.0 需要 count、formula、duty 中的一项
[[form.row]]
code = "first"
label = "甲"
count = "employed"
formula = "second / 2"

[[form.row]]
code = "second"
label = "乙"
#! form.sheet.row.1.count 没有名为 first 的人群或类别
count = "first"
#! form.sheet.row.1.columns 没有名为 young 的栏
columns = ["total", "young"]

[[form.row]]
code = "rate"
label = "率"
#! form.sheet.row.2.formula 没有名为 missing 的行
formula = "first / missing * 100"

[[form.row]]
code = "power"
label = "幂"
#! form.sheet.row.3.formula 公式中不能使用 first ** 2
formula = "first ** 2"

[[form.row]]
code = "homes"
label = "户"
subject = "household"
#! form.sheet.row.4.count employed 的对象是居民，此处应为家庭
count = "employed"

[[form.row]]
code = "calls"
label = "人月"
#! form.sheet.row.5.duty 没有名为 bx-call 的事项
duty = { duty = "bx-call", status = "owed" }

[[form.row]]
#! form.sheet.row.6.code calls 重复定义
code = "calls"
label = "再次"
count = "employed"

[[form.check]]
#! form.sheet.check.0.rule 没有名为 second.young 的行
rule = "first >= second.young"
message = "不符"

[[form.check]]
#! form.sheet.check.1.rule 公式“first >= (”无法识别
rule = "first >= ("
message = "不符"

#! ledger.register.columns 缺少此项
[[ledger]]
code = "register"
label = "台账"
#! ledger.register.population 没有名为 idlers 的人群或类别
population = "idlers"

[[ledger]]
code = "wide"
label = "台账"
population = "employed"
columns = [
  "name",
  #! ledger.wide.columns.1 没有名为 birth 的栏目
  "birth",
  #! ledger.wide.columns.2 name 重复
  "name",
]
#! ledger.wide.sort 不能按 phone 排序（可用：community、name）
sort = "phone"
#! ledger.wide.sums.0 name 不是本台账的数字栏目，不能合计
sums = ["name"]
#! ledger.wide.paper 应为'A4'、'A3'之一
paper = "A5"

[[ledger]]
code = "places"
label = "台账"
#! ledger.places.subject 不能为机构建立台账
subject = "office"
population = "has_residents"
columns = ["name"]

[[indicator]]
code = "share"
label = "比例"
#! indicator.share.formula 没有名为 none 的行
formula = "all / none"
#! indicator.share.let.all.count 没有名为 somewhere 的人群或类别
let = { all = { count = "somewhere" } }
"""


def mistakes(text, inherited=None):
    with pytest.raises(packs.PackError) as error:
        packs.read(text, "trial.toml", inherited or {})
    return error.value.mistakes


def test_every_mistake_is_reported_at_once_with_line_entry_and_reason():
    expected = []
    for number, line in enumerate(BAD.splitlines(), 1):
        if line.strip().startswith("#! "):  # the mistake stands in the next line
            entry, _, reason = line.partition("#! ")[2].partition(" ")
            expected.append((number + 1, entry, reason))
    assert mistakes(BAD) == expected


def test_error_prints_one_line_a_mistake():
    with pytest.raises(packs.PackError) as error:
        packs.read(HEAD + 'colour = "red"\nsize = 1\n', "trial.toml")
    assert str(error.value) == "trial.toml:7: pack.colour: 不认识的项\ntrial.toml:8: pack.size: 不认识的项"


def test_what_is_no_toml_is_refused_with_its_line():
    (mistake,) = mistakes(HEAD + "\n[[category]]\ncode = \n")
    assert (mistake.line, mistake.entry) == (9, "toml")
    assert "文件格式错误" in mistake.reason


@pytest.mark.parametrize("params", ['field = "student", value = 1', 'field = "studen"', "field = true"])
def test_parameters_are_typed(params):
    (mistake,) = mistakes(
        HEAD + f'[[category]]\ncode = "a"\nlabel = "甲"\nall = [{{ flag = {{ {params} }} }}]'
    )
    assert mistake.reason.startswith("参数 ") and "不正确：应为" in mistake.reason


def test_names_of_entries_in_force_above_may_be_used():
    text = HEAD + '[[category]]\ncode = "young"\nlabel = "青年"\nall = ["working_age", "female"]'
    assert mistakes(text)[0].reason == "没有名为 working_age 的人群或类别"
    above = packs.read(packs.shipped()["benxi-2009"])
    inherited = {("category", entry.code): entry for entry in above.category}
    assert packs.read(text, "trial.toml", inherited).category[0].code == "young"


def test_a_circle_through_entries_above_is_found():
    above = packs.read(packs.shipped()["benxi-2009"])
    inherited = {("category", entry.code): entry for entry in above.category}
    text = HEAD + '[[category]]\ncode = "working_age"\nlabel = "劳动年龄"\nall = ["labour_resources"]'
    assert mistakes(text, inherited)[0].reason == "working_age 由自身定义，形成循环"


def test_an_entry_may_change_from_a_day_within_one_pack():
    twice = '[[category]]\ncode = "a"\nlabel = "甲"\nall = ["female"]\n'
    pack = packs.read(HEAD + twice + twice + "from = 2026-07-01\n")
    assert [entry.from_ for entry in pack.category] == [None, dt.date(2026, 7, 1)]


def test_the_shipped_packs_are_right_and_every_entry_names_its_article():
    shipped = packs.shipped()
    assert list(shipped) == ["benxi-2009", "benxi-flexible"]
    for text in shipped.values():
        pack = packs.read(text)
        assert [e.code for e in (*pack.category, *pack.duty, *pack.form, *pack.ledger) if not e.article] == []


def test_digest_changes_with_the_text():
    assert packs.digest("a") == packs.digest("a") != packs.digest("b")
