"""What the commands of policy print, and their exit codes (contracts, section 2)."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.policy.services import enact
from tests.factories import CITY, COUNTY, HERE, NEXT, TODAY, MiniCity

BEFORE = dt.date(2026, 9, 1)
OVERRIDE = """
[pack]
code = "county"
title = "平山区补充规定"
document = "平政发〔2026〕1号"
issued = 2026-08-01
region = "210502"

[[category]]
code = "working_age"
label = "劳动年龄（平山区）"
all = [{ aged = { at_least = 18, under = 60 } }]

[[category]]
code = "grown_up"
label = "成年"
all = [{ aged = { at_least = 18 } }]
"""


@pytest.fixture
def city(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity()


@pytest.fixture
def said(capsys):
    """Give a function that runs a command and reads its document."""

    def run(*arguments, **options):
        call_command(*arguments, format="json", **options)
        return json.loads(capsys.readouterr().out)

    return run


def failure(*arguments, **options):
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, **options)
    return caught.value


def household(city, number, path):
    city.registration(city.resident(path, household=number), BEFORE)


def test_households_are_grouped_by_community(city, said):
    for number, path in (("H1", HERE), ("H2", HERE), ("H1", NEXT)):
        household(city, number, path)
    asked = {"region": CITY, "on": TODAY.isoformat()}
    answer = said("population", "zero_households_found", by="community", **asked)
    assert answer["by"] == [{"community": HERE, "size": 2}, {"community": NEXT, "size": 1}]
    assert answer["size"] == 3
    assert failure("population", "zero_households_found", by="sex", **asked).returncode == 2


def test_a_duty_that_is_not_in_force_is_not_nothing_owed(city, said):
    asked = {"region": CITY, "on": TODAY.isoformat()}
    assert said("duties", duty="bx-follow-up", **asked)["duties"] == []
    error = failure("duties", duty="bx-folow-up", **asked)
    assert error.returncode == 1 and "bx-follow-up" in str(error)


def test_categories_are_defined_in_words(city, said):
    (found,) = [word for word in said("populations") if word["code"] == "candidate_shack_resettled"]
    assert found["definition"].startswith("本政办发〔2009〕71号：同时满足以下各项（登记失业人员（")
    assert "{" not in found["definition"] and "是否棚改回迁登记为“是”" in found["definition"]


def test_a_region_shows_its_own_definitions_before_those_below_it(city, said):
    with scope.entered(scope.WHOLE):
        enact(actor=command_actor(), text=OVERRIDE, region=city.regions[COUNTY], today=TODAY)
    labels = {word["code"]: word["label"] for word in said("populations", region=CITY)}
    assert (labels["working_age"], labels["grown_up"]) == ("劳动年龄", "成年")
    labels = {word["code"]: word["label"] for word in said("populations", region=COUNTY)}
    assert labels["working_age"] == "劳动年龄（平山区）"
