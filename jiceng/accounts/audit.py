"""The audit log: written in the transaction of the act, holding ids and reasons, never personal data."""

from __future__ import annotations

from typing import Any

from django.db import models

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import AuditEntry

SENTENCES: dict[str, str] = {}


def sentence(action: str, text: str) -> str:
    """Declare an audited action with the sentence shown for it."""
    SENTENCES[action] = text
    return action


def record(
    actor: Actor,
    action: str,
    *,
    path: str,
    subject: models.Model | None = None,
    reason: str = "",
    **detail: Any,
) -> AuditEntry:
    """Write one entry and return it; the action must have been declared with a sentence."""
    if action not in SENTENCES:
        raise KeyError(f"audited action without a sentence: {action}")
    return AuditEntry.objects.create(
        user=actor.user,
        role=actor.role,
        action=action,
        subject=subject._meta.model_name or "" if subject else "",
        subject_id=subject.pk if subject else None,
        path=path,
        reason=reason,
        detail=detail,
    )


LISTED = sentence("list_exported", "将页面列表导出为表格（公民身份号码已遮盖）")


def record_export(
    sender: Any, *, ledger: Any, actor: Actor, rows: int, filters: list[str], **kwargs: Any
) -> None:
    """Receive the export of a list page: which list, how many rows, by which filters; not their values."""
    record(actor, LISTED, path=actor.path, ledger=ledger.code, rows=rows, filters=filters)
