"""What the accounts do when the region tree changes, and the command that loads it."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from jiceng.accounts.actors import Actor, NotAllowed, command_actor
from jiceng.accounts.models import AuditEntry, Post, User
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.regions.models import Region
from jiceng.regions.services import find_region, load_regions, merge_regions, rename_region

TODAY = dt.date(2026, 8, 20)
ON = dt.date(2026, 8, 10)
REASON = "撤并街道"

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    with scope.entered(scope.WHOLE):
        actor = command_actor()
        load_regions(within=["210502"], actor=actor, today=TODAY)
        yield actor


def merge(actor):
    old, into = find_region("210502001"), find_region("210502003")
    merge_regions(actor=actor, into=into, from_=[old], on=ON, reason=REASON, today=TODAY)
    return old, into


def give_post(region, login="li", start=dt.date(2020, 1, 1), stop=None):
    user, _ = User.objects.get_or_create(username=login)
    return Post.objects.create(user=user, office=region.office, role=Role.CLERK, start=start, stop=stop)


def test_acts_are_logged_with_reason_and_place(actor):
    old, into = merge(actor)
    rename_region(actor=actor, region=into, name="新街道", on=ON, reason="更名", today=TODAY)
    acts = AuditEntry.objects.filter(subject="region").order_by("pk")
    assert [(e.action, e.path, e.reason) for e in acts if e.action.startswith("region_")] == [
        ("region_merged", old.path, REASON),
        ("region_renamed", into.path, "更名"),
    ]
    assert acts[0].action == "regions_loaded"


def test_open_posts_follow_a_merger(actor):
    post = give_post(find_region("210502001"))
    old, into = merge(actor)
    post.refresh_from_db()
    assert post.stop == ON
    moved = Post.objects.get(office=into.office)
    assert (moved.user, moved.role, moved.start, moved.stop) == (post.user, post.role, ON, None)


def test_post_given_after_the_merger_moves_whole(actor):
    give_post(find_region("210502001"), start=dt.date(2026, 8, 15))
    old, into = merge(actor)
    assert not Post.objects.filter(office=old.office).exists()
    assert Post.objects.get(office=into.office).start == dt.date(2026, 8, 15)


def test_ended_posts_and_posts_of_moved_communities_stay(actor):
    ended = give_post(find_region("210502001"), stop=ON)
    community = give_post(find_region("210502001004"), login="wang")
    merge(actor)
    ended.refresh_from_db()
    community.refresh_from_db()
    assert (ended.stop, community.stop) == (ON, None)
    assert Post.objects.count() == 2


def test_officer_of_both_offices_keeps_one_post(actor):
    give_post(find_region("210502001"))
    give_post(find_region("210502003"))
    old, into = merge(actor)
    assert Post.objects.get(office=into.office).start == dt.date(2020, 1, 1)


def test_only_an_administrator_above_both_reorganises(actor):
    for role, path in [(Role.SUPERVISOR, ""), (Role.ADMINISTRATOR, "210502003")]:
        with pytest.raises(NotAllowed):
            merge(Actor(actor.user, role, path))
    assert find_region("210502001").closed_on is None


def test_command_loads_and_prints_json(capsys):
    call_command("regions", "load", "--within", "210502,2105", "--format", "json")
    assert json.loads(capsys.readouterr().out) == {"created": 565, "unchanged": 0}
    call_command("regions", "load", "--within", "2105", "--format", "json")
    assert json.loads(capsys.readouterr().out) == {"created": 0, "unchanged": 565}


@pytest.mark.parametrize("codes", ["2199", "本溪", "2105,2199"])
def test_command_fails_on_wrong_codes_and_changes_nothing(codes):
    with pytest.raises(CommandError, match="区划代码") as failure:
        call_command("regions", "load", "--within", codes)
    assert failure.value.returncode == 1
    assert not Region.objects.exists()
