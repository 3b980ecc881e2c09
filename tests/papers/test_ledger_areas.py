"""Ledgers over regions whose parts have packs of their own, and people who have moved since the day."""

from __future__ import annotations

import datetime as dt

import pytest

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.papers.services.ledgers import open_ledger
from jiceng.policy.figures import reading_all
from jiceng.policy.services import enact
from jiceng.residents.models import IdentityClaim
from jiceng.residents.services import move_resident
from tests.factories import ACROSS, CITY, HERE, NEXT, OTHER_STREET, TODAY, MiniCity

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 3, 1)
OWN = """
[pack]
code = "own"
title = "平山街道的规定"
document = "平街发〔2026〕1号"
issued = 2026-01-01
region = "210502003"

[[ledger]]
code = "unemployed"
label = "失业人员台账"
article = "一"
population = { all = ["registered_unemployed", "female"] }
columns = ["name", "number"]
"""


@pytest.fixture
def city() -> MiniCity:
    return MiniCity()


def names(city: MiniCity, path: str, day: dt.date = TODAY) -> list[str]:
    """Who stands in the ledger of the unemployed, and as many as it says."""
    with scope.entered(scope.WHOLE), reading_all():
        ledger = open_ledger(
            actor=command_actor(), region=city.regions[path], code="unemployed", day=day, today=TODAY
        )
        found = sorted(cells[0] for cells in ledger.lines())
        assert ledger.size() == len(found)
    return found


def test_a_part_with_a_pack_of_its_own_counts_by_it(city):
    for name, path, sex in (("甲", HERE, "M"), ("乙", ACROSS, "M"), ("丙", ACROSS, "F")):
        city.registration(city.resident(path, name, sex=sex), SINCE)
    assert names(city, CITY) == ["丙", "乙", "甲"]
    with scope.entered(scope.WHOLE):
        enact(actor=command_actor(), text=OWN, region=city.regions[OTHER_STREET], today=TODAY)
    assert names(city, CITY) == ["丙", "甲"]
    assert names(city, OTHER_STREET) == ["丙"]


def test_who_moved_since_stands_where_he_lived_on_the_day(city):
    wang = city.resident(HERE, "王迁")
    city.registration(wang, SINCE)
    with scope.entered(scope.WHOLE):
        move_resident(
            actor=command_actor(),
            claim=IdentityClaim.objects.get(resident_id=wang.pk),
            to_region=city.regions[NEXT],
            on=dt.date(2026, 7, 1),
            reason="搬家",
            today=TODAY,
        )
    assert names(city, HERE, dt.date(2026, 6, 30)) == ["王迁"]
    assert names(city, HERE) == [] and names(city, NEXT) == ["王迁"]
