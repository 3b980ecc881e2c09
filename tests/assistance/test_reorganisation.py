"""Merging streets and communities: open cases go along, past figures stay with the old (domain R1)."""

import datetime as dt

import pytest
from django.db import connection

from jiceng.assistance.models import Recognition
from jiceng.core import scope
from jiceng.core.spans import holding
from jiceng.employers.models import Employer
from jiceng.policy.duties import Window, derive
from jiceng.policy.force import areas
from jiceng.policy.models import Waiver
from jiceng.policy.populations import asked, member_ids
from jiceng.policy.vocabulary import Span
from jiceng.regions.models import Region
from jiceng.regions.services import ReorganisationRefused, change_parent, close_region, merge_regions
from jiceng.residents.models import Assignment, ChangeListClosure, Facts, Household, IdentityClaim, Resident
from jiceng.residents.services import assign_officer, change_list
from tests.factories import ACROSS, CITY, HERE, NEXT, ONE_DAY, OTHER_STREET, STREET, TODAY

ON = dt.date(2026, 9, 1)
EVE = ON - ONE_DAY
JANUARY = dt.date(2026, 1, 1)


@pytest.fixture
def boss(city):
    actor = city.officer(CITY, "administrator")
    with scope.entered(scope.WHOLE):
        yield actor


def merge(city, boss, into, *old):
    regions = {path: Region.objects.get(pk=city.regions[path].pk) for path in (into, *old)}
    merge_regions(
        actor=boss,
        into=regions[into],
        from_=[regions[path] for path in old],
        on=ON,
        reason="撤并",
        today=TODAY,
    )
    connection.check_constraints()
    return {path: Region.objects.get(pk=city.regions[path].pk) for path in city.regions}


def members(region, population, on):
    return member_ids(asked(region, population, Span.on(on)), Span.on(on))


def test_merged_streets_keep_their_past_and_hand_over_what_is_open(city, boss):
    resident = city.resident(household="1", hukou="10")
    city.job(resident, JANUARY)
    recognition = city.recognition(city.household("2"), dt.date(2026, 7, 1))
    city.resident(household="2")
    city.employer()
    ChangeListClosure.objects.create(
        **city.place(HERE), first=JANUARY, last=dt.date(2026, 3, 31), closed_on=ON, known_on=ON
    )
    assign_officer(actor=boss, residents=[resident], officer=boss.user, on=JANUARY, today=TODAY)
    waiver = {"duty": "d", "subject": "resident", "subject_id": resident.pk, "path": HERE, "reason": "r"}
    Waiver.objects.create(**waiver, start=ON, last=TODAY, asked_by=boss.user)
    regions = merge(city, boss, OTHER_STREET, STREET)
    new = regions[HERE].path
    assert new.startswith(OTHER_STREET)
    for model in (Resident, Recognition, Employer, ChangeListClosure, Household, Assignment, Waiver):
        assert {row.path for row in model.objects.all()} == {new}, model
    old_version, version = Facts.objects.filter(resident=resident).order_by("start")
    assert (old_version.path, old_version.stop) == (HERE, ON)
    assert (version.path, version.start, version.region, version.hukou) == (new, ON, regions[HERE], "10")
    assert version.household == old_version.household
    assert members(regions[STREET], "employed", EVE) == [resident.pk]
    assert members(regions[OTHER_STREET], "employed", EVE) == []
    assert members(regions[STREET], "employed", ON) == []
    assert members(regions[OTHER_STREET], "employed", ON) == [resident.pk]
    assert members(regions[HERE], "employed", EVE) == [resident.pk]  # a community is known by its id
    (owed,) = overdue(regions[OTHER_STREET])
    assert (owed.subject_id, owed.status, owed.path) == (recognition.household_id, "overdue", new)


def overdue(region):
    (area,) = areas(region, TODAY)
    duty = area.policy.get("duty", "bx-zero-household")
    return derive(area, duty, Window(dt.date(2026, 1, 1), dt.date(2026, 12, 31), TODAY))


def test_nobody_is_on_the_change_list_for_a_reorganisation(city, boss):
    city.resident()
    regions = merge(city, boss, NEXT, HERE)
    period = holding(ON, "quarter")
    for path in (HERE, NEXT):
        assert change_list(actor=boss, region=regions[path], period=period, today=TODAY) == []


def test_merged_communities_renumber_households_and_carry_open_recognitions(city, boss):
    moved = city.resident(household="1")
    city.resident(NEXT, household="1")
    ended = city.recognition(city.household("1"), JANUARY, dt.date(2026, 3, 1))
    still_open = city.recognition(city.household("1"), dt.date(2026, 7, 1))
    Waiver.objects.create(
        duty="bx-zero-household",
        subject="household",
        subject_id=still_open.household_id,
        path=HERE,
        start=ON,
        last=TODAY,
        reason="r",
        asked_by=boss.user,
    )
    regions = merge(city, boss, NEXT, HERE)
    old = Household.objects.get(region=regions[HERE])
    before, after = Facts.objects.filter(resident=moved).order_by("start")
    assert (before.household, before.region, before.stop) == (old, regions[HERE], ON)
    assert (after.household.number, after.region, after.path) == ("1-南地社区居委会", regions[NEXT], NEXT)
    ended.refresh_from_db()
    still_open.refresh_from_db()
    assert (ended.household, ended.region) == (old, regions[HERE])
    assert (still_open.household, still_open.path) == (after.household, NEXT)
    assert (still_open.start, still_open.lock_version) == (dt.date(2026, 7, 1), 1)
    waiver = Waiver.objects.get()
    assert (waiver.subject_id, waiver.path) == (after.household_id, NEXT)
    assert IdentityClaim.objects.get(resident_id=moved.pk).region == regions[NEXT]
    assert [owed.subject_id for owed in overdue(regions[NEXT])] == [after.household_id]
    assert members(regions[HERE], "labour_resources", EVE) == [moved.pk]
    assert members(regions[HERE], "labour_resources", ON) == []


def test_version_that_began_after_the_merger_moves_whole(city, boss):
    resident = city.resident()
    version = Facts.objects.get(resident=resident)
    version.stop = TODAY
    version.save()
    later = Facts(**city.place(HERE), resident=resident, start=TODAY, surveyed_on=TODAY, known_on=TODAY)
    later.save()
    merge(city, boss, NEXT, HERE)
    spans = [(f.path, f.start, f.stop) for f in Facts.objects.filter(resident=resident).order_by("start")]
    assert spans == [(HERE, dt.date.min, ON), (NEXT, ON, TODAY), (NEXT, TODAY, None)]


def test_changed_parent_moves_the_paths_of_all_below(city, boss):
    resident = city.resident()
    city.visit(resident, JANUARY)
    city.determination(resident, JANUARY, dt.date(2026, 2, 1))
    street = Region.objects.get(path=STREET)
    change_parent(actor=boss, region=street, parent=city.regions[CITY], on=ON, reason="区划调整", today=TODAY)
    new = Region.objects.get(pk=city.regions[HERE].pk).path
    assert new == "210500001001"
    assert {resident.visits.get().path, resident.determinations.get().path} == {new}
    assert [f.path for f in Facts.objects.order_by("start")] == [HERE, new]


def test_region_with_residents_or_employers_is_not_closed(city, boss):
    def close(path):
        close_region(actor=boss, region=city.regions[path], on=ON, reason="撤销", today=TODAY)

    city.resident()
    city.employer(NEXT)
    with pytest.raises(ReorganisationRefused, match="在册居民"):
        close(HERE)
    with pytest.raises(ReorganisationRefused, match="用人单位"):
        close(NEXT)
    close(ACROSS)
