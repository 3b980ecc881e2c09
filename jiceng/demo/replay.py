"""Splits a city into what was imported and what the offices did since, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jiceng.demo.rows import NUMBER, SURVEYED, City, Closing, Move, Row, visit_key

# Acts of one day in an order in which each finds what it needs: what ends comes before what begins.
ACTS = (
    "end_employment", "survey", "move", "cancel", "register", "employ", "determine", "end_determination",
    "recognise", "end_recognition", "visit", "close",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One act of an office, done on `on` (of a late entry, after the day it speaks of), with its row.

    `row` has the headers of its ledger. For the acts that end something it is the whole row as it stands
    afterwards, found by its key; for those that begin something, the row without its end. A move and the
    closing of a change list are of no ledger and carry `act_of_office` instead.
    """

    on: date
    act: str
    row: Row
    act_of_office: Move | Closing | None = None


# ledger: (act that begins, day it begins, act that ends, the columns that end it: first the day)
_SPELLS = {
    "employment": ("employ", "就业日期", "end_employment", ("终止日期", "终止原因")),
    "unemployment": ("register", "失业登记日期", "cancel", ("注销日期", "注销原因")),
    "determinations": ("determine", "认定日期", "end_determination", ("退出日期", "退出原因")),
    "recognitions": ("recognise", "认定日期", "end_recognition", ("退出日期", "退出原因")),
}


def split_recent(city: City, days: int = 90) -> tuple[City, list[Event]]:
    """(history, recent): rows of before `today - days` for `import --history`, and the acts since.

    A spell that began before and ended since is in the history without its end. Employers and the first
    survey of every resident belong to the history whenever they were made: what comes later needs them on
    file. All moves are acts; older closings stay in `history.closings`.
    """
    since = (city.today - timedelta(days=days)).isoformat()
    history = City(city.today, city.communities, employers=city.employers, notes=city.notes)
    events = [Event(move.on, "move", {}, move) for move in city.moves]
    for closing in city.closings:
        if closing.on.isoformat() < since:
            history.closings.append(closing)
        else:
            events.append(Event(closing.on, "close", {}, closing))
    _split_surveys(city, since, history, events)
    for ledger, (begin, day, end, ending) in _SPELLS.items():
        kept = getattr(history, ledger)
        for row in city.rows()[ledger]:
            unended = {**row, **dict.fromkeys(ending, "")} if row[ending[0]] >= since else row
            if row[day] >= since:
                events.append(Event(date.fromisoformat(row[day]), begin, unended))
            else:
                kept.append(unended)
            if unended is not row:
                events.append(Event(date.fromisoformat(row[ending[0]]), end, row))
    for row in city.visits:
        if row["日期"] < since:
            history.visits.append(row)
        else:
            entered = city.entered_late.get(visit_key(row), date.fromisoformat(row["日期"]))
            events.append(Event(entered, "visit", row))
    events.sort(key=_turn)
    return history, events


def _turn(event: Event) -> tuple[date, float]:
    # A spell of a single day ends on the day it begins, and after it.
    for begin, day, end, ending in _SPELLS.values():
        if event.act == end and event.row[day] == event.row[ending[0]]:
            return event.on, ACTS.index(begin) + 0.5
    return event.on, ACTS.index(event.act)


def _split_surveys(city: City, since: str, history: City, events: list[Event]) -> None:
    seen: set[str] = set()
    for row in city.residents:
        if row[SURVEYED] >= since and row[NUMBER] in seen:
            events.append(Event(date.fromisoformat(row[SURVEYED]), "survey", row))
        else:
            history.residents.append(row)
        seen.add(row[NUMBER])
