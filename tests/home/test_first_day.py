"""The card 第一天上手: on the demo alone, ticked by the log, put away for a session."""

import datetime as dt

import pytest
from axes.models import AccessLog
from django.utils import timezone

from jiceng.accounts.audit import SENTENCES
from jiceng.accounts.models import AccessEntry, AuditEntry
from jiceng.core import scope
from jiceng.home.services.first_day import OF_COMMUNITIES, OF_OTHERS
from jiceng.manual.chapters import chapters
from tests.oracle.small import HERE

pytestmark = pytest.mark.django_db
DONE = 'class="is-done"'


@pytest.fixture
def demo(settings, monkeypatch):
    settings.ENVIRONMENT = "demo"
    monkeypatch.setenv("JICENG_TODAY", "2026-11-20")


def log(post, action, at=None):
    """An act of the officer of a post."""
    with scope.entered(scope.WHOLE):
        given = {"at": at} if at else {}
        AuditEntry.objects.create(user=post.user, role=post.role, action=action, path=HERE, **given)


def home(client):
    return client.get("/").content.decode()


def test_every_step_is_proved_by_something_that_is_logged():
    sections = [section.title for section in chapters()["first-day"].sections]
    for step in (*OF_COMMUNITIES, *OF_OTHERS):
        assert step.proofs <= {*SENTENCES, "person"} and step.anchor in sections


def test_outside_the_demo_there_is_no_card(site):
    assert "第一天上手" not in home(site.client("worker"))


def test_what_was_done_today_is_ticked(site, demo):
    client = site.client("worker")
    assert home(client).count(DONE) == 0
    log(site.posts["worker"], "visit_recorded")
    client.get(f"/residents/{site.residents[HERE][0].pk}/")
    told = home(client)
    assert told.count(DONE) == 2
    assert AccessEntry.objects.count() in (0, 1)  # out of scope here


def test_the_acts_of_others_of_yesterday_and_before_signing_in_do_not_count(site, demo):
    client = site.client("worker")
    now = timezone.now()
    log(site.posts["neighbour"], "visit_recorded")
    log(site.posts["worker"], "unemployment_registered", now - dt.timedelta(days=1))
    log(site.posts["worker"], "employment_recorded", now)
    AccessLog.objects.create(username="worker", attempt_time=now + dt.timedelta(seconds=1))
    AccessLog.objects.filter(username="worker", attempt_time__lt=now).delete()
    assert home(client).count(DONE) == 0


def test_offices_above_have_steps_of_their_own(site, demo):
    told = home(site.client("clerk"))
    assert "退回一份报表" in told and "办结变动清单" not in told
    assert "退回一份报表" not in home(site.client("auditor"))


def test_the_card_is_put_away_for_the_session(site, demo):
    client = site.client("worker")
    assert client.post("/first-day/put-away/").status_code == 302
    assert "第一天上手" not in home(client)
    assert "第一天上手" in home(site.client("worker"))
