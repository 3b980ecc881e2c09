"""The pages of the handbook: open to everybody, without a look at the register."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/help/", "/help/first-day/", "/help/whole/"])
def test_the_handbook_needs_no_login_and_no_query(path, django_assert_num_queries):
    with django_assert_num_queries(3):  # the guard: begin the savepoint, read only, end it
        reply = Client().get(path)
    assert reply.status_code == 200
    assert "第一天" in reply.content.decode()


def test_an_officer_reads_it_beside_the_menu(site):
    told = site.client("worker").get("/help/finding/").content.decode()
    assert 'aria-label="主菜单"' in told and 'aria-current="page">查人' in told


def test_what_is_no_chapter_is_not_found():
    assert Client().get("/help/nothing/").status_code == 404


def test_the_login_and_every_page_link_to_the_handbook(site):
    assert 'href="/help/first-day/#' in Client().get("/login/").content.decode()
    told = site.client("worker").get("/residents/").content.decode()
    assert 'href="/help/ledgers/#' in told


def test_the_search_answers_as_page_and_as_part_of_one():
    client = Client()
    whole = client.post("/help/search/", {"words": "<b>撤销"}).content.decode()
    assert "手册中没有“&lt;b&gt;撤销”" in whole
    part = client.post("/help/search/", {"words": "撤销"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part and "/help/corrections/#撤销刚才的操作" in part


def test_a_locked_session_stays_locked(site):
    client = site.client("worker")
    client.post("/lock/")
    assert client.get("/help/").status_code == 302
