"""Forms of acts on residents: entries read like cells, refusals beside them, choices within the scope."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.residents.forms import (
    AssignForm,
    CloseChangeListForm,
    CorrectNameForm,
    DepartureForm,
    MoveForm,
    RecordFactsForm,
    RegisterResidentForm,
    ReturnForm,
    VisitForm,
    members_of,
)
from jiceng.residents.models import Facts, Resident, Visit
from tests.factories import ACROSS, HERE, NEXT, STREET, TODAY, number_of

NUMBER = number_of(dt.date(1985, 5, 20), "M", 300)


def filled(form):
    """What a browser sends of a form that nobody has touched."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, (list, tuple)):
            data[bound.html_name] = [str(each) for each in value]
        elif value is not None:
            data[bound.html_name] = str(value)
    return data


def submit(make, **changes):
    """The form with the defaults of a fresh one and some entries changed."""
    return make({**filled(make(None)), **changes})


def register_form(worker):
    return lambda data: RegisterResidentForm(data, actor=worker, today=TODAY)


@pytest.mark.parametrize("day", ["2026-09-01", "2026/9/1", "2026.9.1", "20260901", "2026年9月1日"])
def test_resident_is_registered_from_a_card_reader_and_a_day_in_any_form(city, worker, day):
    form = submit(
        register_form(worker),
        number=f" {NUMBER.lower()} ",
        name="李　强",
        surveyed_on=day,
        household_number="12",
        hukou="10",
        laid_off="true",
        student="false",
        phone="１３８",
    )
    assert form.is_valid(), form.errors
    assert (form.identity.sex, form.identity.birth) == ("M", dt.date(1985, 5, 20))
    resident = form.save().row
    version = Facts.objects.get(resident=resident)
    assert (resident.name, resident.path) == ("李强", HERE)
    assert (version.surveyed_on, version.surveyor) == (dt.date(2026, 9, 1), str(worker.user))
    assert (version.hukou, version.laid_off, version.student, version.veteran) == ("10", True, False, None)
    assert (version.phone, version.education, version.household.number) == ("138", None, "12")


def test_wrong_entries_stand_beside_their_fields(city, worker):
    form = submit(
        register_form(worker), number="123", name="李强", surveyed_on="昨天", graduated_on="2026-13-01"
    )
    assert not form.is_valid()
    assert set(form.errors) == {"number", "surveyed_on", "graduated_on"}
    form = submit(register_form(worker), number=NUMBER, name="李强", surveyed_on="2026-09-16")
    assert not form.is_valid()
    assert "今天" in form.errors["surveyed_on"][0]


def test_refusal_of_the_service_stands_on_the_form(city, worker):
    city.resident(NEXT)
    form = submit(register_form(worker), number=number_of(dt.date(1980, 3, 15), "F", 1), name="王小明")
    assert form.is_valid()
    assert form.save() is None
    assert city.regions[NEXT].office.name in form.errors["number"][0]


def test_community_is_one_of_the_officers_region(city, worker):
    form = submit(register_form(worker), number=NUMBER, name="李强", region=str(city.regions[NEXT].pk))
    assert not form.is_valid()
    assert "region" in form.errors
    clerk = city.officer(STREET, "clerk")
    offered = RegisterResidentForm(actor=clerk, today=TODAY).fields["region"].queryset
    assert [region.path for region in offered] == [HERE, NEXT]


def facts_form(worker, resident):
    return lambda data: RecordFactsForm(data, actor=worker, today=TODAY, resident=resident)


def test_only_what_was_changed_is_a_change(city, worker):
    resident = city.resident(hukou="10", laid_off=True, phone="1", household="1")
    form = submit(facts_form(worker, resident), hukou="20", phone="")
    assert form.is_valid(), form.errors
    act = form.save()
    assert act.entry.detail["fields"] == ["hukou", "phone"]
    assert (act.row.hukou, act.row.phone, act.row.laid_off, act.row.start) == ("20", None, True, TODAY)
    assert act.row.household.number == "1"


def test_household_is_changed_by_its_number(city, worker):
    resident = city.resident(household="1")
    form = submit(facts_form(worker, resident), household_number="2")
    assert form.is_valid()
    assert form.save().row.household.number == "2"


def test_conflict_stands_on_the_form(city, worker):
    resident = city.resident(hukou="10")
    make = facts_form(worker, resident)
    stale = {**filled(make(None)), "hukou": "20"}
    first = make(stale)
    assert first.is_valid()
    first.save()
    second = make({**stale, "hukou": "50"})
    assert second.is_valid()
    assert second.save() is None
    assert "户口性质：农业户口" in second.non_field_errors()[0]


