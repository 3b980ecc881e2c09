"""The pages of official ledgers: what they list, what they print, and for whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.employment.models import Registration
from tests.oracle.small import HERE, NEXT, TODAY, day
from tests.site import Site

UNEMPLOYED = reverse("official-ledger", args=["unemployed"])
TAKE = reverse("official-ledger-take", args=["unemployed"])


@pytest.fixture
def registered(city: Site) -> Site:
    """The site with everybody registered unemployed."""
    with scope.entered(scope.WHOLE):
        for path, residents in city.residents.items():
            for resident in residents:
                place = {"region": city.regions[path], "path": path, "known_on": day("2026-01-05")}
                Registration.objects.create(**place, resident=resident, start=day("2026-01-05"))
    return city


def code_of(path: str) -> str:
    """The code of a region in addresses."""
    return path.ljust(12, "0")


def test_the_list_names_every_ledger_with_its_document(city):
    page = city.client("worker").get(reverse("official-ledgers")).content.decode()
    assert "失业人员台账" in page and "就业援助台账（家庭）" in page and "本政办发〔2009〕71号" in page


def test_a_ledger_shows_the_people_of_the_own_region_masked_with_their_age(registered):
    page = registered.client("worker").get(UNEMPLOYED).content.decode()
    assert "共 <strong>2</strong> 人" in page and "栏目格式为本平台自拟" in page
    assert "王伟明" in page and "李春香" not in page and "********" in page
    assert f'value="{TODAY}"' in page
    street = registered.client("clerk").get(UNEMPLOYED).content.decode()
    assert "共 <strong>4</strong> 人" in street and "李春香" in street
    part = registered.client("clerk").get(UNEMPLOYED, {"place": code_of(NEXT)}).content.decode()
    assert "王伟明" not in part and "李春香" in part


def test_the_day_decides(registered):
    before = registered.client("worker").get(UNEMPLOYED, {"on": "2026-01-04"}).content.decode()
    assert "共 <strong>0</strong> 人" in before and "王伟明" not in before
    assert registered.client("worker").get(UNEMPLOYED, {"on": "2031-01-01"}).status_code == 404


def test_a_region_beyond_the_scope_is_not_found(registered):
    worker = registered.client("worker")
    for place in (code_of(NEXT), code_of("2105"), "nowhere"):
        assert worker.get(UNEMPLOYED, {"place": place}).status_code == 404
        assert worker.post(TAKE, {"place": place, "kind": "xlsx"}).status_code == 404
    assert worker.get(reverse("official-ledger", args=["no-such"])).status_code == 404


def test_print_opens_in_the_browser_and_is_recorded(registered):
    reply = registered.client("worker").post(
        TAKE, {"place": code_of(HERE), "on": "2026-06-30", "kind": "pdf"}
    )
    assert reply.status_code == 200 and reply["Content-Type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF-") and reply["Content-Disposition"].startswith("inline")
    assert "Content-Security-Policy" not in reply
    with scope.entered(scope.WHOLE):
        entry = AuditEntry.objects.get(action="official_ledger_taken")
    assert (entry.path, entry.detail["rows"], entry.detail["on"]) == (HERE, 2, "2026-06-30")
    assert "王伟明" not in str(entry.detail)


def test_who_may_not_export_sees_the_page_without_buttons(registered):
    auditor = registered.client("auditor")
    assert "导出表格" not in auditor.get(UNEMPLOYED).content.decode()
    assert auditor.post(TAKE, {"kind": "xlsx"}).status_code == 403


def test_htmx_gets_the_part_that_the_page_holds(registered):
    client = registered.client("worker")
    part = client.get(UNEMPLOYED, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(UNEMPLOYED).content.decode()
    assert part.split("</form>")[-1].strip() in whole and "<html" not in part
