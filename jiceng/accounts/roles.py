"""Roles as named sets of actions. Every right in the product is one of these words.

An action holds within the region of the post in which the officer works, and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Action(StrEnum):
    """What an officer may do."""

    VIEW = "view"  # read the registers and reports of the region
    WRITE = "write"  # record facts, spells and visits
    VOID = "void"  # void a wrong row
    DETERMINE = "determine"  # determine hardship, recognise households
    IMPORT = "import"
    EXPORT = "export"  # masked; the whole numbers need REVEAL and a reason
    REVEAL = "reveal"  # see whole identity numbers
    SUBMIT = "submit"  # submit the report of the own region
    REVIEW = "review"  # accept or return the reports of the regions below
    WAIVE = "waive"  # agree to a waiver of a duty
    MOVE = "move"  # move a resident between communities
    CORRECT = "correct"  # agree to the correction of an identity number that an office below proposed
    ORGANISE = "organise"  # regions, offices, packs
    MANAGE_USERS = "manage_users"
    AUDIT = "audit"  # read the audit log


class Role(models.TextChoices):
    """The roles to begin with."""

    WORKER = "worker", "社区工作人员"
    CLERK = "clerk", "业务经办"
    SUPERVISOR = "supervisor", "业务主管"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计人员"


_DAILY = {Action.VIEW, Action.WRITE, Action.VOID, Action.IMPORT, Action.EXPORT, Action.REVEAL, Action.SUBMIT}
_CLERK = _DAILY | {Action.DETERMINE, Action.REVIEW, Action.MOVE, Action.CORRECT}
_SUPERVISOR = _CLERK | {Action.WAIVE}

ACTIONS: dict[str, frozenset[Action]] = {
    Role.WORKER: frozenset(_DAILY | {Action.DETERMINE, Action.MOVE}),
    Role.CLERK: frozenset(_CLERK),
    Role.SUPERVISOR: frozenset(_SUPERVISOR),
    Role.ADMINISTRATOR: frozenset(set(Action) - {Action.AUDIT}),
    Role.AUDITOR: frozenset({Action.VIEW, Action.AUDIT}),
}


def allows(role: str, action: Action) -> bool:
    """Whether a role holds an action."""
    return action in ACTIONS[role]
