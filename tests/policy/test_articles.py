"""One test for each article of Benxi's document (本政办发〔2009〕71号) that an entry of its pack cites."""

import pytest

from jiceng.core.spans import parse_period
from jiceng.policy import packs
from jiceng.policy.figures import reading_all
from jiceng.reporting.services.reports import report
from tests.worlds import ACROSS, HERE, World

LAID_OFF = {"国有集体企业下岗失业": "是"}
RESETTLED = {"是否棚改回迁": "是"}
ON = "2026-06-30"


def cells(world: World, period: str = "2026Q2", path: str = "2105") -> dict:
    assert world.loaded
    with reading_all():
        return report(world.regions[path], "bx-quarterly", parse_period(period), world.today, live=True).cells


def unemployed(world: World, **person) -> str:
    who = world.person(**person)
    world.register(who, "2026-05-01")
    return who


def test_every_article_of_the_pack_is_tested_here() -> None:
    pack = packs.read(packs.shipped()["benxi-2009"])
    entries = [*pack.category, *pack.duty, *pack.form, *(row for form in pack.form for row in form.row)]
    articles = {entry.article for entry in entries if entry.article}
    tested = {text.split(":")[0] for text in DOCSTRINGS}
    assert articles == tested


def test_labour_resources_are_those_of_working_age_able_and_not_at_school(world: World) -> None:
    """三(三)4: the labour-force ledger, urban and rural, brought up to date each quarter."""
    counted = {
        world.person("1990-01-01", facts=facts)
        for facts in ({}, {"劳动能力": "部分丧失"}, {"在校学生": "否"}, {"户口性质": "农业户口"})
    }
    for facts in ({"劳动能力": "丧失"}, {"劳动能力": "无"}, {"在校学生": "是"}):
        world.person("1990-01-01", facts=facts)
    world.person("2015-01-01")
    world.person("1965-01-01")
    world.person("1960-01-01", sex="男")
    assert world.keys("labour_resources", ON) == counted
    found = cells(world)["labour_resources"]
    assert found == {"total": 4, "female": 4, "urban": 0, "rural": 1, "other": 3}


def test_newly_grown_labour_turned_sixteen_or_graduated_within_a_year(world: World) -> None:
    """三(三)4: the change list names who turned 16; the year before the day counts."""
    grown = {world.person("2009-07-01"), world.person("2010-06-30")}
    world.person("2009-06-30")
    world.person("2010-07-01")
    world.person("2010-01-01", facts={"在校学生": "是"})
    assert world.keys("newly_grown_labour", ON) == grown


def test_the_quarter_s_changes_are_owed_by_the_office(world: World) -> None:
    """三(三)4: worked through by the community within ten days of the quarter."""
    world.person()
    world.rows["closings"].append({"community": HERE, "quarter": "2026Q1", "on": "2026-04-10"})
    world.rows["closings"].append({"community": HERE, "quarter": "2026Q2", "on": "2026-07-11"})
    assert world.statuses("bx-quarterly-update", "2026-09-30", path=HERE) == [
        ("2025-10-01", "overdue", None),
        ("2026-01-01", "done", "2026-04-10"),
        ("2026-04-01", "late", "2026-07-11"),
        ("2026-07-01", "open", None),
    ]
    assert world.statuses("bx-quarterly-update", "2026-09-30", path=ACROSS) == []  # nobody lives there


def test_surplus_rural_labour_is_known(world: World) -> None:
    """三(三)1(1): found in the survey: rural, able, of working age, and at no work but the farm's."""
    rural = {"户口性质": "农业户口"}
    surplus = {world.person(facts=rural), world.person(facts=rural | {"求职意愿": "是"})}
    world.person()
    world.person(facts=rural | {"求职意愿": "否"})
    world.person("1965-01-01", facts=rural)
    world.job(world.person(facts=rural), "2026-01-01")
    assert world.keys("surplus_rural_labour", ON) == surplus


