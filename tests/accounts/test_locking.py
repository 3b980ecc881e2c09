"""A locked session: what it still answers, how it is unlocked, and by whom else the computer can be used."""

import pytest
from django.conf import settings
from django.test import Client

from jiceng.accounts.models import User
from jiceng.core import deployment

pytestmark = pytest.mark.django_db
PASSWORD = "ji-ceng-2026"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browser(site):
    """A browser of the worker, locked."""
    user = User.objects.get(username="worker")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/login/", {"username": "worker", "password": PASSWORD})
    assert client.get("/residents/").status_code == 200
    assert client.post("/lock/").status_code == 204
    return client


def unlock(client, password=PASSWORD, address="/unlock/", **headers):
    return client.post(address, {"password": password}, **headers)


def test_a_page_leads_to_the_unlocking_and_back(browser):
    assert browser.get("/residents/?x=1").headers["Location"] == "/unlock/?next=%2Fresidents%2F%3Fx%3D1"
    assert "王伟明" not in browser.get("/unlock/?next=/residents/").content.decode()
    assert unlock(browser, address="/unlock/?next=/residents/").headers["Location"] == "/residents/"
    assert browser.get("/residents/").status_code == 200


@pytest.mark.parametrize("address", ["/search/", "/intake/", "/password/", "/post/"])
def test_whatever_else_is_sent_is_refused(browser, address):
    reply = browser.post(address, {"typed": "王伟明"})
    assert reply.status_code == 423 and "王伟明" not in reply.content.decode()
    assert browser.get(address, **HTMX).status_code == 423


def test_the_page_below_is_uncovered_without_being_loaded_again(browser):
    refused = unlock(browser, "wrong", **HTMX)
    assert refused.status_code == 422 and "口令不正确" in refused.content.decode()
    assert browser.get("/residents/").status_code == 302
    reply = unlock(browser, **HTMX)
    assert reply.status_code == 200 and "unlocked" in reply.headers["HX-Trigger"]
    assert browser.get("/residents/").status_code == 200


def test_wrong_passwords_are_counted_as_at_the_login(browser):
    told = [unlock(browser, "wrong", **HTMX).content.decode() for _ in range(5)]
    assert "十五分钟后重试" in told[-1]
    assert unlock(browser, **HTMX).status_code == 422
    assert browser.get("/residents/").status_code == 302


def test_a_foreign_address_is_not_followed(browser):
    reply = unlock(browser, address="/unlock/?next=https://example.org/")
    assert reply.headers["Location"] == "/"


def test_somebody_else_can_sign_in_instead(browser):
    assert browser.post("/logout/").headers["Location"] == "/login/"
    assert browser.get("/residents/").headers["Location"].startswith("/login/")


def test_a_locked_session_outlasts_a_long_noon_and_an_unlocked_one_does_not(browser):
    assert browser.session.get_expiry_age() > 3 * 60 * 60
    unlock(browser)
    assert browser.session.get_expiry_age() <= settings.IDLE_SECONDS
    assert browser.session.get_expire_at_browser_close()


@pytest.mark.parametrize("text", ["0", "-1", "ten", "nan"])
def test_the_time_without_input_is_a_number_of_minutes(monkeypatch, text):
    monkeypatch.setenv("JICENG_LOCK_MINUTES", text)
    with pytest.raises(deployment.DeploymentError, match="JICENG_LOCK_MINUTES"):
        deployment.idle_lock_minutes()
