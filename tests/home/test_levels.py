"""The level of a duty says which offices answer for it: those above see it, those below do not owe it."""

import datetime as dt

import pytest

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.home.services.desk import desk_of, open_duties
from jiceng.policy.services import enact
from tests.factories import CITY, COUNTY, HERE, STREET, MiniCity

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
PACK = """
[pack]
code = "street-duty"
title = "街道每月核查"
document = "本人社发〔2026〕3号"
issued = 2026-01-01
region = "2105"

[[duty]]
code = "street-check"
label = "街道每月核查"
article = "一"
level = "street"
who = "hardship_employed"
every = "month"
evidence = ["follow_up_visit"]
"""


def test_a_duty_of_the_street_is_owed_by_the_street(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    helped = city.resident(surveyed_on=dt.date(2026, 8, 1))
    city.determination(helped, dt.date(2026, 1, 5))
    city.job(helped, dt.date(2026, 3, 2))

    def owed_by_children(path):
        return sum(each.owed for each in desk_of(city.regions[path], TODAY).children)

    with scope.entered(scope.WHOLE):
        before = {path: owed_by_children(path) for path in (STREET, COUNTY)}
        enact(actor=command_actor(), text=PACK, region=city.regions[CITY], today=TODAY)
        owed = {
            path: {duty.code for duty, items in desk_of(city.regions[path], TODAY).owed if items}
            for path in (HERE, STREET, COUNTY, CITY)
        }
        assert "street-check" not in owed[HERE] and "bx-follow-up" in owed[HERE]
        assert all("street-check" in owed[path] for path in (STREET, COUNTY, CITY))
        assert open_duties(city.regions[HERE], TODAY, "street-check") == []
        # Offices are compared by what they answer for themselves.
        assert owed_by_children(STREET) == before[STREET]
        assert owed_by_children(COUNTY) > before[COUNTY]
