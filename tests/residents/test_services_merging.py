"""Duplicates are found, merged, separated to the state before, or told apart for good (peers 4.2)."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.assistance.models import Determination
from jiceng.core import scope
from jiceng.core.registers import Refused
from jiceng.core.secrets import cipher
from jiceng.employment.models import Employment, Registration
from jiceng.policy.models import Waiver
from jiceng.residents.models import (
    Assignment,
    DuplicateRuling,
    Facts,
    IdentityClaim,
    Resident,
    Sighting,
    Visit,
)
from jiceng.residents.rules import is_one_slip_away
from jiceng.residents.search import find
from jiceng.residents.services import (
    MergeRefused,
    assign_officer,
    collisions,
    distinguish,
    merge_residents,
    record_departure,
    record_visit,
    separate,
    suspected_duplicates,
)
from tests.factories import ACROSS, HERE, NEXT, ONE_DAY, TODAY, MiniCity
from tests.files import ANNA, BORIS, SURVEYED, Desk, person
from tests.worlds import rolled_back

OWN = {"lock_version", "changed_at", "changed_by_id"}
REGISTERS = (Resident, Facts, Employment, Registration, Determination, Visit, Sighting, Assignment)
YEAR = dt.date(2025, 1, 1)


def content():
    """All that stands, voided or not, but for versions and marks of change; claims and waivers too."""
    with scope.entered(scope.WHOLE):
        rows = [
            [getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in OWN]
            for model in REGISTERS
            for row in model.every.order_by("pk")
        ]
        claims = [
            (bytes(each.digest), each.region_id, each.resident_id)
            for each in IdentityClaim.objects.order_by("digest")
        ]
        return rows, claims, list(Waiver.objects.order_by("pk").values_list("pk", "subject_id", "path"))


def merge(worker, kept, other, **chosen):
    picked = chosen.pop("chosen", {})
    return merge_residents(
        actor=worker, kept=kept, other=other, chosen=picked, reason="同一人两次登记", today=TODAY
    )


def first_choice(kept, other):
    return {each.key: each.other.pk for each in collisions(kept, other)}


@pytest.fixture
def pair(city, worker):
    kept = city.resident(name="张伟", phone="13900000001")
    other = city.resident(name="张伟", hukou="10", education="31")
    return kept, other


def test_everything_goes_to_the_one_that_stays(city, worker, pair):
    kept, other = pair
    city.job(other, YEAR)
    city.visit(other, YEAR)
    city.determination(other, YEAR)
    assign_officer(actor=worker, residents=[other], officer=worker.user, on=YEAR, today=TODAY)
    merge(worker, kept, other)
    for model in (Employment, Visit, Determination, Assignment):
        assert model.objects.get().resident_id == kept.pk
    latest = Facts.objects.get()
    assert (latest.resident_id, latest.phone, latest.hukou, latest.education) == (
        kept.pk, "13900000001", "10", "31",
    )  # fmt: skip
    gone = Resident.every.get(pk=other.pk)
    assert (gone.merged_into_id, gone.void_reason) == (kept.pk, "合并重复居民")


def test_the_number_of_the_other_leads_to_the_one_that_stays(city, worker, pair):
    kept, other = pair
    merge(worker, kept, other)
    claims = IdentityClaim.objects.filter(resident_id=kept.pk)
    assert {bytes(each.digest) for each in claims} == {bytes(each.number_digest) for each in pair}
    typed = cipher().decrypt(bytes(other.number_cipher))
    assert find(typed, today=TODAY, with_claims=True).single == kept


def test_what_overlaps_is_chosen_between_or_refused_with_the_list(city, worker, pair):
    kept, other = pair
    mine, theirs = city.job(kept, YEAR), city.job(other, YEAR + ONE_DAY)
    city.registration(kept, YEAR)
    city.registration(other, YEAR)
    before = content()
    with pytest.raises(MergeRefused, match="就业登记（2025-01-01至今与2025-01-02至今）.*失业登记"):
        merge(worker, kept, other)
    assert content() == before
    merge(worker, kept, other, chosen=first_choice(kept, other))
    job = Employment.objects.get()
    assert (job.pk, job.resident_id) == (theirs.pk, kept.pk)
    assert Employment.every.get(pk=mine.pk).void_reason == "合并时未采用"


def test_a_wrong_choice_is_none(city, worker, pair):
    kept, other = pair
    city.job(kept, YEAR)
    city.job(other, YEAR)
    with pytest.raises(MergeRefused):
        merge(worker, kept, other, chosen=dict.fromkeys(first_choice(kept, other), 0))


def test_who_has_died_is_not_merged_with_who_is_here(city, worker, pair):
    kept, other = pair
    record_departure(actor=worker, resident=other, on=TODAY, kind="died", today=TODAY)
    with pytest.raises(MergeRefused, match="先核实"):
        merge(worker, kept, other)


def test_only_within_the_scope(city, worker, pair):
    far = city.resident(ACROSS, name="张伟")
    with pytest.raises(PermissionError):
        merge(worker, pair[0], far)


def test_a_merger_that_was_built_upon_is_not_taken_back(city, worker, pair):
    kept, other = pair
    city.visit(other, YEAR)
    ruling = merge(worker, kept, other).row
    record_visit(actor=worker, residents=[kept], on=TODAY, way="home", reasons=["survey"], today=TODAY)
    with pytest.raises(MergeRefused, match="又登记了走访，"):
        separate(actor=worker, ruling=ruling, reason="弄错了", today=TODAY)


def test_a_merger_taken_back_can_be_made_again(city, worker, pair):
    kept, other = pair
    act = merge(worker, kept, other)
    separate(actor=worker, ruling=act.row, reason="弄错了", today=TODAY)
    assert not DuplicateRuling.objects.exists()
    merge(worker, other, kept)


SPELL = st.tuples(st.integers(0, 40), st.integers(1, 30) | st.none())


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    jobs=st.tuples(*[st.lists(SPELL, max_size=2)] * 2),
    determinations=st.tuples(*[st.lists(SPELL, max_size=1)] * 2),
    visits=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    is_next_door=st.booleans(),
    has_waiver=st.booleans(),
)
def test_merging_and_separating_leaves_the_state_before(
    db, jobs, determinations, visits, is_next_door, has_waiver
):
    with rolled_back():
        city = MiniCity(with_pack=False)
        actor = city.officer("210502001", "clerk")
        people = [city.resident(name="张伟"), city.resident(NEXT if is_next_door else HERE, name="张伟")]
        for person, spells, helped, seen in zip(people, jobs, determinations, visits, strict=True):
            fill(city, person, spells, helped, seen)
        with scope.entered(actor.scope):
            if has_waiver:
                said = {"duty": "bx-follow-up", "subject": "resident", "path": people[1].path, "reason": "病"}
                days = {"start": YEAR, "last": TODAY}
                Waiver.objects.create(**said, **days, subject_id=people[1].pk, asked_by=actor.user)
            before = content()
            ruling = merge(actor, *people, chosen=first_choice(*people)).row
            assert content() != before
            separate(actor=actor, ruling=ruling, reason="不是同一人", today=TODAY)
            assert content() == before


def fill(city, person, spells, helped, seen):
    start = YEAR
    for gap, length in spells:
        start += dt.timedelta(days=gap)
        city.job(person, start, last=start + dt.timedelta(days=length or 5))
        start += dt.timedelta(days=(length or 5) + 1)
    for gap, length in helped:
        start = YEAR + dt.timedelta(days=gap)
        city.determination(person, start, start + dt.timedelta(days=length) if length else None)
    for days in range(seen):
        city.visit(person, YEAR + dt.timedelta(days=days))


def test_pairs_of_one_name_are_found_by_birth_number_or_phone(city, worker):
    born = dt.date(1980, 3, 15)
    a = city.resident(name="李娜", birth=born, phone="13911112222")
    b = city.resident(name="李娜", birth=born)
    c = city.resident(name="李娜", birth=dt.date(1999, 1, 1), phone="13911112222")
    city.resident(name="李娜", birth=dt.date(1966, 11, 30))
    city.resident(NEXT, name="李娜", birth=born)
    found, has_more = suspected_duplicates(city.regions[HERE])
    assert [(each.first.pk, each.second.pk, each.reasons) for each in found] == [
        (a.pk, b.pk, ("出生日期相同", "号码仅一处不同")),
        (a.pk, c.pk, ("联系电话相同",)),
    ]
    assert not has_more


def test_who_was_told_apart_is_not_suspected_again(city, worker, pair):
    assert len(suspected_duplicates(city.regions[HERE])[0]) == 1
    kept, other = pair
    ruling = distinguish(actor=worker, resident=other, other=kept, today=TODAY).row
    assert suspected_duplicates(city.regions[HERE])[0] == []
    with pytest.raises(Refused, match="已处理过"):
        distinguish(actor=worker, resident=kept, other=other, today=TODAY)
    separate(actor=worker, ruling=ruling, reason="再核实", today=TODAY)
    assert len(suspected_duplicates(city.regions[HERE])[0]) == 1


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        ("21050219800315002X", False),  # the same
        ("210502198003150033", True),
        ("210502198003510020", True),  # neighbours changed about
        ("210502198103150033", False),
        ("210502199003150020", True),
        ("2105021980031500", False),
    ],
)
def test_one_slip(other, is_near):
    assert is_one_slip_away("210502198003150020", other) is is_near


def test_a_file_with_the_number_of_a_merged_duplicate_is_told_so(city):
    with scope.entered(scope.WHOLE):
        desk = Desk(city)
        desk.load("residents", person(ANNA), person(BORIS))
        clerk = city.officer("210502001", "clerk")
        kept, other = Resident.objects.order_by("pk")
        merge(clerk, kept, other)
        rejected = desk.load("residents", person(ANNA), person(BORIS)).rejects
        assert len(rejected) == 1 and "已作为重复并入另一居民" in rejected[0].reason


def test_a_survey_before_a_death_leaves_the_death(city, worker):
    """It opens a version that ends where the one before did, as that one did."""
    with scope.entered(scope.WHOLE):
        desk = Desk(city)
        desk.load("residents", person(ANNA))
        resident = Resident.objects.get()
        record_departure(actor=worker, resident=resident, on=TODAY, kind="died", today=TODAY)
        desk.load("residents", person(**{SURVEYED: "2026-06-01", "是否低保": "是"}))
        found = [(each.stop, each.left, each.departure) for each in desk.versions()]
        assert found == [(dt.date(2026, 6, 1), False, ""), (TODAY, True, "died")]
