"""Determinations and recognitions: acts after review, with article and basis (BX 三(三)3(1), (4); A1, A2)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo
from jiceng.assistance.models import Determination, Recognition
from jiceng.assistance.services import (
    AssistanceRefused,
    candidacy,
    categories_in_force,
    determine,
    end_determination,
    end_recognition,
    recognise_household,
    suggested_category,
)
from jiceng.core.registers import Conflict, Refused
from jiceng.employment.services import record_employment
from tests.factories import NEXT, ONE_DAY, TODAY

ON = dt.date(2026, 9, 1)
AUGUST = dt.date(2026, 8, 1)
AGED = dt.date(1980, 3, 15)


@pytest.fixture
def candidate(city, worker):
    """A woman of 46, laid off and registered: article 三(三)3(1)."""
    resident = city.resident(birth=AGED, sex="F", laid_off=True, household="1")
    city.registration(resident, AUGUST)
    return resident


def decide(worker, resident, category="4050人员", on=ON, **more):
    return determine(actor=worker, resident=resident, category=category, on=on, today=TODAY, **more)


def recognise(worker, household, on=ON, **more):
    return recognise_household(actor=worker, household=household, on=on, today=TODAY, **more)


def test_candidate_is_determined_and_the_article_is_on_record(city, worker, candidate):
    assert suggested_category(candidate, ON) == "4050人员"
    act = decide(worker, candidate)
    assert (act.row.start, act.row.stop, act.row.known_on) == (ON, None, TODAY)
    detail = act.entry.detail
    assert (detail["rule"], detail["article"], detail["met"]) == ("candidate_4050", "三(三)3(1)", True)
    assert suggested_category(candidate, ON) == "零就业家庭成员"


def test_who_does_not_meet_the_rule_needs_a_basis(city, worker):
    resident = city.resident(laid_off=True)
    assert candidacy(resident, "4050人员", ON).holds is False
    assert suggested_category(resident, ON) == ""
    with pytest.raises(AssistanceRefused, match="三\\(三\\)3\\(1\\)") as refused:
        decide(worker, resident)
    assert list(refused.value.mistakes) == ["basis"]
    act = decide(worker, resident, basis="下岗证第12号")
    assert (act.entry.reason, act.entry.detail["met"]) == ("下岗证第12号", False)


def test_categories_are_those_of_the_packs_in_force(city, worker, candidate):
    assert categories_in_force(candidate.region, ON) == ["4050人员", "零就业家庭成员", "棚改回迁"]
    with pytest.raises(AssistanceRefused) as refused:
        decide(worker, candidate, category="残疾人")
    assert list(refused.value.mistakes) == ["category"]
    with pytest.raises(AssistanceRefused, match="没有该类别的条件"):  # before the document was issued
        decide(worker, candidate, on=dt.date(2009, 6, 5))


def test_determination_survives_employment(city, worker, candidate):
    row = decide(worker, candidate).row
    record_employment(actor=worker, resident=candidate, start=TODAY, form="010", today=TODAY)
    row.refresh_from_db()
    assert row.stop is None


def test_determinations_of_one_category_do_not_overlap(city, worker, candidate):
    decide(worker, candidate)
    with pytest.raises(Refused, match="认定时间重叠"):
        decide(worker, candidate, on=ON + ONE_DAY)
    decide(worker, candidate, category="棚改回迁", basis="回迁协议")


@pytest.mark.parametrize("on", [TODAY + ONE_DAY, AGED - ONE_DAY])
def test_impossible_days(city, worker, candidate, on):
    with pytest.raises(AssistanceRefused):
        decide(worker, candidate, on=on)


def test_determination_ends_with_a_reason(city, worker, candidate):
    row = decide(worker, candidate).row
    call = {"actor": worker, "determination": row, "today": TODAY}
    for on, reason in [(ON - ONE_DAY, "稳定就业"), (TODAY + ONE_DAY, "稳定就业"), (TODAY, "")]:
        with pytest.raises(AssistanceRefused):
            end_determination(**call, on=on, reason=reason)
    act = end_determination(**call, on=ON, reason="稳定就业", lock_version=0)  # perhaps on its own day
    assert (act.row.stop, act.row.exit_reason) == (ON, "稳定就业")
    with pytest.raises(Conflict):
        end_determination(**call, on=TODAY, reason="退休", lock_version=0)
    with pytest.raises(AssistanceRefused, match="退出"):
        end_determination(**call, on=TODAY, reason="退休")
    undo(actor=worker, entry=act.entry, now=act.entry.at, today=TODAY)
    assert Determination.objects.get().stop is None


def test_found_household_is_recognised(city, worker, candidate):
    act = recognise(worker, city.household("1"))
    assert (act.row.start, act.entry.detail["rule"], act.entry.detail["met"]) == (
        ON, "zero_household_found", True,
    )  # fmt: skip
    with pytest.raises(Refused, match="认定时间重叠"):
        recognise(worker, city.household("1"))


def test_household_at_work_needs_a_basis(city, worker, candidate):
    city.job(city.resident(household="1"), AUGUST)
    with pytest.raises(AssistanceRefused) as refused:
        recognise(worker, city.household("1"))
    assert list(refused.value.mistakes) == ["basis"]
    recognise(worker, city.household("1"), basis="其子已另立户")


def test_household_has_somebody_on_file(city, worker):
    with pytest.raises(AssistanceRefused, match="成员"):
        recognise(worker, city.household("5"))
    city.resident(household="6")
    with pytest.raises(AssistanceRefused, match="今天"):
        recognise(worker, city.household("6"), on=TODAY + ONE_DAY)


def test_recognition_ends_with_a_reason(city, worker, candidate):
    row = recognise(worker, city.household("1")).row
    call = {"actor": worker, "recognition": row, "today": TODAY}
    with pytest.raises(AssistanceRefused):
        end_recognition(**call, on=TODAY, reason="不知道")
    assert end_recognition(**call, on=TODAY, reason="稳定就业").row.stop == TODAY
    with pytest.raises(AssistanceRefused):
        end_recognition(**call, on=TODAY, reason="稳定就业")


def test_only_who_may_determine_and_only_there(city, worker, candidate):
    stranger = city.resident(NEXT, household="1")
    with pytest.raises(NotAllowed):
        decide(city.officer(role="auditor"), candidate)
    with pytest.raises(NotAllowed):
        decide(worker, stranger)
    with pytest.raises(NotAllowed):
        recognise(worker, city.household("1", NEXT))
    recognition = city.recognition(city.household("1", NEXT), AUGUST)
    with pytest.raises(NotAllowed):
        end_recognition(actor=worker, recognition=recognition, on=TODAY, reason="退休", today=TODAY)
    assert not Recognition.objects.exists()
