"""All that the offices of the demo do besides their ledgers, each finding what it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from jiceng.accounts.actors import Actor
from jiceng.core import scope
from jiceng.demo.services import answering, dispatching, doubting, helping, labouring
from jiceng.demo.services.desk import Desk

WORK: tuple[Callable[[Desk], None], ...] = (
    helping.plan_help,
    helping.mark_urgent_needs,
    labouring.record_incoming_workers,
    labouring.record_transfers,
    labouring.record_lay_offs,
    labouring.certify_flexible_workers,
    answering.assign_buildings,
    dispatching.give_tasks,
    dispatching.hold_meetings,
    doubting.object_to_a_move,
    doubting.propose_a_number,
    doubting.register_some_twice,
    doubting.ask_for_waivers,
    doubting.decline_some_questions,
    doubting.make_a_column_uniform,
)


def work_at_desks(working: Mapping[str, Actor], today: dt.date) -> tuple[int, list[str]]:
    """(how many acts were done, those that were refused). One city and day give the same acts."""
    desk = Desk(working, today)
    for work in WORK:
        with scope.entered(scope.WHOLE):
            work(desk)
    return desk.done, desk.refused
