"""What the demo shows of the desk: some of everything, all of it by the services."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from jiceng.accounts.actors import command_actor
from jiceng.assistance.models import Plan, PlanStep, UrgentNeed
from jiceng.core import scope
from jiceng.demo.city import generate
from jiceng.demo.services.desk_work import work_at_desks
from jiceng.demo.services.founding import STREETS, import_history, load_tree
from jiceng.demo.services.officers import add_officers
from jiceng.dispatch.models import Charge, Meeting, Reply, Seat
from jiceng.dispatch.rules import status_of
from jiceng.labour.models import Certification, LaidOff, Transfer
from jiceng.labour.populations import flexible_uncertified
from jiceng.policy.models import Waiver
from jiceng.policy.vocabulary import Span, carrying
from jiceng.regions.models import Region
from jiceng.residents.choices import Political
from jiceng.residents.models import Assignment, Facts, Move, NumberProposal, Resident, Sighting
from jiceng.residents.populations import located_residents
from jiceng.residents.services import suspected_duplicates

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
RESIDENTS, SEED = 300, 7  # somebody in hardship works, and a household is recognised


def fill_and_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """A city as the first load left it, and the desk work in it: what was refused."""
    for module in ("founding", "officers"):
        monkeypatch.setattr(f"jiceng.demo.services.{module}.folder", lambda: folder)
    actor = command_actor()
    communities = load_tree(actor, TODAY)
    import_history(generate(RESIDENTS, SEED, TODAY, communities), actor, TODAY, lambda line: None)
    with scope.entered(scope.WHOLE):
        working = add_officers(communities, actor, dt.date(2025, 1, 1))
    return work_at_desks(working, TODAY)


def test_there_is_some_of_everything_and_nothing_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_scope: Any
) -> None:
    # One test for all of it: to fill the city takes longer than to look at it.
    done, refused = fill_and_work(tmp_path, monkeypatch)
    assert refused == [] and done > 100
    with in_scope():
        assert_help()
        assert_labour()
        assert_dispatch()
        assert_doubts()
        areas = set(Assignment.objects.open_on(TODAY).values_list("officer__name", "area"))
        assert len(areas) >= 6 and all(area.endswith("号楼") for _, area in areas)


def assert_help() -> None:
    dues = set(Plan.objects.with_review().values_list("review_due", flat=True))
    assert min(dues) < TODAY < max(dues)
    open_steps = PlanStep.objects.filter(done_on=None)
    assert open_steps.filter(planned_on__lt=TODAY).exists()
    assert open_steps.filter(planned_on__gt=TODAY).exists()
    assert PlanStep.objects.exclude(done_on=None).exists()
    assert UrgentNeed.objects.with_end().filter(ends=None).count() == 3


def assert_labour() -> None:
    assert LaidOff.objects.exists() and Transfer.objects.exists() and Certification.objects.exists()
    day = Span.on(TODAY)
    assert carrying(located_residents(day), day).filter(flexible_uncertified.q()).exists()


def assert_dispatch() -> None:
    charges = Charge.objects.with_reply()
    statuses = Counter(status_of(c.due_on, c.replied_on, c.judgement, TODAY) for c in charges)
    assert set(statuses) == {"overdue", "open", "replied", "accepted"}
    assert Reply.objects.filter(judgement="returned").count() == 1
    assert Meeting.objects.filter(on__lt=TODAY).exclude(minutes="").count() == 2
    assert set(Seat.objects.values_list("attendance", flat=True)) == {"attended", "leave", "absent", ""}


def assert_doubts() -> None:
    assert NumberProposal.objects.get().agreed is None
    pairs, _ = suspected_duplicates(Region.objects.get(path=STREETS[0]))
    assert Resident.objects.count() == RESIDENTS + 3 and len(pairs) >= 3
    assert Move.objects.exclude(objected_on=None).filter(decision="").count() == 2  # a row each
    assert {waiver.state for waiver in Waiver.objects.all()} == {Waiver.State.ASKED}
    assert Sighting.objects.exclude(declined=[]).exists()
    here = Facts.objects.open_on(TODAY).filter(path__startswith=STREETS[1], political__isnull=False)
    said = here.values_list("path", "political").distinct()
    assert Counter(path for path, _ in said)[min(path for path, _ in said)] == 1
    assert {political for _, political in said} > {Political.MASSES}
