"""Forms of determinations and recognitions: the rule is shown, a basis is asked where it does not hold."""

import datetime as dt

from jiceng.assistance.forms import DetermineForm, EndDeterminationForm, EndRecognitionForm, RecogniseForm
from tests.factories import TODAY
from tests.residents.test_forms import submit

AUGUST = dt.date(2026, 8, 1)


def form_of(kind, worker, **subject):
    return lambda data: kind(data, actor=worker, today=TODAY, **subject)


def test_category_that_the_person_meets_is_chosen_before(city, worker):
    resident = city.resident(laid_off=True)
    city.registration(resident, AUGUST)
    make = form_of(DetermineForm, worker, resident=resident)
    shown = {category: (rule.article, rule.holds) for category, rule in make(None).candidacies}
    assert shown["4050人员"] == ("三(三)3(1)", True)
    assert shown["棚改回迁"] == ("三(三)3(1)", False)
    form = submit(make)
    assert form.is_valid(), form.errors
    assert form.save().row.category == "4050人员"
    other = submit(make, category="棚改回迁")
    assert other.is_valid()
    assert other.save() is None
    assert list(other.errors) == ["basis"]
    assert not submit(make, category="没有的类别").is_valid()


def test_recognition_and_exits(city, worker):
    resident = city.resident(household="1")
    city.registration(resident, AUGUST)
    household = city.household("1")
    make = form_of(RecogniseForm, worker, household=household)
    assert make(None).found.holds
    assert list(submit(make, on="2026-09-16").errors) == ["on"]
    form = submit(make)
    assert form.is_valid()
    recognition = form.save().row
    for kind, row in (
        (EndRecognitionForm, {"recognition": recognition}),
        (EndDeterminationForm, {"determination": city.determination(resident, AUGUST)}),
    ):
        end = form_of(kind, worker, **row)
        assert list(submit(end).errors) == ["reason"]
        assert list(submit(end, reason="稳定就业", on="2026-07-31").errors) == ["on"]
        form = submit(end, reason="稳定就业")
        assert form.is_valid(), form.errors
        assert form.save().row.stop == TODAY
