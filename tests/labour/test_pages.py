"""What a clerk sees and does: the acts on the page of a person, and the ledgers with their filters."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.employment.models import Employment
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from tests.oracle.small import ACROSS, HERE

pytestmark = pytest.mark.django_db
TODAY = "2026-12-31"
ACTS = {
    "record-incoming": (Incoming, {"start": "2026-03-01", "pursuit": "经商", "origin": "河北保定"}),
    "record-transfer": (Transfer, {"start": "2026-03-01", "destination": "省外"}),
    "record-laid-off": (LaidOff, {"start": "2026-03-01", "employer_name": "本钢"}),
    "certify-flexible": (Certification, {"on": "2026-03-01", "kind": "自由职业"}),
}
LEDGERS = {"record-incoming": "incoming", "record-transfer": "transferred", "record-laid-off": "laid-off"}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


def flexible_job(resident):
    with scope.entered(scope.WHOLE):
        return Employment.objects.create(
            resident=resident,
            region=resident.region,
            path=resident.path,
            start=dt.date(2026, 1, 1),
            known_on=dt.date(2026, 1, 1),
            form="022",
        )


@pytest.mark.parametrize("code", ACTS)
def test_an_act_is_done_from_the_page_and_told_in_its_time_line(site, code):
    resident = site.residents[HERE][0]
    flexible_job(resident)
    client = site.client("worker")
    register, entered = ACTS[code]
    address = f"/residents/{resident.pk}/acts/{code}/"
    assert address in client.get(f"/residents/{resident.pk}/").content.decode()
    assert client.get(address).status_code == 200
    wrong = client.post(address, {})
    assert wrong.status_code == 422
    done = client.post(address, entered, follow=True)
    assert done.status_code == 200 and "撤销" in done.content.decode()
    with scope.entered(scope.WHOLE):
        assert register.objects.get().path == HERE


@pytest.mark.parametrize("code", LEDGERS)
def test_an_open_spell_is_ended_from_the_page_and_stands_in_its_ledger(site, code):
    resident = site.residents[HERE][0]
    client = site.client("worker")
    client.post(f"/residents/{resident.pk}/acts/{code}/", ACTS[code][1])
    page = client.get(f"/residents/{resident.pk}/").content.decode()
    ending = code.replace("record", "end")
    assert f"/acts/{ending}/" in page and f"/acts/{code}/" not in page
    ledger = f"/{LEDGERS[code]}/"
    assert resident.name in client.get(ledger).content.decode()
    assert resident.name not in client.get(f"{ledger}?state=over").content.decode()
    assert resident.name not in site.client("neighbour").get(ledger).content.decode()
    version = {"lock_version": 0, "on": "2026-04-01", "reason": "返乡"}
    assert client.post(f"/residents/{resident.pk}/acts/{ending}/", version).status_code == 302
    assert resident.name in client.get(f"{ledger}?state=over").content.decode()


def test_flexible_workers_not_certified_this_year_are_a_list(site):
    certified, not_yet, last_year = (
        site.residents[HERE][0],
        site.residents[HERE][1],
        site.residents[ACROSS][0],
    )
    for resident in (certified, not_yet, last_year):
        flexible_job(resident)
    with scope.entered(scope.WHOLE):
        for resident, on in ((certified, dt.date(2026, 1, 1)), (last_year, dt.date(2025, 12, 31))):
            Certification.objects.create(
                resident=resident, region=resident.region, path=resident.path, on=on, known_on=on, kind="其他"
            )
    client = site.client("administrator")
    page = client.get("/flexible/?certified=no").content.decode()
    assert certified.name not in page and not_yet.name in page and last_year.name in page
    assert "2025-12-31" in page
    page = client.get("/flexible/?certified=yes").content.decode()
    assert certified.name in page and not_yet.name not in page
