"""The search box of every page: suggestions, a single hit, and the one thing visible beyond the scope."""

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.identity import check_digit
from tests.oracle.small import ACROSS, HERE

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def ask(site, typed, login="worker", **headers):
    return site.client(login).post("/search/", {"typed": typed}, **headers)


def looked_up():
    with scope.entered(scope.WHOLE):
        return list(AuditEntry.objects.filter(action="claim_looked_up").values_list("path", "detail"))


def test_every_page_has_the_box(site):
    for address in ("/", "/residents/", "/nowhere/"):
        assert 'id="search-box"' in site.client("worker").get(address).content.decode()


@pytest.mark.parametrize("typed", ["王静", "wj"])
def test_a_single_hit_opens_at_once(site, typed):
    assert ask(site, typed).headers["Location"] == f"/residents/{site.residents[HERE][1].pk}/"


def test_a_card_reader_opens_the_person(site):
    resident = site.residents[HERE][0]
    reply = ask(site, site.number_of(resident))
    assert reply.headers["Location"] == f"/residents/{resident.pk}/"


def test_several_hits_are_listed_with_masked_numbers(site):
    page = ask(site, "王").content.decode()
    number = site.number_of(site.residents[HERE][0])
    assert "王静" in page and "王伟明" in page
    assert number not in page and number[-4:] in page


def test_suggestions_are_a_fragment_and_never_of_one_letter(site):
    assert "王静" in ask(site, "wj", **HTMX).content.decode()
    assert "王静" in ask(site, "王", **HTMX).content.decode()
    assert ask(site, "w", **HTMX).content.decode().strip() == ""


def test_a_number_beyond_the_scope_tells_the_office_and_is_recorded(site):
    resident = site.residents[ACROSS][0]
    page = ask(site, site.number_of(resident)).content.decode()
    assert "柳西社区劳动保障工作站负责" in page
    assert resident.name not in page and site.number_of(resident) not in page
    assert looked_up() == [(HERE, {"region": ACROSS})]


def test_suggestions_ask_nobody_beyond_the_scope(site):
    page = ask(site, site.number_of(site.residents[ACROSS][0]), **HTMX).content.decode()
    assert "柳西" not in page and looked_up() == []


def test_a_number_of_nobody_is_told_so_and_not_recorded(site):
    body = "21050219750101001"
    assert "没有登记该号码" in ask(site, f"{body}{check_digit(body)}").content.decode()
    assert looked_up() == []


def test_nothing_typed_stands_in_an_address(site):
    assert site.client("worker").get("/search/?typed=王静").status_code == 405
