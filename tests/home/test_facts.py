"""Facts changed in place: what is kept, what is refused, and two officers on one value."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.residents.models import Facts
from tests.factories import HERE, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


@pytest.fixture
def person(city):
    return city.resident(name="孙丽", birth=dt.date(1980, 1, 1), laid_off=True, household="H1")


def everywhere(rows):
    with scope.entered(scope.WHOLE):
        return list(rows())


def change(client, person, name, **entries):
    entries = {"kind": "changed", "on": TODAY} | entries
    return client.post(f"/residents/{person.pk}/facts/{name}/", entries, **HTMX)


def shown(person):
    (version,) = everywhere(lambda: Facts.objects.filter(resident=person, stop=None))
    return {"version": version.pk, "lock_version": version.lock_version}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("phone", "１３８００００００００", "13800000000"),
        ("job_wish", "false", False),
        ("education", "70", "70"),
        ("graduated_on", "2001年7月1日", dt.date(2001, 7, 1)),
        ("laid_off", "", None),
    ],
)
def test_a_fact_is_changed_in_place(worker, person, name, value, kept):
    reply = change(worker, person, name, value=value, **shown(person))
    assert f"#fact-{name}" in body(reply)
    before, after = everywhere(lambda: Facts.objects.filter(resident=person).order_by("start"))
    assert getattr(after, name) == kept and str(after.start) == TODAY == str(before.stop)


def test_the_household_is_changed_by_its_number(worker, person):
    assert change(worker, person, "household", value="H9", **shown(person)).status_code == 200
    (version,) = everywhere(
        lambda: Facts.objects.filter(resident=person, stop=None).select_related("household")
    )
    assert version.household.number == "H9" and version.path == HERE


def test_a_fact_that_was_wrong_all_along_is_corrected(worker, person):
    entries = {"kind": "corrected", "on": "", "value": "13800000000", **shown(person)}
    assert change(worker, person, "phone", **entries).status_code == 200
    (version,) = everywhere(lambda: Facts.objects.filter(resident=person))
    assert version.phone == "13800000000"


@pytest.mark.parametrize(
    "entries", [{"value": "x" * 41}, {"value": "1", "on": "2026-12-31"}, {"value": "1", "on": ""}]
)
def test_a_wrong_value_stays_in_its_editor(worker, person, entries):
    reply = change(worker, person, "phone", **(shown(person) | entries))
    assert reply.status_code == 422 and reply.headers["HX-Retarget"] == "#fact-phone"
    assert "field-error" in reply.content.decode()


def test_two_officers_on_one_fact_see_both_values(city, worker, person):
    seen = shown(person)
    colleague = client_of(city.officer(login="colleague"))
    assert change(colleague, person, "phone", value="111", **seen).status_code == 200
    reply = change(worker, person, "phone", value="222", **seen)
    page = reply.content.decode()
    assert reply.status_code == 409
    assert 'value="222"' in page and "<strong>111</strong>" in page
    assert change(worker, person, "phone", value="222", **shown(person)).status_code == 200


def test_the_editor_works_without_script(worker, person):
    page = body(worker.get(f"/residents/{person.pk}/facts/phone/"))
    assert "<html" in page and 'name="value"' in page
    entries = {"kind": "changed", "on": TODAY, "value": "111", **shown(person)}
    assert worker.post(f"/residents/{person.pk}/facts/phone/", entries).status_code == 302
    assert "fact-value" in body(worker.get(f"/residents/{person.pk}/facts/phone/?as-it-is", **HTMX))
    assert worker.get(f"/residents/{person.pk}/facts/name/").status_code == 404
