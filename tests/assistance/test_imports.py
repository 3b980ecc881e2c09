"""Determinations and recognitions by file (contracts, section 3)."""

import datetime as dt

import pytest

from jiceng.assistance.models import Determination, Recognition
from jiceng.core import scope
from jiceng.policy.models import Enactment
from tests.factories import ACROSS, CITY, HERE, STREET, MiniCity
from tests.files import ANNA, BORIS, COMMUNITY, HOUSEHOLD, NUMBER, Desk, counts, person, reasons

CATEGORY, DETERMINED, EXITED = "类别", "认定日期", "退出日期"


def determination(start, end="", category="4050人员", **more):
    return {NUMBER: ANNA, CATEGORY: category, DETERMINED: start, EXITED: end, **more}


def recognition(start, end="", household="H1", **more):
    return {COMMUNITY: HERE, HOUSEHOLD: household, DETERMINED: start, EXITED: end, **more}


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        desk = Desk(MiniCity(with_pack=False))
        desk.load("residents", person(ANNA, **{HOUSEHOLD: "H1"}), person(BORIS, community=ACROSS))
        yield desk


def test_a_determination_ends_on_the_day_it_says(desk):
    row = determination("2026-01-05", "2026-03-31", **{"退出原因": "稳定就业"})
    assert counts(desk.load("determinations", row, history=True)) == (1, 0, 0, 0)
    found = Determination.objects.get()
    assert (found.stop, found.exit_reason, found.known_on) == (
        dt.date(2026, 3, 31),
        "稳定就业",
        dt.date(2026, 1, 5),
    )
    assert counts(desk.load("determinations", row)) == (0, 0, 1, 0)


def test_determinations_of_one_category_do_not_overlap(desk):
    outcome = desk.load(
        "determinations",
        determination("2026-01-05"),
        determination("2026-02-05"),
        determination("2026-02-05", category="棚改回迁"),
        determination("2025-02-05", "2026-01-05"),
    )
    assert reasons(outcome) == [(3, DETERMINED)]


def test_the_categories_are_those_every_city_knows_and_those_of_the_packs_in_force(desk):
    rows = [
        determination("2026-01-05", category="低保家庭成员"),
        determination("2026-01-05", category="零就业家庭成员"),
    ]
    assert reasons(desk.load("determinations", *rows)) == [(2, CATEGORY)]
    text = """
        [pack]
        code = "test"
        title = "测试"
        document = "测试"
        issued = 2020-01-01
        region = "2105"
        [[category]]
        code = "low_income"
        label = "低保"
        article = "一"
        determination = "低保家庭成员"
        all = [{ flag = { field = "low_income" } }]
    """
    Enactment.objects.create(
        pack="test", region=desk.city.regions[CITY], title="测试", document="测试", digest="1", text=text,
        issued=dt.date(2020, 1, 1),
    )  # fmt: skip
    for region in (HERE, CITY, None):
        assert not desk.load("determinations", *rows, region=region).rejects


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({EXITED: "2026-01-04"}, EXITED),
        ({EXITED: "2026-09-16"}, EXITED),
        ({CATEGORY: ""}, CATEGORY),
        ({"退出原因": "不知道"}, "退出原因"),
        ({NUMBER: BORIS}, NUMBER),
    ],
)
def test_determinations_that_cannot_be_taken(desk, more, field):
    outcome = desk.load("determinations", {**determination("2026-01-05"), **more}, region=STREET)
    assert reasons(outcome) == [(2, field)]


def test_a_recognition_needs_somebody_of_the_household_on_file(desk):
    desk.city.household("H2")
    outcome = desk.load(
        "recognitions",
        recognition("2026-01-05"),
        recognition("2026-01-05", household="H2"),
        recognition("2026-01-05", household="H3"),
    )
    assert counts(outcome) == (1, 0, 0, 2)
    assert reasons(outcome) == [(3, HOUSEHOLD), (4, HOUSEHOLD)]
    found = Recognition.objects.get()
    assert (found.household.number, found.path) == ("H1", HERE)


def test_a_household_that_everybody_has_left_was_one_all_the_same(desk):
    desk.load("residents", person(ANNA, **{HOUSEHOLD: "H2", "调查日期": "2026-06-01"}))
    assert counts(desk.load("recognitions", recognition("2026-01-05"))) == (1, 0, 0, 0)


def test_recognitions_of_one_household_do_not_overlap(desk):
    desk.load("recognitions", recognition("2026-01-05", "2026-02-05"))
    outcome = desk.load("recognitions", recognition("2026-02-04"), recognition("2026-02-05"))
    assert reasons(outcome) == [(2, DETERMINED)]
    assert outcome.created == 1


def test_the_community_of_a_recognition_lies_within_the_import(desk):
    outcome = desk.load("recognitions", {**recognition("2026-01-05"), COMMUNITY: ACROSS}, region=STREET)
    assert reasons(outcome) == [(2, COMMUNITY)]
    outcome = desk.load("recognitions", {**recognition("2026-01-05"), COMMUNITY: ""}, region=HERE)
    assert reasons(outcome) == [(2, COMMUNITY)]


@pytest.mark.parametrize("ledger", ["determinations", "recognitions"])
def test_an_export_imports_again_unchanged(desk, ledger):
    desk.load("determinations", determination("2026-01-05", "2026-03-31"), determination("2026-04-01"))
    desk.load("recognitions", recognition("2026-01-05", "2026-02-05", **{"退出原因": "其他"}))
    again = desk.load_file(ledger, desk.export(ledger))
    assert again.rows and again.unchanged == again.rows
