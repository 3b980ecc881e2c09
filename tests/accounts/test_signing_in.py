"""Signing in, the session that ends when idle, the post, and what strangers find."""

import datetime as dt
import json

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from jiceng.accounts.models import AccessEntry, User
from jiceng.accounts.roles import Role
from jiceng.core import deployment, scope
from tests.oracle.small import HERE, NEXT

pytestmark = pytest.mark.django_db
PASSWORD = "ji-ceng-2026"


@pytest.fixture
def worker(site):
    user = User.objects.get(username="worker")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password=PASSWORD, login="worker"):
    return client.post("/login/", {"username": login, "password": password})


def test_a_stranger_is_sent_to_the_login_and_back(worker):
    client = Client()
    assert client.get("/residents/").headers["Location"] == "/login/?next=/residents/"
    reply = client.post("/login/?next=/residents/", {"username": "worker", "password": PASSWORD})
    assert reply.headers["Location"] == "/residents/"
    assert client.get("/residents/").status_code == 200


def test_htmx_loads_the_login_as_a_page(site):
    reply = Client().get("/residents/", HTTP_HX_REQUEST="true")
    assert reply.headers["HX-Redirect"] == "/login/"


def test_wrong_login_and_wrong_password_are_told_alike(worker):
    replies = [sign_in(Client(), "wrong"), sign_in(Client(), login="nobody")]
    for reply in replies:
        assert "登录名或口令不正确" in reply.content.decode()


def test_five_wrong_passwords_close_the_login_for_a_while(worker):
    client = Client()
    replies = [sign_in(client, "wrong") for _ in range(5)]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 200, 429]
    assert "登录已暂停" in replies[-1].content.decode()
    assert sign_in(client).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)):
        assert sign_in(client).status_code == 302


def test_an_idle_session_ends_and_a_used_one_does_not(site):
    start = dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        client = site.client("worker")
        for _ in range(3):
            clock.shift(dt.timedelta(minutes=20))
            assert client.get("/").status_code == 200
        clock.shift(dt.timedelta(seconds=settings.IDLE_SECONDS + 1))
        assert client.get("/").status_code == 302


def test_the_session_is_written_at_most_once_a_minute(site):
    with time_machine.travel(dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC), tick=False) as clock:
        client = site.client("worker")
        client.get("/")
        first = Session.objects.get().session_data
        clock.shift(dt.timedelta(seconds=59))
        client.get("/")
        assert Session.objects.get().session_data == first
        clock.shift(dt.timedelta(seconds=2))
        client.get("/")
        assert Session.objects.get().session_data != first


def test_an_officer_switches_between_his_posts(site):
    site.officer("worker", NEXT, Role.CLERK)
    client = site.client("worker")
    assert "王静" in client.get("/residents/").content.decode()
    other = User.objects.get(username="worker").posts.get(office__region__path=NEXT)
    reply = client.post("/post/", {"post": other.pk}, follow=True)
    assert "已切换到：" in reply.content.decode()
    page = client.get("/residents/").content.decode()
    assert "李强" in page and "王静" not in page


@pytest.mark.parametrize("wanted", ["clerk", "", "x"])
def test_nobody_switches_to_a_post_of_others(site, wanted):
    post = site.posts[wanted].pk if wanted in site.posts else wanted
    client = site.client("worker")
    assert client.post("/post/", {"post": post}).status_code == 404
    assert "王静" in client.get("/residents/").content.decode()


def test_a_post_that_ended_gives_nothing(site):
    site.posts["worker"].stop = dt.date(2026, 1, 1)
    site.posts["worker"].save()
    client = site.client("worker")
    reply = client.get("/residents/")
    assert reply.status_code == 403
    assert "没有任职岗位" in reply.content.decode()
    assert client.post("/logout/").status_code == 302


def test_nothing_about_people_stays_in_the_browser(site):
    reply = site.client("worker").get("/residents/")
    assert {"no-store", "private"} <= set(reply.headers["Cache-Control"].replace(",", "").split())
    policy = reply.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";" and "unsafe-eval" not in policy


def test_a_page_of_a_person_is_logged_after_it(site):
    resident = site.residents[HERE][0]
    client = site.client("worker")
    client.get(f"/residents/{resident.pk}/")
    client.get(f"/residents/{site.residents[NEXT][0].pk}/")
    with scope.entered(scope.WHOLE):
        entry = AccessEntry.objects.get()
    assert (entry.subject_id, entry.path, entry.page) == (resident.pk, HERE, "person")
    assert entry.user.username == "worker"


@pytest.mark.parametrize("environment", ["demo", "production"])
def test_accounts_are_shown_in_the_demo_only(settings, db, tmp_path, monkeypatch, environment):
    monkeypatch.setattr(deployment, "home", lambda: tmp_path)
    (tmp_path / "demo").mkdir()
    account = {
        "login": "nandi",
        "password": "yanshi",
        "name": "李敏",
        "office": "南地工作站",
        "role": "worker",
    }
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps([account]), encoding="utf-8")
    settings.ENVIRONMENT = environment
    page = Client().get("/login/").content.decode()
    assert ("社区工作人员" in page and 'value="yanshi"' in page) == (environment == "demo")


def test_an_officer_changes_his_password(worker):
    client = Client()
    sign_in(client)
    new = {"new_password1": "xin-kou-ling-9", "new_password2": "xin-kou-ling-9"}
    wrong = client.post("/password/", {"old_password": "no", **new})
    assert wrong.status_code == 200
    assert client.post("/password/", {"old_password": PASSWORD, **new}).status_code == 302
    worker.refresh_from_db()
    assert worker.check_password("xin-kou-ling-9")
