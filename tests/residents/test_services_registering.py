"""New residents: a person once in the whole deployment (domain R2), facts open to the past (contracts 3)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.residents.models import Facts, Household, IdentityClaim, Resident, Sighting
from jiceng.residents.services import (
    AlreadyHere,
    RegisteredElsewhere,
    ResidentRefused,
    correct_name,
    open_household,
    register_resident,
)
from tests.factories import HERE, NEXT, TODAY, number_of

BIRTH = dt.date(1985, 5, 20)
NUMBER = number_of(BIRTH, "M", 300)


def register(city, actor, number=NUMBER, path=HERE, **more):
    call = {"name": "欧阳　晟", "today": TODAY} | more
    return register_resident(actor=actor, region=city.regions[path], number=number, **call)


def test_number_gives_sex_and_birth_and_is_not_kept_in_clear(city, worker):
    resident = register(city, worker, number=NUMBER.lower()).row
    assert (resident.sex, resident.birth, resident.path) == ("M", BIRTH, HERE)
    assert NUMBER.encode() not in bytes(resident.number_cipher)
    assert (resident.name, resident.initials) == ("欧阳晟", "oys")
    assert IdentityClaim.objects.get(resident_id=resident.pk).region == city.regions[HERE]


def test_first_version_is_open_to_the_past_and_the_sighting_is_kept(city, worker):
    on = TODAY - dt.timedelta(days=3)
    act = register(city, worker, hukou="10", household_number="12", surveyed_on=on, surveyor="李干事")
    version = Facts.objects.get(resident=act.row)
    assert (version.start, version.stop, version.surveyed_on) == (dt.date.min, None, on)
    assert (version.hukou, version.education, version.household.number) == ("10", None, "12")
    assert version.known_on == act.row.known_on == TODAY
    assert Sighting.objects.get(resident=act.row).on == on


def test_person_on_file_here_is_opened_instead(city, worker):
    resident = register(city, worker).row
    with pytest.raises(AlreadyHere) as met:
        register(city, worker, name="别的名字")
    assert met.value.resident == resident


def test_person_of_another_community_tells_the_office_and_nothing_else(city, worker):
    with scope.entered(scope.WHOLE):
        register(city, city.officer(NEXT), path=NEXT)
    with pytest.raises(RegisteredElsewhere) as met:
        register(city, worker)
    assert met.value.office == city.regions[NEXT].office.name
    assert "欧阳" not in str(met.value)
    assert Resident.objects.count() == 0
    assert AuditEntry.objects.get(action="claim_met").detail == {"region": NEXT}


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({"number": NUMBER[:-1] + "0"}, "number"),
        ({"number": number_of(TODAY + dt.timedelta(days=1))}, "number"),
        ({"name": "　"}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"surveyed_on": TODAY + dt.timedelta(days=1)}, "surveyed_on"),
        ({"surveyed_on": BIRTH - dt.timedelta(days=1)}, "surveyed_on"),
    ],
)
def test_wrong_entries_are_named(city, worker, change, entry):
    with pytest.raises(ResidentRefused) as refused:
        register(city, worker, **change)
    assert list(refused.value.mistakes) == [entry]
    assert not Resident.objects.exists()
    assert not IdentityClaim.objects.exists()


def test_residents_live_in_communities_that_exist(city, worker):
    street = city.regions[HERE[:9]]
    clerk = city.officer(street.path, "clerk")
    with pytest.raises(ResidentRefused, match="不是社区"):
        register(city, clerk, path=street.path)
    city.regions[HERE].closed_on = TODAY
    with pytest.raises(ResidentRefused, match="撤销"):
        register(city, worker)


def test_only_within_the_own_community_and_with_the_right(city, worker):
    with pytest.raises(NotAllowed):
        register(city, worker, path=NEXT)
    with pytest.raises(NotAllowed):
        register(city, city.officer(role="auditor"))


def test_household_is_found_or_opened(city, worker):
    first = open_household(actor=worker, region=city.regions[HERE], number=" 7 ", today=TODAY)
    assert open_household(actor=worker, region=city.regions[HERE], number="7", today=TODAY) == first
    assert Household.objects.count() == 1
    with pytest.raises(ResidentRefused, match="家庭编号"):
        open_household(actor=worker, region=city.regions[HERE], number=" ", today=TODAY)


def test_name_is_corrected_with_its_search_keys(city, worker):
    resident = city.resident()
    act = correct_name(actor=worker, resident=resident, name="单小明", today=TODAY)
    assert (act.row.name, act.row.pinyin, act.row.lock_version) == ("单小明", "shanxiaoming", 1)


def test_log_holds_no_personal_data(city, worker):
    act = register(city, worker)
    assert act.entry.path == HERE
    assert NUMBER not in str(act.entry.detail)
    assert "欧阳" not in str(act.entry.detail)
