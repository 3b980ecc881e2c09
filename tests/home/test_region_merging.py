"""The pages by which an administrator changes regions, offices and the holiday table."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.models import Holiday
from jiceng.regions.models import Region
from jiceng.residents.models import Resident
from tests.factories import CITY, COUNTY, HERE, NEXT, STREET, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
PARENT = f"/regions/merge/?parent={STREET}000"


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())


@pytest.fixture
def city():
    return MiniCity(with_pack=False)


@pytest.fixture
def administrator(city):
    return client_of(city.officer(COUNTY, Role.ADMINISTRATOR))


def merger(city, **more):
    old, new = city.regions[NEXT], city.regions[HERE]
    said = {"from_": [old.pk], "into": new.pk, "on": "2026-09-01", "document": "本政发〔2026〕9号"}
    return said | {"reason": "社区撤并"} | more


def test_a_merger_is_previewed_and_then_made(city, administrator):
    city.officer(NEXT)
    for _ in range(3):
        city.resident(NEXT)
    page = body(administrator.post(PARENT, merger(city)))
    assert "确认合并" in page and '<td class="kind-number">3</td>' in page
    assert city.regions[NEXT].closed_on is None
    with scope.entered(scope.WHOLE):
        assert Resident.objects.filter(path=HERE).count() == 0
    reply = administrator.post(PARENT, merger(city, confirmed="1"))
    assert reply["Location"] == f"/regions/{HERE}/"
    with scope.entered(scope.WHOLE):
        assert Resident.objects.filter(path=HERE).count() == 3
        assert AuditEntry.objects.get(action="region_merged").reason == "本政发〔2026〕9号 社区撤并"


def test_a_region_does_not_go_into_itself_and_needs_a_document(city, administrator):
    reply = administrator.post(PARENT, merger(city, into=city.regions[NEXT].pk, document=""))
    page = reply.content.decode()
    assert reply.status_code == 422 and "不能并入自身" in page


def test_only_an_administrator_of_the_place_merges(city, administrator):
    clerk = client_of(city.officer(STREET, Role.CLERK))
    assert clerk.get(PARENT).status_code == 403
    far = client_of(city.officer("210502003", Role.ADMINISTRATOR))
    assert far.get(PARENT).status_code == 404


def test_a_region_opens_and_closes(city, administrator):
    said = {
        "name": "新建社区居委会",
        "level": 5,
        "code": "",
        "on": "2026-09-01",
        "document": "",
        "reason": "新建",
    }
    reply = administrator.post(f"/regions/{STREET}000/open/", said)
    made = Region.objects.get(name="新建社区居委会")
    assert reply["Location"] == f"/regions/{made.code}/" and made.path.startswith(STREET)
    end = {"on": "2026-09-10", "document": "", "reason": "撤销"}
    assert administrator.post(f"/regions/{made.code}/close/", end).status_code == 302
    city.resident()
    refused = administrator.post(f"/regions/{HERE}/close/", end)
    assert refused.status_code == 422 and "还有在册居民" in refused.content.decode()


def test_address_and_telephone_of_an_office(city, administrator):
    said = {"address": "解放路12号", "phone": "024-42871234"}
    assert administrator.post(f"/regions/{HERE}/office/", said).status_code == 302
    assert "解放路12号" in body(administrator.get(f"/regions/{HERE}/"))
    with scope.entered(scope.WHOLE):
        assert AuditEntry.objects.get(action="office_amended").path == HERE
    worker = client_of(city.officer())
    assert worker.post(f"/regions/{HERE}/office/", said).status_code == 403
    assert "地址和电话</a>" not in body(worker.get(f"/regions/{HERE}/"))


def test_the_notice_of_a_year_is_entered(city, administrator):
    assert administrator.post("/holidays/", {}).status_code == 403
    administrator = client_of(city.officer(CITY, Role.ADMINISTRATOR))
    said = {"first": "2031-10-01", "last": "2031-10-07", "kind": "off", "name": "国庆节"}
    assert administrator.post("/holidays/", said).status_code == 302
    assert Holiday.objects.filter(day__year=2031, is_working=False).count() == 7
    worked = {"first": "2031-10-11", "last": "", "kind": "worked", "name": ""}
    assert administrator.post("/holidays/", worked).status_code == 302
    assert "没有2031年的节假日安排" not in body(administrator.get("/holidays/?year=2031"))
    assert administrator.post("/holidays/", said | {"last": "2032-10-01"}).status_code == 422
    assert client_of(city.officer()).post("/holidays/", said).status_code == 403