def test_changes_of_employment_are_followed(world: World) -> None:
    """三(三)1(2): newly employed people found by the quarterly survey of changes."""
    fresh, changed, again = world.person(), world.person(), world.person()
    world.job(fresh, "2026-04-01")
    world.job(changed, "2025-01-01", "2026-05-10")
    world.job(changed, "2026-05-11")
    world.job(again, "2025-01-01", "2026-05-10")
    world.job(again, "2026-05-12")
    assert world.keys("newly_employed", "2026-04-01", ON) == {fresh, again}


def test_the_quarterly_report_has_every_row(world: World) -> None:
    """三(三)2: the form that goes up each quarter, total = urban + rural + other."""
    for hukou, form in (("非农业户口", "单位就业"), ("农业户口", "转移就业"), ("居民户口", "灵活就业")):
        world.job(world.person(facts={"户口性质": hukou}), "2026-04-01", form=form)
    found = cells(world)
    form = packs.read(packs.shipped()["benxi-2009"]).form[0]
    assert list(found) == [row.code for row in form.row]
    assert found["employed"] == {"total": 3, "female": 3, "urban": 1, "rural": 1, "other": 1}
    assert found["zero_households_found"].keys() == {"total"}


def test_employed_registered_and_re_employed(world: World) -> None:
    """三(三)2(1): who works, who is registered as unemployed, and the rate of the two."""
    worker, seeker, returned = world.person(), world.person(), world.person()
    world.job(worker, "2025-01-01")
    world.register(seeker, "2026-05-01")
    world.register(returned, "2026-01-01")
    world.job(returned, "2026-06-01")
    assert world.keys("employed", ON) == {worker, returned}
    assert world.keys("registered_unemployed", ON) == {seeker}
    assert world.keys("re_employed", "2026-04-01", ON) == {returned}
    assert str(cells(world)["unemployment_rate"]["total"]) == "33.33"


def test_flexible_work_is_work(world: World) -> None:
    """三(三)2(2): a ledger of its own for flexible employment."""
    who = world.person()
    world.job(who, "2026-05-01", form="灵活就业")
    assert world.keys("employed_flexible", ON) == {who} == world.keys("employed", ON)
    assert world.keys("employed_unit", ON) == set()


def test_hardship_and_the_candidates_for_it(world: World) -> None:
    """三(三)3(1): 4050, shack-resettled, of a zero-employment household; a determination makes hardship."""
    women = {unemployed(world, birth="1986-06-30", facts=LAID_OFF)}
    unemployed(world, birth="1986-07-02", facts=LAID_OFF)
    men = {unemployed(world, birth="1976-06-30", sex="男", facts=LAID_OFF)}
    unemployed(world, birth="1976-07-02", sex="男", facts=LAID_OFF)
    unemployed(world, birth="1980-01-01")  # never laid off
    unemployed(world, birth="1966-06-30", sex="男", facts=LAID_OFF)  # of pension age that day
    resettled = {unemployed(world, birth="1999-01-01", facts=RESETTLED)}
    member = {unemployed(world, birth="1999-01-01", household="1")}
    assert world.keys("candidate_4050", ON) == women | men
    assert world.keys("candidate_shack_resettled", ON) == resettled
    assert world.keys("candidate_zero_household", ON) == member
    assert world.keys("hardship", ON) == set()


def test_hardship_survives_employment_until_it_is_ended(world: World) -> None:
    """三(三)3(1): determined by an act, ended by an act."""
    who, ended = world.person(), world.person()
    world.determine(who, "2026-01-01")
    world.job(who, "2026-02-01")
    world.determine(ended, "2026-01-01", ON)
    assert world.keys("hardship", ON) == {who}
    assert world.has("hardship", ended, "2026-06-29")


