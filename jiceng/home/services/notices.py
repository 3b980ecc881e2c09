"""What other offices have asked of this one: moves to look at, objections and waivers to decide, numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.urls import reverse

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Action
from jiceng.policy.models import Waiver
from jiceng.residents.models import Move, NumberProposal
from jiceng.residents.rules import OBJECTION_DAYS


class Notice(NamedTuple):
    """A line of the first page: what waits, how many, and the page where it is done."""

    label: str
    count: int
    url: str


def notices(actor: Actor, today: dt.date) -> list[Notice]:
    """What waits for the officer within the scope, one query whatever it is."""
    asked: list[tuple[str, str, QuerySet[Any]]] = []
    if actor.may(Action.MOVE):
        since = today - dt.timedelta(days=OBJECTION_DAYS)
        out = Move.objects.filter(direction=Move.Direction.OUT, objected_on=None, known_on__gte=since)
        asked.append(
            ("居民被其他社区办理迁入，异议期内", f"{reverse('moves')}?direction=out&state=none", out)
        )
    if actor.may(Action.REVIEW):
        waiting = Move.objects.filter(Q(direction=Move.Direction.OUT), objected_on__isnull=False, decision="")
        asked.append(("迁移异议待裁定", f"{reverse('moves')}?state=open", waiting))
    if actor.may(Action.CORRECT):
        asked.append(
            (
                "公民身份号码更正待审批",
                reverse("number-proposals"),
                NumberProposal.objects.filter(agreed=None),
            )
        )
    if actor.may(Action.WAIVE):
        rulings = Waiver.objects.filter(agreed_at=None, refused_at=None).exclude(path=actor.path)
        asked.append(("免办与延期待审批", reverse("waivers"), rulings))
    if not asked:
        return []
    first, *others = (_counted(rows, place) for place, (_, _, rows) in enumerate(asked))
    counts = dict(first.union(*others, all=True)) if others else dict(first)
    return [Notice(label, counts[n], url) for n, (label, url, _) in enumerate(asked) if counts.get(n)]


def _counted(rows: QuerySet[Any], place: int) -> QuerySet[Any, tuple[int, int]]:
    """(place in the list, how many), nothing for none."""
    number = Value(place, IntegerField())
    return (
        rows.order_by().annotate(n=number).values("n").annotate(count=Count("pk")).values_list("n", "count")
    )
