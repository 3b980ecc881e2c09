"""A tree as written in a pack, built into a set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiceng.policy.sets import All, AnyOf, Not, Set, Via, Was, leaf
from jiceng.policy.vocabulary import LEAVES, NAMED, RELATIONS

Lookup = Callable[[str], Set | None]


class UnknownName(LookupError):
    """No category, population or form row is called so."""


def build(node: Any, subject: str, category: Lookup) -> Set:
    """A tree as a set. `category(code)` gives a category in force or None, and is asked first."""
    match node:
        case None:
            return All((), subject)
        case str():
            return lookup(node, category)
        case {"was": inner, "on": on, **rest}:
            eve: Any = rest.get("days_before", 0)
            return Was(build(inner, subject, category), on, eve, subject)
        case {"all": parts}:
            return All(tuple(build(part, subject, category) for part in parts), subject)
        case {"any": parts}:
            return AnyOf(tuple(build(part, subject, category) for part in parts), subject)
        case {"not": part}:
            return Not(build(part, subject, category), subject)
    ((key, inner),) = node.items()
    if key in RELATIONS:
        return Via(key, build(inner, RELATIONS[key].target, category), RELATIONS[key].subject)
    return leaf(LEAVES[key], **inner)


def lookup(name: str, category: Lookup) -> Set:
    """A name as a set: a category in force first, then the vocabulary."""
    found = category(name) or NAMED.get(name)
    if found is not None:
        result: Set = found
        return result
    if name in LEAVES:
        return leaf(LEAVES[name])
    raise UnknownName(name)
