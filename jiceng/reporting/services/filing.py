"""The way of a filing up the levels: submit, accept, return with a reason, lock (P2)."""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.spans import Period
from jiceng.policy.figures import reading_all
from jiceng.policy.force import in_force
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.regions.models import Level, Region
from jiceng.reporting.models import Filing, FilingAct
from jiceng.reporting.rules import STEPS, broken_checks, next_state
from jiceng.reporting.services.freezing import freeze_community, freeze_parent
from jiceng.reporting.services.reports import Report, form_for, report

ACTS = {
    "submit": sentence("submit_report", "上报报表"),
    "accept": sentence("accept_report", "审核通过报表"),
    "return": sentence("return_report", "退回报表"),
}


class FilingRefused(ValueError):
    """An act that the state of the filings does not allow; the message is for users."""


def submit(*, actor: Actor, region: Region, code: str, period: Period, today: dt.date) -> Filing:
    """Submit the report of a region: a community's is frozen, a parent's is the sum of its children."""
    actor.require(Action.SUBMIT, region.path)
    if actor.path not in ("", region.path):
        raise NotAllowed(f"应由{region.office.name}上报本级报表")
    if today < period.last:
        raise FilingRefused(f"{period.label}尚未结束，{period.last}起可以上报")
    with reading_all():
        form = form_for(region, code, period, today)
        filing = _locked_filing(region, code, period)
        _require(filing, "submit")
        standing = report(region, code, period, today)
        policy = in_force(region, period.last)
        if broken := broken_checks(form, standing.cells):
            raise FilingRefused("表内关系不符：" + "；".join(broken))
        if region.is_community:
            freeze_community(filing, form, policy, today)
        else:
            _require_children(region, standing, today)
            freeze_parent(filing, standing.cells, form, policy)
        filing.submitted_on = today
        _move(actor, filing, "submit", "submitted", today)
    return filing


def accept(
    *,
    actor: Actor,
    region: Region,
    code: str,
    period: Period,
    today: dt.date,
    seen: int | None = None,
) -> Filing:
    """Accept a report from the level above. When the city accepts a county's, all of it is locked.

    `seen` is the revision that the officer looked at: another one is refused.
    """
    _require_above(actor, region)
    with reading_all():
        filing = _locked_filing(region, code, period)
        _require(filing, "accept")
        _require_seen(filing, seen)
        locks = region.level <= Level.COUNTY
        _move(actor, filing, "accept", "locked" if locks else "accepted", today)
        if locks:
            _lock_below(filing)
    return filing


def return_(
    *,
    actor: Actor,
    region: Region,
    code: str,
    period: Period,
    reason: str,
    today: dt.date,
    seen: int | None = None,
) -> Filing:
    """Return a report with a reason. What was built upon it has to be returned first.

    `seen` is the revision that the officer looked at: another one is refused.
    """
    _require_above(actor, region)
    if not reason.strip():
        raise FilingRefused("请填写退回理由")
    with reading_all():
        filing = _locked_filing(region, code, period)
        _require(filing, "return")
        _require_seen(filing, seen)
        parent = Filing.objects.filter(form=code, region=region.parent, first=period.first).first()
        if parent and next_state(parent.state, "submit") is None:
            raise FilingRefused(f"{region.parent}已上报本期报表，请先退回{region.parent}的报表")
        _move(actor, filing, "return", "returned", today, reason.strip())
    return filing


def _require_above(actor: Actor, region: Region) -> None:
    actor.require(Action.REVIEW, region.path)
    if actor.path == region.path:
        raise NotAllowed("报表应由上一级机构审核")


def _locked_filing(region: Region, code: str, period: Period) -> Filing:
    """The filing, made at its first act, locked against a second officer."""
    made, _ = Filing.objects.get_or_create(
        form=code, region=region, first=period.first, defaults={"path": region.path, "last": period.last}
    )
    return Filing.objects.select_for_update(of=("self",)).get(pk=made.pk)


def _require(filing: Filing, act: str) -> None:
    if next_state(filing.state, act) is None:
        state = Filing.State(filing.state).label
        raise FilingRefused(f"{filing.region.name}的报表{state}，不能{STEPS[act].label}")


def _require_seen(filing: Filing, seen: int | None) -> None:
    if seen not in (None, filing.revision):
        raise FilingRefused(f"{filing.region.name}已重新上报（第{filing.revision}版），请核对新版后再办理")


def _move(actor: Actor, filing: Filing, act: str, state: str, today: dt.date, reason: str = "") -> None:
    filing.state = state
    filing.lock_version += 1
    filing.save(update_fields=["state", "revision", "submitted_on", "lock_version"])
    FilingAct.objects.create(filing=filing, path=filing.path, act=act, reason=reason, by=actor.user, on=today)
    period = Period(filing.first, filing.last).code
    record(actor, ACTS[act], path=filing.path, subject=filing, reason=reason, form=filing.form, period=period)


def _lock_below(filing: Filing) -> None:
    below = Filing.objects.filter(form=filing.form, first=filing.first, state=Filing.State.ACCEPTED)
    below.filter(path__gt=filing.path, path__lt=filing.path + "~").update(state=Filing.State.LOCKED)


def _require_children(region: Region, standing: Report, today: dt.date) -> None:
    """Every child with residents has to be accepted before its parent submits."""
    period = standing.period
    done = Filing.objects.filter(
        form=standing.form.code, first=period.first, state__in=(Filing.State.ACCEPTED, Filing.State.LOCKED)
    ).values("region")
    children = region.children.all()
    waiting = [c for c in children.exclude(pk__in=done).order_by("code") if _has_people(c, period, today)]
    if waiting:
        names = "、".join(child.name for child in waiting[:10])
        more = f"等{len(waiting)}个" if len(waiting) > 10 else ""
        raise FilingRefused(f"下级报表尚未全部审核通过：{names}{more}")


def _has_people(region: Region, period: Period, today: dt.date) -> bool:
    rows = SUBJECTS["resident"].located(Span(period.first, min(period.last, today)), True)
    here = (
        {"region_id": region.pk}
        if region.is_community
        else {"path__gte": region.path, "path__lt": region.path + "~"}
    )
    found: bool = rows.filter(**here).exists()
    return found
