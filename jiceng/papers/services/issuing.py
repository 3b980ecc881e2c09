"""Issuing a paper: permission, a number of the office and year, an entry in the log, then the print."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from jiceng.accounts.actors import Actor
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.printing import typeset
from jiceng.core.registers import Refused
from jiceng.core.spans import in_chinese
from jiceng.papers.documents import Document, HouseholdOnDay, PersonOnDay
from jiceng.papers.models import Paper
from jiceng.regions.models import Office
from jiceng.residents.models import Household, Resident

ISSUED = sentence("paper_issued", "打印了证明、表格或联系卡")


class PaperRefused(Refused):
    """A document that the registers cannot fill for this person or household today."""


def on_day(subject: Resident | Household, day: dt.date) -> PersonOnDay | HouseholdOnDay:
    """What the registers say of a resident or household on a day."""
    return PersonOnDay(subject, day) if isinstance(subject, Resident) else HouseholdOnDay(subject, day)


def may_issue(actor: Actor, document: Document, path: str) -> bool:
    """Whether the officer may print the document at a place."""
    if document.has_whole_number and not actor.may(Action.REVEAL, path):
        return False
    return actor.may(Action.EXPORT, path)


def issue(
    *, actor: Actor, document: Document, subject: Resident | Household, today: dt.date
) -> tuple[Paper, bytes]:
    """Print a document about a resident or household as of today, under the next number of the office.

    The document itself is the reason for showing a whole number; the log holds which one it was.
    Raises NotAllowed, PaperRefused, PrintFailed.
    """
    actor.require(Action.EXPORT, subject.path)
    if document.has_whole_number:
        actor.require(Action.REVEAL, subject.path)
    of = on_day(subject, today)
    if not document.is_offered(of):
        raise PaperRefused(f"按今天的登记情况，不能打印“{document.title}”")
    with transaction.atomic():
        office = _issuing_office(actor, subject)
        paper = Paper.objects.create(
            document=document.code,
            office=office,
            year=today.year,
            serial=_next_serial(office, today.year),
            resident=subject if isinstance(subject, Resident) else None,
            household=subject if isinstance(subject, Household) else None,
            region=subject.region,
            path=subject.path,
            printed_on=today,
            printed_by=actor.user,
        )
        record(
            actor,
            ISSUED,
            path=subject.path,
            subject=subject,
            reason=document.title,
            document=paper.number,
            whole_number=document.has_whole_number,
        )
        content = typeset(document.template, _with_head(document, paper, document.data(of)))
    return paper, content


def _issuing_office(actor: Actor, subject: Resident | Household) -> Office:
    """The officer's own office, locked so that numbers follow each other; of a command the community's."""
    path = actor.path or subject.path
    offices = Office.objects.select_related("region").select_for_update(of=("self",), no_key=True)
    return offices.get(region__path=path)


def _next_serial(office: Office, year: int) -> int:
    with scope.widened(scope.WHOLE, reason="the numbers of an office run on over all its papers"):
        issued = Paper.objects.filter(office=office, year=year)
        return (issued.aggregate(last=Max("serial"))["last"] or 0) + 1


def _with_head(document: Document, paper: Paper, data: Any) -> dict[str, Any]:
    return {
        "title": document.title,
        "number": paper.number,
        "office": paper.office.name,
        "day": in_chinese(paper.printed_on),
        **data,
    }
