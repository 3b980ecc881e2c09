"""Taking in a new person on one page, the check of a number, and being ready for the next."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.employment.models import Registration
from jiceng.residents.models import Facts, Resident
from tests.factories import ACROSS, HERE, STREET, MiniCity, number_of
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"
NUMBER = number_of(dt.date(1985, 7, 1), "M", 77)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


def everywhere(rows):
    with scope.entered(scope.WHOLE):
        return list(rows())


def entries(city, **more):
    said = {"number": NUMBER, "name": "赵新", "region": city.regions[HERE].pk, "surveyed_on": TODAY}
    return said | more


def whole_number(resident):
    return cipher().decrypt(bytes(resident.number_cipher))


def test_person_household_and_registration_come_in_one_act(city, worker):
    more = {
        "household_number": "H7",
        "relation": "0",
        "registered_on": TODAY,
        "reason": "20",
        "laid_off": "true",
    }
    reply = worker.post("/intake/", entries(city, **more))
    assert reply.status_code == 302
    (person,) = everywhere(lambda: Resident.objects.all())
    (facts,) = everywhere(lambda: Facts.objects.select_related("household"))
    (registration,) = everywhere(lambda: Registration.objects.all())
    assert (person.name, person.sex, str(person.birth), person.path) == ("赵新", "M", "1985-07-01", HERE)
    assert (facts.household.number, facts.relation, facts.laid_off, facts.student) == ("H7", "0", True, None)
    assert registration.resident_id == person.pk and registration.reason == "20"


def test_the_page_stands_ready_for_the_next(city, worker):
    reply = worker.post("/intake/", entries(city, household_number="H7"))
    page = body(worker.get(reply.headers["Location"]))
    (person,) = everywhere(lambda: Resident.objects.all())
    assert f'href="/residents/{person.pk}/"' in page and "赵新" in page and "撤销" in page
    assert NUMBER not in page and NUMBER not in reply.headers["Location"]
    link = page.split('href="/intake/?household=')[1].split('"')[0]
    assert 'value="H7"' in body(worker.get(f"/intake/?household={link}"))


def test_taking_in_is_undone_as_a_whole(city, worker):
    worker.post("/intake/", entries(city, registered_on=TODAY))
    (person,) = everywhere(lambda: Resident.objects.all())
    (entry,) = everywhere(lambda: AuditEntry.objects.filter(action="resident_taken_in"))
    reply = worker.post(f"/residents/{person.pk}/undo/{entry.pk}/")
    assert reply.headers["Location"] == "/intake/"
    assert everywhere(lambda: Resident.objects.all()) == everywhere(lambda: Registration.objects.all()) == []
    assert worker.post("/intake/", entries(city)).status_code == 302


def test_a_registration_alone_is_not_asked_for(city, worker):
    worker.post("/intake/", entries(city))
    assert everywhere(lambda: Registration.objects.all()) == []


def test_wrong_entries_stay(city, worker):
    reply = worker.post("/intake/", entries(city, number=NUMBER[:-1], name=""))
    page = reply.content.decode()
    assert (
        reply.status_code == 422 and "应为18位" in page and everywhere(lambda: Resident.objects.all()) == []
    )


def test_somebody_on_file_here_is_linked(city, worker):
    known = city.resident(name="王小明")
    reply = worker.post("/intake/", entries(city, number=whole_number(known)))
    assert reply.status_code == 422 and f'href="/residents/{known.pk}/"' in reply.content.decode()


def test_a_card_fills_sex_and_age_at_once(worker):
    told = body(worker.post("/intake/check/", {"number": NUMBER}, **HTMX))
    assert "男 · 41岁 · 1985年7月1日出生" in told and "可以登记" in told
    assert body(worker.post("/intake/check/", {"number": NUMBER[:9]}, **HTMX)).strip() == ""
    assert "公民身份号码有误" in body(worker.post("/intake/check/", {"number": NUMBER[:-1] + "0"}, **HTMX))


def test_the_check_links_who_is_on_file_here(city, worker):
    known = city.resident(name="王小明")
    told = body(worker.post("/intake/check/", {"number": whole_number(known)}, **HTMX))
    assert f'href="/residents/{known.pk}/"' in told and "王小明" in told


def test_of_somebody_elsewhere_only_the_office_is_told_and_recorded(city, worker):
    known = city.resident(path=ACROSS, name="李远")
    told = body(worker.post("/intake/check/", {"number": whole_number(known)}, **HTMX))
    assert "平山社区劳动保障工作站负责" in told and "李远" not in told
    assert [e.path for e in everywhere(lambda: AuditEntry.objects.filter(action="claim_looked_up"))] == [HERE]
    reply = worker.post("/intake/", entries(city, number=whole_number(known)))
    assert reply.status_code == 422 and "李远" not in reply.content.decode()


def test_a_street_chooses_the_community(city):
    page = body(client_of(city.officer(STREET, Role.CLERK)).get("/intake/"))
    assert "南地社区居委会" in page and "平山社区居委会" not in page


def test_who_may_not_write_takes_nobody_in(city):
    auditor = client_of(city.officer(role=Role.AUDITOR))
    assert auditor.get("/intake/").status_code == 403
    assert auditor.post("/intake/check/", {"number": NUMBER}).status_code == 403