def test_hardship_people_find_work(world: World) -> None:
    """三(三)3(3): re-employed, with a determination open on the eve of the job."""
    found = {}
    for end in ("", "2026-06-01", "2026-06-02"):
        found[end] = who = world.person()
        world.register(who, "2026-01-01")
        world.determine(who, "2026-02-01", end)
        world.job(who, "2026-06-02")
    late = world.person()
    world.register(late, "2026-01-01")
    world.determine(late, "2026-06-02")
    world.job(late, "2026-06-02")
    assert world.keys("re_employed_hardship", "2026-04-01", ON) == {found[""], found["2026-06-02"]}


def test_zero_employment_households(world: World) -> None:
    """三(三)3(4): one member counts, nobody works, whatever the age of who works."""
    unemployed(world, household="found")
    unemployed(world, household="with a worker")
    world.job(world.person("1950-01-01", household="with a worker"), "2026-01-01")
    unemployed(world, household="unwilling", facts={"求职意愿": "否"})
    unemployed(world, household="unable", facts={"劳动能力": "丧失"})
    unemployed(world, household="at school", facts={"在校学生": "是"})
    world.person(household="not registered")
    assert world.keys("zero_household_found", ON) == {f"{HERE}/found"}


@pytest.mark.parametrize(
    ("job", "end", "expected"),
    [
        (None, "", ("overdue", None)),
        ("2026-06-21", "", ("done", "2026-06-21")),
        ("2026-06-22", "", ("late", "2026-06-22")),
        (None, "2026-06-21", None),  # ended by the due day without a job: not owed
        (None, "2026-06-22", ("missed", None)),
        ("2026-06-25", "2026-06-25", ("late", "2026-06-25")),  # proof counts up to and on the day of the end
        ("2026-06-26", "2026-06-25", ("missed", None)),
    ],
)
def test_a_member_works_within_twenty_days_of_recognition(world: World, job, end, expected) -> None:
    """三(三)3(4): recognised on 1 June, so due on 21 June."""
    who = unemployed(world, household="1")
    world.recognise("1", "2026-06-01", end)
    if job:
        world.job(who, job)
    found = world.statuses("bx-zero-household", "2026-06-30")
    assert found == ([("2026-06-01", *expected)] if expected else [])


def test_zero_households_are_resolved_or_left(world: World) -> None:
    """三(三)3(4): the dynamic account of the quarter."""
    for number, job, end in (("solved", "2026-06-30", ""), ("gone", "", ON), ("kept", "", "")):
        who = world.person(household=number)
        world.register(who, "2026-01-01")
        world.recognise(number, "2026-02-01", end)
        if job:
            world.job(who, job)
    assert world.keys("zero_household_recognised", ON) == {f"{HERE}/solved", f"{HERE}/kept"}
    assert world.keys("zero_households_resolved", "2026-04-01", ON) == {f"{HERE}/solved"}
    assert world.keys("zero_households_left", "2026-04-01", ON) == {f"{HERE}/gone"}


def test_after_employment_a_visit_or_call_in_every_month(world: World) -> None:
    """三(三)3(5): owed for who is hardship and employed at the end of the month; counted in person-months."""
    who = world.person()
    world.determine(who, "2026-01-01")
    world.job(who, "2026-04-20")
    world.visit(who, "2026-04-25", way="上门", outcome="见面")
    world.visit(who, "2026-05-25", way="窗口", outcome="见面")
    world.visit(who, "2026-06-25", outcome="未遇")
    assert world.statuses("bx-follow-up", "2026-07-01") == [
        ("2026-04-01", "done", "2026-04-25"),
        ("2026-05-01", "missed", None),
        ("2026-06-01", "missed", None),
        ("2026-07-01", "open", None),
    ]
    assert world.keys("hardship_employed", ON) == {who}
    found = cells(world)
    assert (found["follow_ups_owed"], found["follow_ups_done"]) == ({"total": 3}, {"total": 1})


DOCSTRINGS = [
    function.__doc__
    for name, function in list(globals().items())
    if name.startswith("test_") and function.__doc__
]
