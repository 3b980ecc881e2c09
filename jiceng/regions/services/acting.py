"""What every change of the tree has in common: who makes it, from which day, why, and whether it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q

from jiceng.core import scope
from jiceng.regions import signals
from jiceng.regions.models import FormerPath, Region

ORGANISE = "organise"


class Actor(Protocol):
    """Who acts; `require` raises when the action is not theirs in the region of the path.

    The accounts, which know the actions, lie above this room.
    """

    def require(self, action: Any, path: str | None = None) -> None: ...


class ReorganisationRefused(ValueError):
    """A change that the region tree does not allow; the message says why."""


@dataclass(frozen=True)
class Change:
    """One act of reorganisation. It holds from `on`, the first day of the new state, at most `today`."""

    actor: Actor
    on: dt.date
    reason: str
    today: dt.date

    @contextmanager
    def of(self, *regions: Region) -> Iterator[None]:
        """Ask permission, lock the regions and check that each allows a change on the day."""
        for region in regions:
            self.actor.require(ORGANISE, region.path)
        if not self.reason.strip():
            raise ReorganisationRefused("请填写变更理由")
        if self.on > self.today:
            raise ReorganisationRefused("生效日期不能晚于今天")
        with scope.widened(scope.WHOLE, reason="a reorganisation moves what is open wherever it lies"):
            ids = [region.pk for region in regions]
            list(Region.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
            for region in regions:
                region.refresh_from_db()
                self._require_standing(region)
            yield

    def done(self, act: str, region: Region) -> None:
        """Tell the log of acts."""
        signals.region_reorganised.send(
            sender=Region,
            act=act,
            region=region,
            on=self.on,
            reason=self.reason,
            actor=self.actor,
            today=self.today,
        )

    def path_changed(self, region: Region, *, into: Region, old_path: str, new_path: str) -> None:
        """Tell the rooms above that what is open in a region belongs under another path."""
        signals.region_path_changed.send(
            sender=Region,
            region=region,
            into=into,
            old_path=old_path,
            new_path=new_path,
            on=self.on,
            reason=self.reason,
            actor=self.actor,
            today=self.today,
        )

    def _require_standing(self, region: Region) -> None:
        if region.closed_on is not None:
            raise ReorganisationRefused(f"{region.name}已于{region.closed_on}撤销")
        is_later = Q(opened_on__gt=self.on) | Q(closed_on__gt=self.on) | Q(former_paths__until__gt=self.on)
        if Region.objects.within(region.path).filter(is_later).exists():
            raise ReorganisationRefused(f"{region.name}在{self.on}之后已有变动，不能补记更早的变更")


def taken_below(path: str) -> set[str]:
    """Paths from one down that a region has or once had; none of them may be given to another."""
    now = Region.objects.within(path).values_list("path", flat=True)
    formerly = FormerPath.objects.filter(path__prefix=path).values_list("path", flat=True)
    return {*now, *formerly}