def test_older_survey_is_refused_at_its_day(city, worker):
    resident = city.resident(surveyed_on=TODAY)
    form = submit(facts_form(worker, resident), surveyed_on="2026-09-14")
    assert form.is_valid()
    assert form.save() is None
    assert "surveyed_on" in form.errors


def test_name(city, worker):
    resident = city.resident()
    form = submit(
        lambda data: CorrectNameForm(data, actor=worker, today=TODAY, resident=resident), name="王大明"
    )
    assert form.is_valid()
    assert form.save().row.name == "王大明"


def visit_form(worker, people):
    return lambda data: VisitForm(
        data, actor=worker, today=TODAY, people=people, reasons=["after_employment"]
    )


def test_household_is_visited_at_once(city, worker):
    one, two = city.resident(household="1"), city.resident(household="1", name="王二")
    city.resident(household="2")
    people = members_of(one, TODAY)
    assert people == [one, two]
    form = submit(visit_form(worker, people), people=[str(one.pk), str(two.pk)], content="工作\n稳定")
    assert form.is_valid(), form.errors
    form.save()
    assert Visit.objects.count() == 2
    visit = Visit.objects.get(resident=two)
    assert (visit.on, visit.way, visit.outcome, visit.reasons) == (
        TODAY, "phone", "talked", ["after_employment"],
    )  # fmt: skip
    assert members_of(city.resident(), TODAY)[1:] == []


def test_first_person_is_ticked_and_a_stranger_is_no_choice(city, worker):
    one, two, stranger = city.resident(household="1"), city.resident(household="1"), city.resident(NEXT)
    assert submit(visit_form(worker, [one, two])).data["people"] == [str(one.pk)]
    form = submit(visit_form(worker, [one, stranger]), people=[str(stranger.pk)])
    assert not form.is_valid()
    assert "people" in form.errors


def move_form(actor, resident=None):
    return lambda data: MoveForm(data, actor=actor, today=TODAY, resident=resident)


def test_move_by_the_whole_number(city, worker):
    receiver = city.officer(ACROSS)
    city.resident()
    number = number_of(dt.date(1980, 3, 15), "F", 1)
    with scope.entered(receiver.scope):
        form = submit(move_form(receiver), number=number, reason="购房", household_number="3")
        assert form.is_valid(), form.errors
        assert form.save().row.path == ACROSS
        unknown = submit(move_form(receiver), number=NUMBER, reason="购房")
        assert unknown.is_valid()
        assert unknown.save() is None
        assert "number" in unknown.errors


def test_move_within_the_own_region_needs_no_number(city, worker):
    clerk = city.officer(STREET, "clerk")
    resident = city.resident()
    with scope.entered(clerk.scope):
        form = submit(move_form(clerk, resident), to_region=str(city.regions[NEXT].pk), reason="搬家")
        assert form.is_valid(), form.errors
        assert form.save().row.path == NEXT


def test_departure_and_return(city, worker):
    resident = city.resident()
    form = submit(lambda data: DepartureForm(data, actor=worker, today=TODAY, resident=resident), kind="died")
    assert form.is_valid(), form.errors
    form.save()
    assert Facts.objects.get().left
    again = submit(
        lambda data: DepartureForm(data, actor=worker, today=TODAY, resident=resident), kind="died"
    )
    assert not again.is_valid()
    form = submit(lambda data: ReturnForm(data, actor=worker, today=TODAY, resident=resident))
    assert form.is_valid()
    form.save()
    assert not Facts.objects.get().left


def test_officers_are_those_with_a_post_there(city, worker):
    resident = city.resident()
    neighbour = city.officer(NEXT).user

    def make(data):
        return AssignForm(data, actor=worker, today=TODAY, residents=[resident])

    assert set(make(None).fields["officer"].queryset) == {worker.user}
    assert not submit(make, officer=str(neighbour.pk)).is_valid()
    form = submit(make, officer=str(worker.user.pk))
    assert form.is_valid()
    assert form.save().row.officer == worker.user


def test_change_list(city, worker):
    def make(quarter):
        call = {"region": city.regions[HERE], "period": parse_period(quarter)}
        return lambda data: CloseChangeListForm(data, actor=worker, today=TODAY, **call)

    assert not submit(make("2026Q3")).is_valid()
    form = submit(make("2026Q2"))
    assert form.is_valid()
    assert form.save().row.closed_on == TODAY


def test_forms_know_only_people_in_the_scope(city, worker):
    stranger = city.resident(NEXT)
    assert not Resident.objects.filter(pk=stranger.pk).exists()
    assert not VisitForm(actor=worker, today=TODAY, people=[stranger]).fields["people"].queryset.exists()
