"""Changes of accounts: who signs in, and in which posts. An officer is managed where his posts lie."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jiceng.accounts import audit
from jiceng.accounts.actors import Actor
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Action, Role
from jiceng.regions.models import Office

ADDED = audit.sentence("user_added", "添加了工作人员")
GIVEN = audit.sentence("post_given", "任命了岗位")
ENDED = audit.sentence("post_ended", "终止了岗位")
RESET = audit.sentence("password_reset", "重置了口令")


class AccountRefused(ValueError):
    """A change of accounts that cannot be made; the message is for users."""


def add_user(
    *, actor: Actor, login: str, name: str, password: str, office: Office, role: str, today: dt.date
) -> User:
    """A new officer with a first post from today.

    Raises NotAllowed, AccountRefused for a login in use or a password that is too weak.
    """
    _may_give(actor, office, role)
    login = login.strip()
    if not login:
        raise AccountRefused("请填写登录名")
    if User.objects.filter(username__iexact=login).exists():
        raise AccountRefused(f"登录名“{login}”已被使用")
    user = User(username=login, name=name.strip())
    _set_password(user, password)
    with transaction.atomic():
        user.save()
        audit.record(actor, ADDED, path=office.region.path, subject=user)
        give_post(actor=actor, user=user, office=office, role=role, on=today, today=today)
    return user


def give_post(*, actor: Actor, user: User, office: Office, role: str, on: dt.date, today: dt.date) -> Post:
    """A post of an officer from a day that is not in the future.

    Raises NotAllowed, AccountRefused when it is held already.
    """
    _may_give(actor, office, role)
    if on > today:
        raise AccountRefused("任职日期不能晚于今天")
    later = Post.objects.filter(user=user, office=office, role=role)
    if later.exclude(stop__lte=on).exists():
        raise AccountRefused(f"{user}在{office.name}已有该岗位")
    post = Post.objects.create(user=user, office=office, role=role, start=on)
    audit.record(actor, GIVEN, path=office.region.path, subject=post, role=role)
    return post


def end_post(*, actor: Actor, post: Post, on: dt.date, today: dt.date) -> None:
    """End a post; `on` is the first day without it.

    Raises NotAllowed, AccountRefused for a day before it began, in the future, or for a post that has ended.
    """
    actor.require(Action.MANAGE_USERS, post.office.region.path)
    if post.stop is not None:
        raise AccountRefused("该岗位已经终止")
    if not post.start <= on <= today:
        raise AccountRefused("离任日期应在任职日期与今天之间")
    if post.start == on:
        # Held for no day at all: given by mistake.
        audit.record(actor, ENDED, path=post.office.region.path, subject=post, start=post.start.isoformat())
        post.delete()
        return
    post.stop = on
    post.save(update_fields=["stop"])
    audit.record(actor, ENDED, path=post.office.region.path, subject=post)


def reset_password(*, actor: Actor, user: User, password: str, today: dt.date) -> None:
    """Give an officer another password.

    Raises NotAllowed unless every post the officer holds lies in the actor's region: whoever can sign in as
    somebody can do what that post allows. Raises AccountRefused for a weak password.
    """
    held = Post.objects.filter(user=user).held_on(today).select_related("office__region")
    for post in held:
        actor.require(Action.MANAGE_USERS, post.office.region.path)
    if not held:
        raise AccountRefused("该工作人员目前没有岗位")
    _set_password(user, password)
    user.save(update_fields=["password"])
    audit.record(actor, RESET, path=held[0].office.region.path, subject=user)


def _may_give(actor: Actor, office: Office, role: str) -> None:
    actor.require(Action.MANAGE_USERS, office.region.path)
    if role not in Role.values:
        raise AccountRefused(f"没有角色“{role}”，应为{'、'.join(Role.values)}")


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused("".join(error.messages)) from None
    user.set_password(password)
