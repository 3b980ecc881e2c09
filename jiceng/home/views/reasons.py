"""Why somebody is, or is not, in a population: the rule tree in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from jiceng.accounts.access import AccountRequest
from jiceng.core.pages import page
from jiceng.core.tables import shown
from jiceng.policy.figures import reading_all
from jiceng.policy.force import in_force
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import Span
from jiceng.policy.why import why
from jiceng.policy.wording import cited

JOINED = {"all": "同时满足以下各项", "any": "满足以下任意一项", "not": "不满足"}
NONE_OF = "以下各项均不满足"
NOT_ASKED = "未询问"


@dataclass(frozen=True)
class Reason:
    """One condition: whether it holds, by which article, from which facts, made of which parts."""

    text: str
    holds: bool
    article: str
    facts: list[tuple[str, str]]
    parts: list[Reason]


def in_words(tree: Mapping[str, Any]) -> Reason:
    """A tree of `jiceng.policy.why` for people to read; a condition that only repeats another is left out."""
    parts = [in_words(part) for part in tree.get("of", ())]
    label, who = tree.get("label", ""), tree.get("who", "")
    joined = JOINED.get(tree.get("op", ""), "")
    if not label and not who and len(parts) == 1 and tree.get("op") != "not":
        return parts[0]
    if label and len(parts) == 1 and parts[0].text == JOINED["all"]:
        parts = parts[0].parts
    if joined == JOINED["not"] and parts[0].text == JOINED["any"]:
        joined, parts = NONE_OF, parts[0].parts
    text = f"{label}：{joined}" if tree.get("relation") else label or joined
    return Reason(
        f"{who}：{text}" if who else text,
        bool(tree["result"]),
        cited(tree.get("article", "")),
        _told(tree.get("facts", {}).items()),
        parts,
    )


def not_met(text: str, facts: Iterable[tuple[str, Any]]) -> Reason:
    """A condition by itself that does not hold, with the facts that it reads."""
    return Reason(text, False, "", _told(facts), [])


def _told(facts: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, _said(value)) for name, value in facts]


def _said(value: Any) -> str:
    """A fact in words; a row of a register as its columns."""
    if isinstance(value, Mapping):
        return "，".join(f"{name} {shown(each)}" for name, each in value.items() if shown(each))
    return shown(value) or NOT_ASKED


def why_page(
    request: AccountRequest, row: Any, subject: str, code: str, *, whom: str, back: str
) -> HttpResponse:
    """The rule tree of a population for a resident or a household today, in words; 404 for no such name."""
    policy = in_force(row.region, request.today)
    try:
        population = policy.population(code)
    except UnknownName:
        raise Http404 from None
    if population.subject != subject:
        raise Http404
    with reading_all():
        tree = why(population, row.pk, Span.on(request.today))
    context = {"title": f"{whom}：依据", "whom": whom, "back": back, "reason": in_words(tree)}
    return page(request, "home/person_why.html", context, fragment="home/person_reason.html")
