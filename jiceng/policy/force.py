"""Which definitions are in force where and when.

Resolution per entry `kind.code`: the nearest region wins, then the latest date in force; a withdrawn entry
ends what it would inherit. A region whose parts have packs of their own is computed area by area.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db.models import Q

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.policy import packs
from jiceng.policy.given import Given, OneOf
from jiceng.policy.models import Enactment
from jiceng.policy.schema import KINDS, Category
from jiceng.policy.sets import Named, Set
from jiceng.policy.statements import Statement, attributes_of
from jiceng.policy.trees import UnknownName, build, lookup
from jiceng.policy.vocabulary import LEAVES, NAMED
from jiceng.regions.models import FormerPath, Region


class NotInForce(LookupError):
    """No pack in force has such an entry here; the message is for users."""


@dataclass(frozen=True)
class Origin:
    """Where an entry in force comes from."""

    kind: str
    entry: Any
    enactment: Enactment
    start: dt.date


@dataclass(frozen=True)
class Policy:
    """What the packs say for one region on one day."""

    region: Region
    day: dt.date
    origins: dict[tuple[str, str], Origin] = field(hash=False)

    def get(self, kind: str, code: str) -> Any:
        """An entry in force; NotInForce with a message in Chinese else."""
        origin = self.origins.get((kind, code))
        if origin is None:
            words = {"duty": "事项", "form": "报表", "category": "类别", "ledger": "台账"}
            raise NotInForce(f"{self.region.name}在{self.day}没有名为“{code}”的{words.get(kind, kind)}")
        return origin.entry

    def all(self, kind: str) -> list[Any]:
        """The entries of a kind in force, in the order of their packs."""
        return [o.entry for (k, _), o in self.origins.items() if k == kind]

    def category(self, code: str) -> Set | None:
        """A category in force as a set."""
        return self._categories.get(code) or self._built(code)

    def build(self, tree: Any, subject: str = "resident") -> Set:
        """A tree of a pack as a set."""
        return build(tree, subject, self.category)

    def population(self, name: str) -> Set:
        """A name as category, then vocabulary, then row of a form in force (contracts, section 6)."""
        if name in NAMED or name in LEAVES or self.category(name) is not None:
            return lookup(name, self.category)
        for form in self.all("form"):
            for row in form.row:
                if row.code == name and row.count is not None:
                    return self.build(row.count, row.subject)
        raise UnknownName(name)

    @property
    def digests(self) -> dict[str, str]:
        """Pack and fingerprint of every definition in force."""
        return {o.enactment.pack: o.enactment.digest for o in self.origins.values()}

    @cached_property
    def _categories(self) -> dict[str, Named]:
        return {}

    def _built(self, code: str) -> Named | None:
        if ("category", code) not in self.origins:
            return None
        entry: Category = self.origins["category", code].entry
        inner = self.build(entry.tree, entry.subject)
        made = Named(
            code, entry.label, entry.article, inner, entry.subject, determination=entry.determination
        )
        self._categories[code] = made
        return made


def in_force(region: Region, day: dt.date, *drafts: Enactment) -> Policy:
    """The definitions of a region on a day; `drafts` as if they had been enacted."""
    return _resolve(region, day, [*_enactments(region.path), *drafts])


def _enactments(path: str, with_parts: bool = False) -> list[Enactment]:
    """What was enacted for the region of a path or above it, or also below it."""
    paths = [path[:n] for n in (2, 4, 6, 9, 12) if n <= len(path)]
    values = {"paths": paths, "lo": path, "hi": path + AFTER_ALL_PATHS}
    return _enacted_here(with_parts).given(values).instances(Enactment, "region")


@cache
def _enacted_here(with_parts: bool) -> Statement:
    here = Q(OneOf("region__path", Given("paths")))
    if with_parts:
        here |= Q(region__path__gt=Given("lo"), region__path__lt=Given("hi"))
    rows = Enactment.objects.filter(here).order_by("enacted_at", "pk")
    return Statement.of(rows.values_list(*attributes_of(Enactment, "region")))


def _former_paths(region: Region) -> list[str]:
    if "former_paths" in getattr(region, "_prefetched_objects_cache", {}):
        return [each.path for each in region.former_paths.all()]
    return [path for (path,) in _former_paths_of().given({"region": region.pk}).fetch()]


@cache
def _former_paths_of() -> Statement:
    return Statement.of(FormerPath.objects.filter(region=Given("region")).values_list("path"))


def _resolve(region: Region, day: dt.date, enactments: list[Enactment]) -> Policy:
    begun = [c for c in _ranked(enactments) if c.start <= day]
    found = {(c.kind, c.entry.code): c for c in begun if not c.entry.until or c.entry.until >= day}
    return Policy(region, day, {key: c for key, c in found.items() if not c.entry.withdrawn})


def candidates(region: Region, *drafts: Enactment) -> list[Origin]:
    """Every entry that was ever enacted for a region, whatever its days; of two that hold the later wins."""
    return _ranked([*_enactments(region.path), *drafts])


def _ranked(enactments: list[Enactment]) -> list[Origin]:
    found = [c for e in enactments for c in _entries(e)]
    return sorted(found, key=lambda c: (len(c.enactment.region.path), c.start, c.enactment.pk))


def _entries(enactment: Enactment) -> Iterator[Origin]:
    pack = packs.read_enacted(enactment.text)
    for kind in KINDS:
        for entry in getattr(pack, kind):
            yield Origin(kind, entry, enactment, entry.from_ or pack.pack.from_ or enactment.issued)


class Shape(NamedTuple):
    """How the rows of an area are told from others, without saying which: the same for all communities."""

    is_community: bool
    parts: int
    leaves_out: bool
    is_one: bool = False

    def q(self, home: str, value: Callable[[str], Any]) -> Q:
        """A condition on the column `path` of a row (and `region_id`), with values by name."""
        place = self._place(home, value)
        return place & Q(subject_id=value("only")) if self.is_one else place

    def _place(self, home: str, value: Callable[[str], Any]) -> Q:
        if self.is_community:
            # All the paths it has had, which nobody else gets; registers are indexed by path. With the id
            # beside it the planner would expect a single row, and join all others to it in nested loops.
            return Q(OneOf(f"{home}path", value("paths")))
        here = _in_path(home, value("lo"), value("hi"))
        for n in range(self.parts):
            here &= ~_in_path(home, value(f"lo_{n}"), value(f"hi_{n}"))
        return here & ~Q(OneOf(f"{home}region_id", value("left_out"))) if self.leaves_out else here


def _in_path(home: str, lo: Any, hi: Any) -> Q:
    return Q(**{f"{home}path__gte": lo, f"{home}path__lt": hi})


@dataclass(frozen=True)
class Area:
    """A part of a region with one policy: its paths but those of the parts with packs of their own."""

    region: Region
    policy: Policy = field(compare=False)
    but: tuple[str, ...] = ()
    leaving_out: tuple[int, ...] = ()  # communities that are counted elsewhere (frozen)
    only: int | None = None  # the one subject that is asked about, on its own page

    @property
    def shape(self) -> Shape:
        """How its rows are told from others."""
        return Shape(self.region.is_community, len(self.but), bool(self.leaving_out), self.only is not None)

    @cached_property
    def values(self) -> dict[str, Any]:
        """What its shape leaves open."""
        path = self.region.path
        values: dict[str, Any] = {"lo": path, "hi": path + AFTER_ALL_PATHS, "left_out": [*self.leaving_out]}
        values["only"] = self.only
        for n, part in enumerate(self.but):
            values |= {f"lo_{n}": part, f"hi_{n}": part + AFTER_ALL_PATHS}
        if self.region.is_community:
            values["paths"] = [path, *_former_paths(self.region)]
        return values

    @cached_property
    def is_everywhere(self) -> bool:
        """Whether no community lies outside, so that nobody can have moved away."""
        others = Region.objects.communities().exclude(_in_path("", self.values["lo"], self.values["hi"]))
        return self.shape == Shape(is_community=False, parts=0, leaves_out=False) and not others.exists()

    def q(self, home: str = "") -> Q:
        """Whether a row's place lies here; `home` leads from the row to its `path` and `region_id`."""
        return self.shape.q(home, self.values.__getitem__)

    def cut(self, rows: Any) -> Any:
        """The rows that lie here."""
        return rows.filter(self.q())


def areas(region: Region, day: dt.date, *drafts: Enactment) -> list[Area]:
    """A region as areas of one policy each: itself, and every part with packs of its own."""
    enactments = [*_enactments(region.path, with_parts=True), *drafts]
    heads = {e.region.path: e.region for e in enactments if len(e.region.path) > len(region.path)}
    heads[region.path] = region
    return [_area(head, day, sorted(heads), enactments) for _, head in sorted(heads.items())]


def _area(head: Region, day: dt.date, paths: list[str], enactments: list[Enactment]) -> Area:
    mine = [e for e in enactments if head.path.startswith(e.region.path)]
    parts = tuple(p for p in paths if p != head.path and p.startswith(head.path))
    return Area(head, _resolve(head, day, mine), parts)
