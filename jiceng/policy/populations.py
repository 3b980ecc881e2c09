"""Asking one population: how many, grouped how, and who."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from jiceng.policy.figures import members, size
from jiceng.policy.force import Area, areas, in_force
from jiceng.policy.schema import KINDS
from jiceng.policy.sets import Named, Set
from jiceng.policy.vocabulary import LEAVES, NAMED, SUBJECTS, Span
from jiceng.policy.wording import in_one_line, in_words
from jiceng.regions.models import Region

Asked = list[tuple[Area, Set]]


class FutureDay(ValueError):
    """A span that has not ended yet cannot be counted; the message is for users."""


def span_of(first: dt.date, last: dt.date, today: dt.date) -> Span:
    """A span of past days. A running one stands on today; one that has not begun is refused."""
    if last < first:
        raise FutureDay(f"起始日期{first}晚于截止日期{last}")
    if first > today:
        raise FutureDay(f"{first}尚未到来，不能统计")
    return Span(first, min(last, today))


def asked(region: Region, name: str, span: Span) -> Asked:
    """A population by name over a region, area by area with their own definitions; UnknownName else."""
    return [(area, area.policy.population(name)) for area in areas(region, span.last)]


def sizes(found: Asked, span: Span, by: Sequence[str]) -> list[dict[str, Any]]:
    """[{dimension: value, "size": n}], within `reading_all`."""
    return [{**dict(zip(by, key, strict=True)), "size": n} for key, n in size(found, span, by)]


def sizes_by_community(found: Asked, span: Span) -> list[dict[str, Any]]:
    """The same by the one dimension that every subject has, within `reading_all`."""
    places = Counter(place for area, s in found for _, place in members(area, span, s))
    codes = dict(Region.objects.filter(pk__in=places).values_list("pk", "code"))
    rows = [{"community": codes[place], "size": n} for place, n in places.items()]
    return sorted(rows, key=lambda row: str(row["community"]))


def member_ids(found: Asked, span: Span) -> list[int]:
    """The ids of the members, within `reading_all`."""
    return [pk for area, s in found for pk, _ in members(area, span, s)]


def keys_of(found: Asked, ids: list[int]) -> list[str]:
    """The keys of members as shown outside, sorted."""
    return sorted(SUBJECTS[found[0][1].subject].keys(ids).values())


def vocabulary() -> list[dict[str, Any]]:
    """Every word, with what it means."""
    words = [
        {
            "code": d.code,
            "label": d.label,
            "subject": d.subject,
            "article": d.article,
            "definition": d.definition,
            "parameters": d.parameters(),
        }
        for d in LEAVES.values()
    ]
    words += [_described(s) for s in NAMED.values()]
    return sorted(words, key=lambda w: w["code"])


def in_packs(region: Region, day: dt.date) -> list[dict[str, Any]]:
    """The categories in force, as words: the region's own, and what areas below it have besides."""
    found: dict[str, dict[str, Any]] = {}
    for policy in (in_force(region, day), *(area.policy for area in areas(region, day))):
        for entry in policy.all("category"):
            category = policy.category(entry.code)
            assert isinstance(category, Named)
            document = policy.origins["category", entry.code].enactment.document
            words = in_one_line(in_words(category.inner, policy))
            found.setdefault(entry.code, _described(category) | {"definition": f"{document}：{words}"})
    return sorted(found.values(), key=lambda w: w["code"])


def _described(s: Named) -> dict[str, Any]:
    return {
        "code": s.code,
        "label": s.label,
        "subject": s.subject,
        "article": s.article,
        "definition": s.note,
        "parameters": {},
    }


def entries(region: Region, day: dt.date) -> list[dict[str, Any]]:
    """The entries in force for a region, with their origin."""
    policy = in_force(region, day)
    rows = [
        {
            "kind": kind,
            "code": code,
            "pack": o.enactment.pack,
            "region": o.enactment.region.code,
            "from": o.start,
            "until": o.entry.until,
        }
        for (kind, code), o in policy.origins.items()
    ]
    return sorted(rows, key=lambda r: (KINDS.index(r["kind"]), r["code"]))
