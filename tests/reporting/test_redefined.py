"""A figure whose span crosses a change of the pack tells both definitions, and from which day."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import command_actor
from jiceng.core.spans import parse_period
from jiceng.policy.services import enact
from jiceng.reporting.services.redefined import of_population, of_report
from tests.oracle.small import HERE
from tests.reporting.quarter import CITY, FORM, Quarter, prepared, text_of, url

PACK = """
[pack]
code = "benxi-2026"
title = "关于调整劳动年龄的通知"
document = "本政办发〔2026〕9号"
issued = 2026-05-01
from = {day}
region = "2105"

[[category]]
code = "working_age"
label = "劳动年龄"
article = "一"
all = [{{ aged = {{ at_least = 16, under = 50 }} }}]
"""


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def enacted(quarter: Quarter, day: str) -> None:
    region = quarter.world.regions[CITY]
    enact(actor=command_actor(), text=PACK.format(day=day), region=region, today=quarter.today)


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2026-06-30", False), ("2026-07-01", True), ("2026-09-30", True), ("2026-10-01", False)],
)
def test_a_change_since_the_period_before_is_told(quarter: Quarter, day: str, is_told: bool) -> None:
    enacted(quarter, day)
    found = of_report(quarter.world.regions[HERE], FORM, parse_period("2026Q3"))
    labels = {each.label for each in found}
    assert ("劳动力资源" in labels) is is_told and "从业人员" not in labels
    assert {each.day for each in found} == ({dt.date.fromisoformat(day)} if is_told else set())


def test_both_definitions_stand_beside_the_figure(quarter: Quarter) -> None:
    worker = quarter.client("worker")
    assert "口径有变动" not in text_of(worker.get(url("report")))
    enacted(quarter, "2026-08-15")
    for name, more in (
        ("report", ()),
        ("report-cell", ("labour_resources", "total")),
        ("report-changes", ("labour_resources", "total")),
        ("report-definition", ("labour_resources",)),
    ):
        shown = text_of(worker.get(url(name, HERE, *more)))
        assert "劳动力资源（2026年8月15日起）" in shown
        assert "未满50周岁" in shown and "年满16周岁、未满60周岁的男性" in shown
    assert "口径有变动" not in text_of(worker.get(url("report-cell", HERE, "employed", "total")))


def test_a_population_tells_it_too(quarter: Quarter) -> None:
    enacted(quarter, "2026-08-15")
    region = quarter.world.regions[HERE]
    days = dt.date(2026, 8, 14), dt.date(2026, 8, 15)
    assert [each.label for each in of_population(region, "working_age", *days)] == ["劳动年龄"]
    assert of_population(region, "employed", *days) == []
    address = "/populations/labour_resources/changes/?from=2026-08-14&to=2026-08-15"
    shown = text_of(quarter.client("worker").get(address))
    assert "口径有变动" in shown and "口径调整" in shown  # nothing changed for the people themselves


def test_before_the_form_was_in_force_nothing_was_redefined(quarter: Quarter) -> None:
    region = quarter.world.regions[HERE]
    assert of_report(region, FORM, parse_period("2009Q2")) == []
