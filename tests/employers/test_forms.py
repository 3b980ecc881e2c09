"""Forms of employers."""

from jiceng.employers.forms import AmendEmployerForm, EmployerForm
from tests.factories import ACROSS, CREDIT_CODE, HERE, STREET, TODAY
from tests.residents.test_forms import submit


def test_new_employer(city, worker):
    def make(data):
        return EmployerForm(data, actor=worker, today=TODAY)

    form = submit(make, credit_code=CREDIT_CODE.lower(), name=" 本溪钢铁厂 ", headcount="12")
    assert form.is_valid(), form.errors
    row = form.save().row
    assert (row.name, row.credit_code, row.headcount, row.path) == ("本溪钢铁厂", CREDIT_CODE, 12, HERE)
    again = submit(make, credit_code=CREDIT_CODE, name="别的厂")
    assert again.is_valid()
    assert again.save() is None
    wrong = submit(make, credit_code="1", name="", headcount="一")
    assert set(wrong.errors) == {"credit_code", "name", "headcount"}
    counts = submit(make, credit_code=CREDIT_CODE, name="厂", headcount="1", insured="2")
    assert list(counts.errors) == ["insured"]


def test_place_lies_in_the_region_of_the_post(city, worker):
    clerk = city.officer(STREET, "clerk")
    form = EmployerForm(actor=clerk, today=TODAY)
    offered = form.fields["region"].queryset
    assert offered.first().path == STREET
    assert not offered.filter(path=ACROSS).exists()


def test_details_are_amended(city, worker):
    employer = city.employer()
    form = submit(
        lambda data: AmendEmployerForm(data, actor=worker, today=TODAY, employer=employer), phone="024-2"
    )
    assert form.is_valid(), form.errors
    row = form.save().row
    assert (row.phone, row.name, row.headcount) == ("024-2", "本溪钢铁厂", None)
