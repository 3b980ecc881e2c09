"""The act that was just done, as the page shows it: what it was, and how to undo it for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from jiceng.accounts.access import AccountRequest
from jiceng.accounts.acts import UNDO_WITHIN
from jiceng.accounts.audit import SENTENCES
from jiceng.accounts.models import AuditEntry

DONE = "done"  # names the entry in the address of the page that follows an act


@dataclass(frozen=True)
class Done:
    """A sentence, and the address that undoes the act; blank when it cannot be undone any more."""

    sentence: str
    undo_url: str = ""


def done_by(entry: AuditEntry, undo_url_name: str, subject_pk: int) -> Done:
    """An act by its entry in the log."""
    undo_url = reverse(undo_url_name, args=[subject_pk, entry.pk]) if entry.detail.get("rows") else ""
    return Done(SENTENCES[entry.action], undo_url)


def just_done(request: AccountRequest) -> AuditEntry | None:
    """The entry of the act that the address names, while its officer can undo it."""
    wanted = request.GET.get(DONE, "")
    if not wanted.isdecimal():
        return None
    since = timezone.now() - UNDO_WITHIN
    return AuditEntry.objects.filter(pk=int(wanted), user=request.user, at__gte=since).first()


def act_just_done(request: AccountRequest, undo_url_name: str, subject_pk: int) -> Done | None:
    """The act that the address names, as the page shows it."""
    entry = just_done(request)
    return done_by(entry, undo_url_name, subject_pk) if entry else None
