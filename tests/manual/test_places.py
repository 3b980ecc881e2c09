"""Every page of the product has its place in the handbook, and the place is there."""

import pytest
from django.test import RequestFactory
from django.urls import get_resolver, resolve

from jiceng.home.views.act_table import HOUSEHOLD_ACTS, PERSON_ACTS
from jiceng.manual.chapters import chapters
from jiceng.manual.places import ACTS, PAGES, address
from jiceng.navigation import SECTIONS

# These answer no page of their own: they act and lead on, send a file, or fill in a part of a page.
WITHOUT_PAGE = {
    "logout", "lock", "switch-post", "first-day-put-away", "post-end",
    "duty-undo", "person-preview", "intake-check", "handover-undo",
    "import-template", "import-rejects", "import-again", "import-alias-forget",
    "report-export", "report-print", "official-ledger-take", "volumes",
    "charge-file", "reply-file", "minutes-file", "dispatch-undo",
    "person-paper", "household-paper", "person-dossier", "household-dossier",
    "help", "help-chapter", "help-whole", "help-search",
}  # fmt: skip


def names():
    """The name of every URL."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        waiting += getattr(pattern, "url_patterns", [])
        if hasattr(pattern, "name"):
            yield pattern.name


def test_every_page_has_a_place():
    assert set(names()) == set(PAGES) | WITHOUT_PAGE
    assert not set(PAGES) & WITHOUT_PAGE


def test_every_entry_of_the_menu_has_a_place():
    assert {entry.url_name for section in SECTIONS for entry in section.entries} - set(PAGES) == set()


def test_every_act_has_a_place():
    assert set(ACTS) == set(PERSON_ACTS) | set(HOUSEHOLD_ACTS)


@pytest.mark.parametrize("place", sorted({*PAGES.values(), *ACTS.values()}))
def test_the_place_is_there(place):
    slug, _, anchor = place.partition("#")
    assert anchor in [section.anchor for section in chapters()[slug].sections]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/residents/", "/help/ledgers/#%E7%AD%9B%E9%80%89%E5%92%8C%E6%8E%92%E5%BA%8F"),
        ("/residents/1/acts/visit/", "/help/visits/#%E7%99%BB%E8%AE%B0%E8%B5%B0%E8%AE%BF"),
        ("/help/", "/help/"),
    ],
)
def test_the_link_of_a_page_leads_to_its_place(path, place):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    assert address(request) == place


def test_what_is_no_page_leads_to_the_contents():
    assert address(RequestFactory().get("/nowhere/")) == "/help/"
