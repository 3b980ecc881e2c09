"""A household changed from its page, and shown to the supervisor near a recognition."""

import datetime as dt

import pytest

from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.residents.models import Facts
from tests.factories import NEXT, STREET, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def people(city):
    return [
        city.resident(name=name, household="6", relation=code) for name, code in (("父", "0"), ("子", "2"))
    ]


def households():
    with scope.entered(scope.WHOLE):
        return dict(Facts.objects.filter(stop=None).values_list("resident__name", "household__number"))


def test_a_split_near_a_recognition_is_shown_to_the_supervisor(city, people):
    home = city.household("6")
    city.recognition(home, TODAY)
    client = client_of(city.officer())
    address = f"/households/{home.pk}/acts/split/"
    assert "提示业务主管核查" in body(client.get(address))
    said = {"members": [people[1].pk], "number": "6-1", "head": people[1].pk, "on": "2026-09-10"}
    reply = client.post(address, said)
    assert reply.status_code == 302, reply.content.decode()[-3000:]
    assert households() == {"父": "6", "子": "6-1"}
    assert "认定前5天" in body(client.get(f"/households/{home.pk}/"))
    street = client_of(city.officer(STREET, Role.SUPERVISOR))
    assert "认定前5天" in body(street.get("/households/changes/"))
    assert "认定前5天" not in body(client_of(city.officer(NEXT)).get("/households/changes/"))


def test_joining_merging_and_heads_from_the_page(city, people):
    home = city.household("6")
    guest = city.resident(name="母", household="7")
    client = client_of(city.officer())
    number = cipher().decrypt(bytes(guest.number_cipher))
    said = {"number": number, "relation": "1", "on": "2026-09-10"}
    assert client.post(f"/households/{home.pk}/acts/join/", said).status_code == 302
    relations = {
        f"relation_{people[0].pk}": "1",
        f"relation_{people[1].pk}": "2",
        f"relation_{guest.pk}": "0",
    }
    assert (
        client.post(f"/households/{home.pk}/acts/relations/", relations | {"on": "2026-09-11"}).status_code
        == 302
    )
    refused = client.post(f"/households/{home.pk}/acts/merge/", {"number": "99", "on": "2026-09-12"})
    assert refused.status_code == 422
    city.resident(name="邻", household="8")
    merged = client.post(f"/households/{home.pk}/acts/merge/", {"number": "8", "on": "2026-09-12"})
    assert merged.status_code == 302
    assert set(households().values()) == {"8"}
