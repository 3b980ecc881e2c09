"""Officers and posts: managed by an administrator, within his region only, every change recorded."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.models import AuditEntry, Post, User
from jiceng.accounts.roles import Role
from jiceng.accounts.services import AccountRefused, add_user, end_post, give_post, reset_password
from jiceng.core import scope
from jiceng.regions.models import Office
from tests.oracle.small import ACROSS, HERE
from tests.site import CITY

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 31)
PASSWORD = "ji-ceng-2026"


@pytest.fixture
def actor(site):
    """The administrator of the city at work."""
    with scope.entered(scope.Scope.of(CITY)):
        yield Actor(site.posts["administrator"].user, Role.ADMINISTRATOR, CITY)


def office(path):
    return Office.objects.get(region__path=path)


def add(actor, **changes):
    given = {
        "login": "zhang",
        "name": "张三",
        "password": PASSWORD,
        "office": office(HERE),
        "role": Role.WORKER,
    }
    return add_user(actor=actor, today=TODAY, **(given | changes))


def test_an_officer_is_added_with_a_first_post(actor):
    user = add(actor)
    post = Post.objects.get(user=user)
    assert (post.office, post.role, post.start, post.stop) == (office(HERE), "worker", TODAY, None)
    assert user.check_password(PASSWORD)
    assert set(AuditEntry.objects.values_list("action", "path")) == {
        ("user_added", HERE),
        ("post_given", HERE),
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"login": "Worker"}, "已被使用"),
        ({"login": " "}, "请填写登录名"),
        ({"password": "123"}, "密码"),
        ({"role": "king"}, "没有角色"),
    ],
)
def test_an_officer_is_refused_with_the_reason(actor, changes, message):
    with pytest.raises(AccountRefused, match=message):
        add(actor, **changes)


@pytest.mark.parametrize(("login", "path"), [("clerk", "210502001"), ("far-administrator", "210503002")])
def test_only_the_administrator_of_the_region_adds_officers(site, actor, login, path):
    stranger = Actor(site.posts[login].user, site.posts[login].role, path)
    with pytest.raises(NotAllowed):
        add(stranger)


def test_the_same_post_is_not_given_twice(actor):
    user = add(actor)
    with pytest.raises(AccountRefused, match="已有该岗位"):
        give_post(actor=actor, user=user, office=office(HERE), role="worker", on=TODAY, today=TODAY)
    give_post(actor=actor, user=user, office=office(HERE), role="clerk", on=TODAY, today=TODAY)
    assert user.posts.count() == 2


def test_a_post_ends_and_may_be_given_again(site, actor):
    post = site.posts["worker"]
    end_post(actor=actor, post=post, on=TODAY, today=TODAY)
    assert not Post.objects.filter(user=post.user).held_on(TODAY)
    with pytest.raises(AccountRefused, match="已经终止"):
        end_post(actor=actor, post=post, on=TODAY, today=TODAY)
    give_post(actor=actor, user=post.user, office=post.office, role=post.role, on=TODAY, today=TODAY)


def test_a_post_given_by_mistake_today_goes(actor):
    post = add(actor).posts.get()
    end_post(actor=actor, post=post, on=TODAY, today=TODAY)
    assert not Post.objects.filter(user__username="zhang").exists()


def test_days_of_posts_lie_in_the_past(site, actor):
    tomorrow = TODAY + dt.timedelta(days=1)
    with pytest.raises(AccountRefused, match="不能晚于今天"):
        give_post(
            actor=actor,
            user=site.posts["worker"].user,
            office=office(HERE),
            role="clerk",
            on=tomorrow,
            today=TODAY,
        )
    with pytest.raises(AccountRefused, match="之间"):
        end_post(actor=actor, post=site.posts["worker"], on=tomorrow, today=TODAY)


def test_a_password_is_reset_only_by_who_rules_every_post(site, actor):
    user = site.posts["worker"].user
    near = Actor(actor.user, Role.ADMINISTRATOR, "210502")
    reset_password(actor=near, user=user, password=PASSWORD, today=TODAY)
    site.officer("worker", ACROSS, Role.CLERK)
    with pytest.raises(NotAllowed):
        reset_password(actor=near, user=user, password=PASSWORD, today=TODAY)
    reset_password(actor=actor, user=user, password="another-2026", today=TODAY)
    user.refresh_from_db()
    assert user.check_password("another-2026")


def test_the_pages_of_officers(site):
    client = site.client("administrator")
    page = client.get("/officers/").content.decode()
    assert "far-administrator" in page and "添加工作人员" in page
    form = {
        "login": "zhang",
        "name": "张三",
        "password": PASSWORD,
        "office": office(HERE).pk,
        "role": "worker",
    }
    again = client.post("/officers/new/", form | {"password": "1"})
    assert again.status_code == 200 and "密码" in again.content.decode()
    reply = client.post("/officers/new/", form, follow=True)
    assert "已添加工作人员张三" in reply.content.decode()
    user = User.objects.get(username="zhang")
    reply = client.post(
        f"/officers/{user.pk}/posts/", {"office": office(HERE).pk, "role": "clerk"}, follow=True
    )
    assert "岗位已任命" in reply.content.decode()
    reply = client.post(f"/officers/{user.pk}/posts/", {"office": office(HERE).pk, "role": "clerk"})
    assert "已有该岗位" in reply.content.decode()
    reply = client.post(f"/officers/{user.pk}/password/", {"password": "another-2026"}, follow=True)
    assert "口令已重置" in reply.content.decode()
    first = user.posts.get(role="worker")
    reply = client.post(f"/posts/{first.pk}/end/", follow=True)
    assert "岗位已终止" in reply.content.decode()


def test_officers_beyond_the_region_are_not_found(site):
    client = site.client("far-administrator")
    worker = site.posts["worker"]
    assert "neighbour" not in client.get("/officers/").content.decode()
    assert client.get(f"/officers/{worker.user_id}/").status_code == 404
    assert client.post(f"/officers/{worker.user_id}/password/", {"password": PASSWORD}).status_code == 404
    assert client.post(f"/posts/{worker.pk}/end/").status_code == 404
    form = {
        "login": "zhang",
        "name": "张三",
        "password": PASSWORD,
        "office": office(HERE).pk,
        "role": "worker",
    }
    assert client.post("/officers/new/", form).status_code == 200
    assert not User.objects.filter(username="zhang").exists()


def test_the_command_adds_an_account(site, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("users", "add", "zhao", "--role", "clerk", "--region", "210502001", "--password-stdin")
    user = User.objects.get(username="zhao")
    assert user.check_password(PASSWORD)
    assert user.posts.get().office.region.path == "210502001"
    call_command("users", "add", "qian", "--role", "worker", "--region", HERE, "--name", "钱七")
    shown = capsys.readouterr().out.splitlines()[-1]
    assert User.objects.get(username="qian").check_password(shown.removeprefix("初始口令："))


@pytest.mark.parametrize("changed", [{"region": "2199"}, {"login": "worker"}])
def test_the_command_fails_and_changes_nothing(site, changed):
    given = {"login": "zhao", "region": HERE} | changed
    before = User.objects.exclude(username__startswith="os:").count()
    with pytest.raises(CommandError) as failure:
        call_command("users", "add", given["login"], "--role", "clerk", "--region", given["region"])
    assert failure.value.returncode == 1
    assert User.objects.exclude(username__startswith="os:").count() == before
