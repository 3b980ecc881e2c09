"""Surveys of residents, and visits, by file (contracts, section 3)."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.core.secrets import digester
from jiceng.residents.models import Household, IdentityClaim, Resident, Sighting, Visit
from tests.factories import ACROSS, CITY, HERE, NEXT, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, COMMUNITY, HOUSEHOLD, NUMBER, SURVEYED, Desk, counts, person, reasons

BEGINNING = dt.date(1, 1, 1)


@pytest.fixture
def city(db):
    return MiniCity(with_pack=False)


@pytest.fixture
def desk(city):
    with scope.entered(scope.WHOLE):
        yield Desk(city)


def test_a_new_person_gets_everything_that_the_number_and_the_row_say(desk):
    row = person(
        **{
            HOUSEHOLD: "H1",
            "与户主关系": "妻",
            "户口性质": "城镇",
            "求职意愿": "无",
            "民族": "满",
            "核实人": "李干事",
        }
    )
    assert counts(desk.load("residents", row)) == (1, 0, 0, 0)
    resident = Resident.objects.get()
    assert (resident.name, resident.pinyin, resident.initials) == ("王小明", "wangxiaoming", "wxm")
    assert (resident.sex, resident.birth, resident.path) == ("F", dt.date(1980, 3, 15), HERE)
    assert bytes(resident.number_digest) == digester().digest(ANNA)
    assert bytes(resident.last4_digest) == digester().last4(ANNA[-4:])
    claim = IdentityClaim.objects.get()
    assert (claim.resident_id, claim.region.path) == (resident.pk, HERE)
    (facts,) = desk.versions()
    assert (facts.start, facts.stop, facts.surveyed_on) == (BEGINNING, None, dt.date(2026, 3, 1))
    assert (facts.relation, facts.hukou, facts.job_wish, facts.ethnicity) == ("1", "10", False, "11")
    assert (facts.household.number, facts.path, facts.low_income) == ("H1", HERE, None)
    sighting = Sighting.objects.get()
    assert (sighting.on, sighting.surveyor) == (dt.date(2026, 3, 1), "李干事")


def test_rows_are_known_from_today_unless_they_are_history(desk):
    desk.load("residents", person(ANNA))
    desk.load("residents", person(BORIS), history=True)
    known = dict(Resident.objects.values_list("name", "known_on")) | {
        bytes(resident.number_digest): resident.known_on for resident in Resident.objects.all()
    }
    assert known[digester().digest(ANNA)] == TODAY
    assert known[digester().digest(BORIS)] == dt.date(2026, 3, 1)


def test_the_same_survey_again_changes_nothing(desk):
    row = person(**{HOUSEHOLD: "H1", "是否低保": "是"})
    desk.load("residents", row)
    assert counts(desk.load("residents", row)) == (0, 0, 1, 0)
    assert len(desk.versions()) == Sighting.objects.count() == 1


def test_a_later_survey_opens_a_version_that_carries_over_what_it_leaves_blank(desk):
    desk.load("residents", person(**{HOUSEHOLD: "H1", "是否低保": "是", "联系电话": "13000000000"}))
    later = person(**{SURVEYED: "2026-06-01", "联系电话": "13111111111"})
    assert counts(desk.load("residents", later)) == (0, 1, 0, 0)
    old, new = desk.versions()
    assert (old.start, old.stop, old.phone) == (BEGINNING, dt.date(2026, 6, 1), "13000000000")
    assert (new.start, new.stop, new.phone) == (dt.date(2026, 6, 1), None, "13111111111")
    assert (new.low_income, new.household.number) == (True, "H1")


@pytest.mark.parametrize("day", ["2026-03-01", "2026-06-01"])
def test_a_household_that_nobody_had_yet_reaches_who_had_none(desk, day):
    desk.load("residents", person())
    row = person(**{SURVEYED: day, HOUSEHOLD: "H9"})
    assert counts(desk.load("residents", row)) == (0, 1, 0, 0)
    assert desk.versions()[-1].household.number == "H9"
    assert counts(desk.load("residents", row)) == (0, 0, 1, 0)


def test_a_later_survey_with_the_same_facts_is_kept_as_a_sighting_only(desk):
    desk.load("residents", person(**{"是否低保": "是"}))
    assert counts(desk.load("residents", person(**{SURVEYED: "2026-06-01"}))) == (0, 0, 1, 0)
    assert len(desk.versions()) == 1
    assert Sighting.objects.count() == 2


def test_a_survey_on_the_day_of_the_latest_version_corrects_it(desk):
    desk.load("residents", person(**{"是否低保": "是"}))
    assert counts(desk.load("residents", person(**{"是否低保": "否", HOUSEHOLD: "H2"}))) == (0, 1, 0, 0)
    (facts,) = desk.versions()
    assert (facts.low_income, facts.household.number, facts.lock_version) == (False, "H2", 1)


def test_a_survey_older_than_the_latest_changes_no_facts_and_no_name(desk):
    desk.load("residents", person(**{SURVEYED: "2026-06-01", "是否低保": "是"}))
    older = person(name="王小名", **{"是否低保": "否", HOUSEHOLD: "H9"})
    assert counts(desk.load("residents", older)) == (0, 0, 1, 0)
    (facts,) = desk.versions()
    assert (facts.low_income, facts.household, facts.resident.name) == (True, None, "王小明")
    assert Sighting.objects.count() == 2
    assert not Household.objects.exists()


def test_a_survey_older_than_a_sighting_that_changed_nothing_is_older_too(desk):
    desk.load("residents", person(**{"是否低保": "是"}))
    desk.load("residents", person(**{"是否低保": "是", SURVEYED: "2026-06-01"}))
    outcome = desk.load("residents", person(**{"是否低保": "否", SURVEYED: "2026-05-01"}))
    assert counts(outcome) == (0, 0, 1, 0)


def test_a_name_is_corrected_in_place(desk):
    desk.load("residents", person(name="王晓明"))
    assert counts(desk.load("residents", person(name="王小明"))) == (0, 1, 0, 0)
    resident = Resident.objects.get()
    assert (resident.name, resident.initials, resident.lock_version) == ("王小明", "wxm", 1)
    assert len(desk.versions()) == 1


def test_a_blank_survey_day_is_today(desk):
    desk.load("residents", person(**{SURVEYED: ""}))
    assert desk.versions()[0].surveyed_on == TODAY


def test_a_file_without_optional_columns_is_enough(desk):
    outcome = desk.load("residents", {"姓名": "王小明", NUMBER: ANNA}, region=HERE)
    assert counts(outcome) == (1, 0, 0, 0)
    assert Resident.objects.get().path == HERE


def test_a_number_of_the_first_generation_is_the_same_person(desk):
    desk.load("residents", person(ANNA))
    short = ANNA[:6] + ANNA[8:17]
    assert counts(desk.load("residents", person(short))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("community", "region", "expected"),
    [
        ("", CITY, "未指定社区"),
        ("210502001999", CITY, "没有该区划"),
        (STREET, CITY, "不是社区"),
        (ACROSS, STREET, "南地街道内的社区"),
        ("社区", CITY, "12位"),
    ],
)
def test_a_community_that_cannot_be_taken(desk, community, region, expected):
    outcome = desk.load("residents", person(community=community), region=region)
    (reject,) = outcome.rejects
    assert (reject.field, outcome.rejected) == (COMMUNITY, 1)
    assert expected in reject.reason
    assert not Resident.objects.exists()


def test_a_blank_community_is_that_of_the_import(desk):
    desk.load("residents", person(community=""), region=NEXT)
    assert Resident.objects.get().path == NEXT


def test_a_community_that_was_closed_names_its_successor(desk, city):
    city.regions[HERE].closed_on, city.regions[HERE].successor = TODAY, city.regions[NEXT]
    city.regions[HERE].save()
    (reject,) = desk.load("residents", person()).rejects
    assert "已于2026-09-15撤销" in reject.reason and "东进社区居委会" in reject.reason


def test_a_person_of_another_community_is_an_offer_to_request_the_move_and_nothing_else(desk):
    desk.load("residents", person())
    outcome = desk.load("residents", person(name="别名", community=NEXT))
    (reject,) = outcome.rejects
    assert (reject.row, reject.field, reject.value) == (2, NUMBER, f"{ANNA[:6]}********{ANNA[-4:]}")
    assert "迁移申请" in reject.reason
    assert "王小明" not in reject.reason and "南地" not in reject.reason
    assert Resident.objects.get().name == "王小明"


def test_the_answer_is_the_same_when_the_other_community_is_out_of_scope(desk):
    desk.load("residents", person())
    within = desk.load("residents", person(community=NEXT)).rejects
    beyond = desk.load("residents", person(community=NEXT), region=NEXT).rejects
    assert within == beyond


def test_a_household_is_single_within_its_community(desk):
    rows = [
        person(ANNA, **{HOUSEHOLD: "H1"}),
        person(BORIS, **{HOUSEHOLD: "H1"}),
    ]
    desk.load("residents", *rows, person("210502199001310068", community=NEXT, **{HOUSEHOLD: "H1"}))
    assert sorted(Household.objects.values_list("path", "number")) in (
        [(HERE, "H1")],
        [(HERE, "H1"), (NEXT, "H1")],
    )
    assert Household.objects.filter(path=HERE).count() == 1


def test_who_had_left_is_not_seen_again_by_a_file(desk):
    desk.load("residents", person())
    (facts,) = desk.versions()
    facts.stop, facts.left = dt.date(2026, 5, 1), True
    facts.save()
    outcome = desk.load("residents", person(**{SURVEYED: "2026-06-01"}))
    assert reasons(outcome) == [(2, SURVEYED)]
    earlier = desk.load("residents", person(**{SURVEYED: "2026-04-01", "是否低保": "是"}))
    assert counts(earlier) == (0, 1, 0, 0)
    old, new = desk.versions()
    assert (old.stop, old.left, new.stop, new.left) == (dt.date(2026, 4, 1), False, dt.date(2026, 5, 1), True)


def test_a_voided_person_may_be_registered_again(desk):
    desk.load("residents", person())
    resident = Resident.objects.get()
    resident.voided_at = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    resident.save()
    IdentityClaim.objects.all().delete()
    assert counts(desk.load("residents", person())) == (1, 0, 0, 0)


def test_a_sighting_that_was_taken_back_counts_again(desk):
    desk.load("residents", person())
    Sighting.objects.update(voided_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC), void_reason="录入错误")
    desk.load("residents", person())
    assert Sighting.objects.get().void_reason == ""


VISIT = {
    NUMBER: ANNA,
    "日期": "2026-09-01",
    "方式": "上门",
    "事由": "援助走访、就业后回访",
    "走访人": "李干事",
}


def test_a_visit_may_have_several_reasons_and_lies_where_the_person_lives(desk):
    desk.load("residents", person())
    assert counts(desk.load("visits", VISIT)) == (1, 0, 0, 0)
    visit = Visit.objects.get()
    assert (visit.way, visit.reasons, visit.path) == ("home", ["after_employment", "assistance"], HERE)
    assert (visit.known_on, visit.outcome) == (TODAY, "")


def test_all_columns_of_a_visit_are_its_key(desk):
    desk.load("residents", person())
    other = {**VISIT, "内容": "无变化"}
    outcome = desk.load("visits", VISIT, VISIT, other, {**VISIT, "事由": "就业后回访，援助走访"})
    assert counts(outcome) == (2, 0, 2, 0)
    assert counts(desk.load("visits", other, VISIT)) == (0, 0, 2, 0)


def test_a_visit_of_somebody_unknown_or_out_of_scope(desk):
    desk.load("residents", person(community=ACROSS))
    outcome = desk.load("visits", VISIT, {**VISIT, NUMBER: BORIS}, region=STREET)
    assert reasons(outcome) == [(2, NUMBER), (3, NUMBER)]
    assert "迁移申请" in outcome.rejects[0].reason
    assert "应为已登记的居民" in outcome.rejects[1].reason


def test_a_visit_in_the_future_or_for_no_known_reason(desk):
    desk.load("residents", person())
    outcome = desk.load(
        "visits", {**VISIT, "日期": "2026-09-16"}, {**VISIT, "事由": "串门"}, {**VISIT, "方式": ""}
    )
    assert reasons(outcome) == [(2, "日期"), (3, "事由"), (4, "方式")]
