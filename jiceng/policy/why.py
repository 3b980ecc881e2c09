"""Why a subject is, or is not, in a set: every branch with its answer and the facts that gave it."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Model

from jiceng.policy.sets import All, AnyOf, Leaf, Named, Not, Set, Via, Was, row_key
from jiceng.policy.vocabulary import EVENTS, RELATIONS, SUBJECTS, Rows, Span, carrying

FEW = 5  # register rows shown for one branch
HIDDEN = {
    "id",
    "path",
    "region",
    "entered_at",
    "entered_by",
    "changed_at",
    "changed_by",
    "voided_at",
    "void_reason",
}
HIDDEN |= {"lock_version", "known_on", "resident", "household", "employer", "number_cipher", "number_digest"}

Tree = dict[str, Any]


def why(s: Set, subject_id: int, span: Span) -> Tree:
    """The rule tree of a set for one subject (contracts, section 2). One query a branch.

    Whoever is not in place on the span's last day - died, left, not yet here - is in no set.
    """
    tree = _explained(s, subject_id, span)
    if SUBJECTS[s.subject].located(span, s.is_flow).filter(subject_id=subject_id).exists():
        return tree
    absent = {"population": "in_place", "label": "在册", "article": "", "result": False, "facts": {}}
    head = {"label": tree.get("label", ""), "article": tree.get("article", "")}
    return {"op": "all", **head, "result": False, "of": [absent, tree]}


def _explained(s: Set, pk: int, span: Span) -> Tree:
    match s:
        case Named():
            inner = _explained(s.inner, pk, span)
            head = {"population": s.code, "label": s.label, "article": s.article, "result": inner["result"]}
            return (
                {**head, "op": "all", "of": [inner]} if s.note == "" else {**head, "facts": {}, "of": [inner]}
            )
        case Not():
            inner = _explained(s.inner, pk, span)
            return {"op": "not", "result": not inner["result"], "of": [inner]}
        case AnyOf() | All():
            parts = [_explained(part, pk, span) for part in s.sets]
            word, joined = ("any", any) if isinstance(s, AnyOf) else ("all", all)
            return {"op": word, "result": joined(p["result"] for p in parts), "of": parts}
        case Via():
            return _through(s, pk, span)
        case Was():
            return _had_been(s, pk, span)
        case Leaf():
            return _leaf(s, pk, span)
    raise TypeError(s)


def _leaf(s: Leaf, pk: int, span: Span) -> Tree:
    head = {"population": s.of.code, "label": s.of.in_words(dict(s.params)), "article": s.of.article}
    if s.is_condition:
        located = carrying(SUBJECTS[s.subject].located(span, True), span).filter(subject_id=pk)
        row = located.first()
        holds = located.filter(s.q()).exists()
        return {**head, "result": holds, "facts": _facts_asked(s, row, span.last)}
    rows = s.rows(span)
    found = list(rows.filter(**{row_key(rows, s.subject): pk})[:FEW])
    return {**head, "result": bool(found), "facts": _facts_of(found)}


def _through(s: Via, pk: int, span: Span) -> Tree:
    relation = RELATIONS[s.name]
    everyone = relation.rows(span, All((), relation.target))
    mine = everyone.filter(**{_key(everyone, relation.subject): pk})
    ids = sorted(set(mine.values_list(_key(everyone, relation.target), flat=True)) - {None})
    names = SUBJECTS[relation.target].displays(ids)
    parts = [{**_explained(s.inner, other, span), "who": names.get(other, "")} for other in ids]
    result = any(p["result"] for p in parts)
    return {"op": "any", "relation": s.name, "label": relation.label, "result": result, "of": parts}


def _key(rows: Rows, subject: str) -> str:
    return (
        SUBJECTS[subject].row_key
        if hasattr(rows.model, SUBJECTS[subject].row_key)
        else row_key(rows, subject)
    )


def _had_been(s: Was, pk: int, span: Span) -> Tree:
    rows = s.rows(span)
    found = list(rows.filter(**{row_key(rows, s.subject): pk})[:FEW])
    event = EVENTS[s.event]
    label = f"{event.label}{'前' if s.days_before else '当'}日属于该人群"
    head = {"population": f"was:{s.event}", "label": label, "article": event.article}
    return {**head, "result": bool(found), "facts": _facts_of(found)}


def _facts_asked(s: Leaf, row: Model | None, day: Any) -> dict[str, Any]:
    """The facts that a condition reads, in words."""
    if row is None:
        return {"在册": False}
    return s.of.facts(row, day, **dict(s.params)) if s.of.facts else {}


def _facts_of(rows: list[Model]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for i, row in enumerate(rows):
        name = str(row._meta.verbose_name) if len(rows) == 1 else f"{row._meta.verbose_name}{i + 1}"
        facts[name] = _shown(row)
    return facts


def _shown(row: Model) -> dict[str, Any]:
    shown = {}
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN or isinstance(field, ForeignKey):
            continue
        value = getattr(row, field.attname)
        if value not in (None, ""):
            display = getattr(row, f"get_{field.name}_display", None)
            shown[str(field.verbose_name)] = display() if display else value
    return shown
